import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix

/// An HTTP server of this process that says back what it was sent; its first requests may get no answer.
final class EchoServer: Sendable {
    /// A request as it came.
    struct Request: Sendable {
        var line: String
        var headers: HTTPHeaders
        var body = ""
    }

    private let channel: any Channel
    private let log: NIOLockedValueBox<[Request]>
    private let arrivals: AsyncStream<Void>

    /// - Parameter silent: so many requests get no answer.
    static func start(silent: Int = 0) async throws -> EchoServer {
        let log = NIOLockedValueBox<[Request]>([])
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { child in
                child.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try child.pipeline.syncOperations.addHandler(Handler(log: log, silent: silent, arrival: arrival))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return EchoServer(channel: channel, log: log, arrivals: arrivals)
    }

    private init(channel: any Channel, log: NIOLockedValueBox<[Request]>, arrivals: AsyncStream<Void>) {
        (self.channel, self.log, self.arrivals) = (channel, log, arrivals)
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    var requests: [Request] { log.withLockedValue { $0 } }

    /// Waits for one more request.
    func requestCame() async { for await _ in arrivals { return } }

    func stop() async { try? await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let log: NIOLockedValueBox<[Request]>
        private let silent: Int
        private let arrival: AsyncStream<Void>.Continuation
        private var current: Request?

        init(log: NIOLockedValueBox<[Request]>, silent: Int, arrival: AsyncStream<Void>.Continuation) {
            (self.log, self.silent, self.arrival) = (log, silent, arrival)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): current = Request(line: "\(head.method) \(head.uri)", headers: head.headers)
            case .body(let part): current?.body += String(buffer: part)
            case .end:
                guard let request = current else { return }
                let count = log.withLockedValue { log in
                    log.append(request)
                    return log.count
                }
                arrival.yield()
                guard count > silent else { return }
                let said = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
                let body = ByteBuffer(string: said + "\n" + request.body)
                let head = HTTPResponseHead(
                    version: .http1_1, status: .created, headers: ["Content-Length": "\(body.readableBytes)"])
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
