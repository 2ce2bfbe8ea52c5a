import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// A request as the scripted server got it.
struct Received: Sendable {
    /// Counted from 1 over the connections of the server.
    var connection: Int
    var head: HTTPRequestHead
    var body: [UInt8] = []

    func header(_ name: String) -> String? { head.headers.first(name: name) }
}

/// What the server does about a request, byte by byte.
enum Step: Sendable {
    case write(String)
    /// Closes both directions.
    case close
    /// Says that nothing more will come, and waits for the other side to close.
    case closeOutput

    /// A whole answer with a length.
    static func answer(_ status: Int, _ body: String = "", headers: [String] = []) -> Step {
        let lines = ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)"] + headers
        return .write(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
}

/// An HTTP server on a free port that answers as the test says.
final class ScriptedServer: Sendable {
    /// - Parameter number: of the request, counted from 1 over all connections.
    typealias Script = @Sendable (_ number: Int, _ request: Received) -> [Step]

    private let channel: any Channel
    private let log: Log

    static func start(tls: NIOSSLContext? = nil, _ script: @escaping Script) async throws -> ScriptedServer {
        let log = Log()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    let pipeline = child.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    try pipeline.addHandler(ScriptHandler(log: log, script: script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedServer(channel: channel, log: log)
    }

    private init(channel: any Channel, log: Log) {
        self.channel = channel
        self.log = log
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    var requests: [Received] { log.requests.withLockedValue { $0 } }
    var connections: Int { log.connections.withLockedValue { $0 } }

    /// Waits until the client has closed `count` connections.
    func clientClosed(_ count: Int = 1) async {
        var closed = 0
        for await _ in log.closings {
            closed += 1
            if closed == count { return }
        }
    }

    /// Waits until `count` requests have come.
    func requestsCame(_ count: Int) async {
        guard count > 0 else { return }
        var came = 0
        for await _ in log.arrivals {
            came += 1
            if came == count { return }
        }
    }

    func stop() async {
        try? await channel.close()
        for child in log.open.withLockedValue({ Array($0.values) }) { try? await child.close() }
    }

    /// What happened so far.
    final class Log: Sendable {
        let requests = NIOLockedValueBox<[Received]>([])
        let connections = NIOLockedValueBox(0)
        let open = NIOLockedValueBox<[ObjectIdentifier: any Channel]>([:])
        let closings: AsyncStream<Void>
        let closing: AsyncStream<Void>.Continuation
        let arrivals: AsyncStream<Void>
        let arrival: AsyncStream<Void>.Continuation

        init() {
            (closings, closing) = AsyncStream.makeStream()
            (arrivals, arrival) = AsyncStream.makeStream()
        }
    }
}

private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let log: ScriptedServer.Log
    private let script: ScriptedServer.Script
    private var number = 0
    private var current: Received?

    init(log: ScriptedServer.Log, script: @escaping ScriptedServer.Script) {
        self.log = log
        self.script = script
    }

    func channelActive(context: ChannelHandlerContext) {
        number = log.connections.withLockedValue {
            $0 += 1
            return $0
        }
        let channel = context.channel
        log.open.withLockedValue { $0[ObjectIdentifier(channel)] = channel }
    }

    func channelInactive(context: ChannelHandlerContext) {
        let channel = context.channel
        _ = log.open.withLockedValue { $0.removeValue(forKey: ObjectIdentifier(channel)) }
        log.closing.yield()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed = event as? ChannelEvent { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): current = Received(connection: number, head: head)
        case .body(let part): current?.body.append(contentsOf: part.readableBytesView)
        case .end:
            guard let request = current else { return }
            let count = log.requests.withLockedValue {
                $0.append(request)
                return $0.count
            }
            log.arrival.yield()
            for step in script(count, request) { run(step, context) }
        }
    }

    private func run(_ step: Step, _ context: ChannelHandlerContext) {
        switch step {
        case .write(let text): context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        case .close: context.close(promise: nil)
        case .closeOutput: context.close(mode: .output, promise: nil)
        }
    }
}
