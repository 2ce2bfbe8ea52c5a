import CallAutomation
import CallModel
import CallRuntime
import Logging
import NIOCore
import NIOWebSocket

/// One web socket of the service: what it tells goes to the runtime, its sound to a file or back. Whoever sends what is no message
/// is told so and cut off; whoever floods is read more slowly; whoever says nothing is gone after a while.
final class StreamHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let edge: StreamEdge
    private let address: CallbackAddress
    private let audio: MediaStreamingOptions.Audio?
    private let eventLoop: any EventLoop
    private var context: ChannelHandlerContext?
    private var kind: StreamKind?
    private var pieces = StreamPieces()
    private var pace: StreamPace
    private var recording: StreamRecording?
    private var sampleRate = 16_000
    private var pulse: StreamPulse
    private var pings: RepeatedTask?
    private var isClosing = false
    private var hasHeldRead = false
    private var toldUnknown = false

    var limits: StreamEdge.Limits { edge.limits }

    init(
        edge: StreamEdge, address: CallbackAddress, audio: MediaStreamingOptions.Audio?, on eventLoop: any EventLoop
    ) {
        (self.edge, self.address, self.audio, self.eventLoop) = (edge, address, audio, eventLoop)
        pulse = StreamPulse(silence: edge.limits.silence, at: .now())
        pieces.limit = edge.limits.messageBytes
        pace = StreamPace(perSecond: edge.limits.messagesPerSecond)
    }

    private var metadata: Logger.Metadata {
        ["session": "\(address.session)", "op": "\(address.operation)", "stream": "\(kind?.rawValue ?? "?")"]
    }

    // MARK: - Beginning and end

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        pulse.beats(at: .now())
        let interval = TimeAmount.nanoseconds(Int64(limits.pingInterval * 1e9))
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        pings = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in bound.value.ping() }
        edge.logger.debug("a stream connects", metadata: metadata)
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    private func end() {
        guard context != nil else { return }
        context = nil
        pings?.cancel()
        pings = nil
        recording?.finish()
        recording = nil
        if let kind { edge.left(self, kind, at: address) }
        if pace.dropped > 0 {
            edge.logger.warning(
                "a stream told more than can be taken; some of it was dropped",
                metadata: metadata.merging(["dropped": "\(pace.dropped)"]) { $1 })
        }
    }

    private func ping() {
        guard let context, !isClosing else { return }
        if pulse.isGone(at: .now()) {
            return close(.goingAway, "nothing was heard for \(Int(limits.silence)) s")
        }
        context.writeAndFlush(
            wrapOutboundOut(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer())), promise: nil)
    }

    /// Says why, and cuts off whoever does not answer to it.
    private func close(_ code: WebSocketErrorCode, _ reason: String) {
        guard let context, !isClosing else { return }
        isClosing = true
        edge.logger.notice("a stream is closed: \(reason)", metadata: metadata)
        var data = ByteBuffer()
        data.write(webSocketErrorCode: code)
        data.writeString(String(reason.prefix(100)))
        context.writeAndFlush(
            wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: data)), promise: nil)
        let channel = context.channel
        eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { return close(.goingAway, "the process is about to end") }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error as? NIOWebSocketError {
        case .invalidFrameLength?: close(.messageTooLarge, "a frame has at most \(limits.messageBytes) bytes")
        case .some: close(.protocolError, "this is no WebSocket: \(error)")
        case nil: context.close(promise: nil)
        }
    }

    // MARK: - Reading

    func read(context: ChannelHandlerContext) {
        guard let wait = pace.pause(at: .now()) else { return context.read() }
        // What the peer sends meanwhile waits on its side of the line.
        guard !hasHeldRead else { return }
        hasHeldRead = true
        let bound = NIOLoopBound((self, context), eventLoop: eventLoop)
        eventLoop.scheduleTask(in: wait) {
            let (handler, context) = bound.value
            handler.hasHeldRead = false
            if handler.context != nil { handler.read(context: context) }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        let frame = unwrapInboundIn(data)
        pulse.beats(at: .now())
        switch frame.opcode {
        case .ping:
            context.writeAndFlush(
                wrapOutboundOut(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)), promise: nil)
        case .pong: break
        case .connectionClose:
            isClosing = true
            let answer = WebSocketFrame(fin: true, opcode: .connectionClose, data: frame.unmaskedData)
            context.writeAndFlush(wrapOutboundOut(answer)).assumeIsolated().whenComplete { _ in
                context.close(promise: nil)
            }
        case .text, .continuation: take(frame)
        case .binary: close(.unacceptableData, "messages are JSON text, and this is binary")
        default: close(.protocolError, "no such kind of frame")
        }
    }

    private func take(_ frame: WebSocketFrame) {
        switch pieces.add(frame.unmaskedData, isFirst: frame.opcode == .text, isLast: frame.fin) {
        case .waits: break
        case .tooLarge: close(.messageTooLarge, "a message has at most \(limits.messageBytes) bytes")
        case .outOfOrder: close(.protocolError, "the pieces of a message are out of order")
        case .whole(let bytes):
            guard pace.take(at: .now()) else { return }
            do throws(StreamFault) {
                try take(StreamMessage(parsing: bytes))
            } catch {
                close(.dataInconsistentWithMessage, error.description)
            }
        }
    }

    // MARK: - Messages

    private func take(_ message: StreamMessage) {
        if kind == nil, let found = message.stream {
            kind = found
            edge.joined(self, found, at: address)
        }
        switch message {
        case .audioMetadata(let data): sampleRate = data.sampleRate
        case .audioData(let data): return take(data)
        case .unknown(let name):
            if !toldUnknown { edge.logger.info("a stream tells '\(name)', which nobody knows", metadata: metadata) }
            toldUnknown = true
        case .transcriptionMetadata, .transcriptionData, .dtmfData, .stopAudio: break
        }
        guard let event = message.event else { return }
        edge.runtime.streamed(
            StreamInput(
                name: event.name, data: event.data.encoded, speaker: message.speaker, isGuess: message.isGuess),
            at: address)
    }

    private func take(_ sound: AudioData) {
        switch audio {
        case .echo?:
            // Who does not listen misses it.
            guard let context, context.channel.isWritable,
                let back = StreamMessage.audioData(AudioData(data: sound.data)).jsonToService
            else { return }
            let frame = WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: back.encoded))
            context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
        case .file?:
            if recording == nil {
                recording = edge.recorder?.begin(address, sampleRate: sampleRate)
                if recording == nil {
                    edge.logger.warning(
                        "a flow wants sound in files, and no folder is given: --streams PATH", metadata: metadata)
                    recording = .nowhere
                }
            }
            recording?.write(sound.data, of: sound.participantRawID)
        case nil: break
        }
    }
}

extension StreamHandler: StreamPeer {
    nonisolated func isReplaced() {
        // The loop is a constant, and everything else of the handler is touched on it only.
        eventLoop.execute { self.close(.goingAway, "a newer connection has taken its place") }
    }
}

/// Never used off the loop of its channel: NIO calls handlers there, and what comes from elsewhere hops to it first.
extension StreamHandler: @unchecked Sendable {}
