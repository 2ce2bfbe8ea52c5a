import NIOCore
import NIOHTTP1
import NIOPosix

/// A request to a `PlainServer`, whole.
struct PlainRequest: Sendable {
    var head: HTTPRequestHead
    var body: [UInt8]
}

/// What a `PlainServer` answers.
struct PlainAnswer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
}

/// A small HTTP server for the other end of a line: whole requests in, whole answers out, nothing in between that takes
/// time.
final class PlainServer: Sendable {
    /// Is given each request on the loop of its connection, and an answer to call once on any thread; nil closes the
    /// connection.
    typealias Take = @Sendable (PlainRequest, _ answer: @escaping @Sendable (PlainAnswer?) -> Void) -> Void

    let port: Int
    private let channel: any Channel

    private init(_ channel: any Channel, port: Int) { (self.channel, self.port) = (channel, port) }

    /// `http://127.0.0.1:port`, as this machine reaches it.
    var address: String { "http://127.0.0.1:\(port)" }

    /// Listens on this machine at a free port, unless it is told otherwise.
    static func start(
        on group: any EventLoopGroup, host: String = "127.0.0.1", port: Int = 0, take: @escaping Take
    ) async throws -> PlainServer {
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(take: take))
                }
            }
            .bind(host: host, port: port).get()
        return PlainServer(channel, port: channel.localAddress?.port ?? 0)
    }

    func stop() async { try? await channel.close() }

    /// One connection.
    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let take: Take
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []
        private static let mostBytes = 1 << 20

        init(take: @escaping Take) { self.take = take }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, [])
            case .body(let part):
                guard body.count + part.readableBytes <= Self.mostBytes else { return context.close(promise: nil) }
                body += Array(part.readableBytesView)
            case .end:
                guard let head else { return }
                self.head = nil
                let (channel, isLast) = (context.channel, !head.isKeepAlive)
                take(PlainRequest(head: head, body: body)) { answer in
                    guard let answer else { return channel.close(promise: nil) }
                    Self.write(answer, to: channel, isLast: isLast)
                }
            }
        }

        private static func write(_ answer: PlainAnswer, to channel: any Channel, isLast: Bool) {
            var headers = HTTPHeaders(answer.headers)
            if isLast { headers.replaceOrAdd(name: "connection", value: "close") }
            if answer.status != 204 { headers.replaceOrAdd(name: "content-length", value: "\(answer.body.count)") }
            if !answer.body.isEmpty { headers.replaceOrAdd(name: "content-type", value: "application/json") }
            // Whoever asked may be gone, and the loop with it.
            guard channel.isActive else { return }
            let head = HTTPResponseHead(
                version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
            channel.eventLoop.execute {
                channel.write(HTTPServerResponsePart.head(head), promise: nil)
                if !answer.body.isEmpty {
                    let bytes = ByteBuffer(bytes: answer.body)
                    channel.write(HTTPServerResponsePart.body(.byteBuffer(bytes)), promise: nil)
                }
                let end = channel.writeAndFlush(HTTPServerResponsePart.end(nil))
                if isLast { end.whenComplete { _ in channel.close(promise: nil) } }
            }
        }
    }
}
