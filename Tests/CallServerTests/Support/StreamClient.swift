import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A web socket client in the hand of a test: sends any frame, keeps what comes.
final class StreamClient: Sendable {
    /// What has come, and who waits for more.
    private struct State {
        var texts: [String] = []
        var closeCode: Int?
        var closeReason = ""
        var pings = 0
        var isClosed = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        /// How often something has changed.
        var changes = 0

        /// Something has changed: who waits looks again.
        mutating func tell() {
            changes += 1
            for waiter in waiters { waiter.resume() }
            waiters = []
        }
    }

    private let channel: any Channel
    private let state: NIOLockedValueBox<State>

    private init(_ channel: any Channel, _ state: NIOLockedValueBox<State>) {
        (self.channel, self.state) = (channel, state)
    }

    var texts: [String] { state.withLockedValue { $0.texts } }
    var closeCode: Int? { state.withLockedValue { $0.closeCode } }
    var closeReason: String { state.withLockedValue { $0.closeReason } }
    var pings: Int { state.withLockedValue { $0.pings } }
    var isClosed: Bool { state.withLockedValue { $0.isClosed } }

    struct Refused: Error {}

    /// Connects.
    /// - Parameter answersPings: whether it is alive.
    static func connect(
        _ url: String, headers: [(String, String)] = [], answersPings: Bool = true, reads: Bool = true
    ) async throws -> StreamClient {
        guard let parts = URL(string: url), let host = parts.host, let port = parts.port else { throw Refused() }
        let state = NIOLockedValueBox(State())
        let upgrade: EventLoopFuture<(any Channel)?> = try await ClientBootstrap(
            group: .singletonMultiThreadedEventLoopGroup
        )
        .channelOption(.autoRead, value: true)
        .connect(host: host, port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                let upgrader = NIOTypedWebSocketClientUpgrader<(any Channel)?>(maxFrameSize: 1 << 20) { channel, _ in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            Handler(state: state, answersPings: answersPings))
                        return channel
                    }
                }
                var fields = HTTPHeaders(headers)
                fields.add(name: "Host", value: "\(host):\(port)")
                let head = HTTPRequestHead(
                    version: .http1_1, method: .GET, uri: parts.path + (parts.query.map { "?" + $0 } ?? ""),
                    headers: fields)
                return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
                    configuration: .init(
                        upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
                            upgradeRequestHead: head, upgraders: [upgrader],
                            notUpgradingCompletionHandler: { channel in
                                channel.close(promise: nil)
                                return channel.eventLoop.makeSucceededFuture(nil)
                            })))
            }
        }
        guard let channel = try await upgrade.get() else { throw Refused() }
        if !reads { try await channel.setOption(.autoRead, value: false).get() }
        return StreamClient(channel, state)
    }

    func send(_ text: String) { send(.text, Array(text.utf8)) }

    func send(_ opcode: WebSocketOpcode, _ bytes: [UInt8], isLast: Bool = true) {
        let frame = WebSocketFrame(fin: isLast, opcode: opcode, maskKey: .random(), data: ByteBuffer(bytes: bytes))
        channel.writeAndFlush(frame, promise: nil)
    }

    /// Bytes that are no frame.
    func sendRaw(_ bytes: [UInt8]) async throws {
        try await channel.eventLoop.submit { [channel] in
            let context = try channel.pipeline.syncOperations.context(handlerType: WebSocketFrameEncoder.self)
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
        }.get()
    }

    /// Whether the other side takes more, once all has been tried that was sent before.
    func isWritable() async throws -> Bool {
        try await channel.eventLoop.submit { [channel] in channel.isWritable }.get()
    }

    func close() async { try? await channel.close() }

    /// Waits until something is so.
    func until(_ isSo: @Sendable (StreamClient) -> Bool) async throws {
        while true {
            let (seen, isOver) = state.withLockedValue { ($0.changes, $0.isClosed) }
            if isSo(self) { return }
            if isOver { throw Refused() }
            await withCheckedContinuation { continuation in
                state.withLockedValue { state in
                    if state.changes == seen { state.waiters.append(continuation) } else { continuation.resume() }
                }
            }
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = WebSocketFrame
        typealias OutboundOut = WebSocketFrame

        private let state: NIOLockedValueBox<State>
        private let answersPings: Bool

        init(state: NIOLockedValueBox<State>, answersPings: Bool) {
            (self.state, self.answersPings) = (state, answersPings)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var frame = unwrapInboundIn(data)
            switch frame.opcode {
            case .text:
                state.withLockedValue {
                    $0.texts.append(String(buffer: frame.data))
                    $0.tell()
                }
            case .ping:
                state.withLockedValue {
                    $0.pings += 1
                    $0.tell()
                }
                if answersPings {
                    let pong = WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: frame.data)
                    context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
                }
            case .connectionClose:
                let code = frame.data.readWebSocketErrorCode().map { Int(UInt16(webSocketErrorCode: $0)) }
                let reason = String(buffer: frame.data)
                state.withLockedValue { ($0.closeCode, $0.closeReason) = (code, reason) }
                context.close(promise: nil)
            default: break
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            state.withLockedValue {
                $0.isClosed = true
                $0.tell()
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}

extension EventLoopGroup where Self == MultiThreadedEventLoopGroup {
    static var singletonMultiThreadedEventLoopGroup: MultiThreadedEventLoopGroup { .singleton }
}
