import NIOCore
import NIOHTTP1
import NIOTLS

/// One connection, which carries one exchange at a time. Confined to its event loop, like everything it calls.
final class HTTPConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        case connecting
        case idle
        case busy(Exchange)
        case closed
    }

    /// When it became idle.
    private(set) var idleSince = NIODeadline.distantPast
    private let pool: ConnectionPool
    private let decoder: ResponseDecoder
    private let isSecure: Bool
    private let maxAnswerBytes: Int
    private var phase = Phase.connecting
    private var context: ChannelHandlerContext?
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []
    private var served = 0
    private var lastError: String?
    /// Several channels may race to one host; the bootstrap chooses one and closes the others.
    private var isChosen = false
    private var isEncrypted = false
    private var handshakeTimer: Scheduled<Void>?

    init(pool: ConnectionPool, decoder: ResponseDecoder, isSecure: Bool, maxAnswerBytes: Int) {
        self.pool = pool
        self.decoder = decoder
        self.isSecure = isSecure
        self.maxAnswerBytes = maxAnswerBytes
    }

    /// The bootstrap chose this channel; it is ready once it is encrypted, where it has to be.
    func choose(handshakeTimeout: TimeAmount) {
        isChosen = true
        guard let context, case .connecting = phase else {
            return pool.connectFailed(lastError ?? "the connection closed at once")
        }
        if isEncrypted || !isSecure { return becomeReady() }
        handshakeTimer = context.eventLoop.assumeIsolated().scheduleTask(in: handshakeTimeout) {
            self.lastError = "no TLS in time"
            self.context?.close(mode: .all, promise: nil)
        }
    }

    /// Whether a request may be written now.
    var isUsable: Bool {
        guard case .idle = phase, let context else { return false }
        return context.channel.isActive
    }

    /// A buffer for a request.
    func makeBuffer(capacity: Int) -> ByteBuffer {
        context?.channel.allocator.buffer(capacity: capacity) ?? ByteBuffer()
    }

    /// Writes a request; the pool's shard hears of its answer or its end.
    func run(_ exchange: Exchange, _ bytes: ByteBuffer) {
        phase = .busy(exchange)
        head = nil
        body = []
        decoder.expectAnswer()
        context?.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    /// Closes the connection; a running exchange hears nothing more of it.
    func abandon() {
        if case .busy = phase { phase = .idle }
        context?.close(promise: nil)
    }

    // MARK: - What the channel tells

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent {
            isEncrypted = true
            if isChosen { becomeReady() }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .busy(let exchange) = phase else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            if let length = head.headers.first(name: "content-length").flatMap(Int.init), length > maxAnswerBytes {
                refuseBody(exchange)
            }
        case .body(let part):
            if body.count + part.readableBytes > maxAnswerBytes { return refuseBody(exchange) }
            body.append(contentsOf: part.readableBytesView)
        case .end: finish(exchange)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        lastError = "\(error)"
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let last = phase
        phase = .closed
        handshakeTimer?.cancel()
        switch last {
        case .connecting: if isChosen { pool.connectFailed(lastError ?? "the connection closed before it stood") }
        case .busy(let exchange):
            pool.closed(self)
            let part = head == nil ? "before its answer" : "within its answer"
            let reason = lastError.map { " (\($0))" } ?? ""
            pool.shard.cut(exchange, wasReused: served > 0 && head == nil, "the connection broke \(part)\(reason)")
        case .idle: pool.closed(self)
        case .closed: break
        }
        context.fireChannelInactive()
    }

    // MARK: - Parts

    private func becomeReady() {
        guard case .connecting = phase else { return }
        handshakeTimer?.cancel()
        handshakeTimer = nil
        becomeIdle()
        pool.connected(self)
    }

    private func becomeIdle() {
        phase = .idle
        idleSince = .now()
    }

    private func finish(_ exchange: Exchange) {
        guard let head else { return }
        let body = body
        self.head = nil
        self.body = []
        served += 1
        becomeIdle()
        if head.isKeepAlive {
            pool.finished(self)
        } else {
            context?.close(promise: nil)
        }
        pool.shard.answered(exchange, head, body)
    }

    private func refuseBody(_ exchange: Exchange) {
        abandon()
        pool.shard.gaveUp(exchange, "the answer is longer than \(maxAnswerBytes) bytes")
    }
}
