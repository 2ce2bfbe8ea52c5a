import CallAutomation
import CallEmulator
import NIOCore
import NIOHTTP1
import NIOPosix

/// The HTTP server that an emulator in another process sends events to: handshakes it answers itself, everything else
/// goes to whoever serves at the moment.
final class DoorServer: Sendable {
    /// Takes an event, and is given the status to answer with, or nil to close the connection.
    typealias Take = @Sendable (DoorArrival, _ answer: @escaping @Sendable (Int?) -> Void) -> Void

    let port: Int
    private let channel: any Channel

    private init(_ channel: any Channel, port: Int) { (self.channel, self.port) = (channel, port) }

    /// Listens at a free port of this machine.
    static func start(on group: any EventLoopGroup, take: @escaping Take) async throws -> DoorServer {
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(DoorHandler(take: take))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return DoorServer(channel, port: channel.localAddress?.port ?? 0)
    }

    func stop() async { try? await channel.close() }
}

/// One connection. The emulator sends the next request when the one before it is answered.
private final class DoorHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let take: DoorServer.Take
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    /// Event Grid sends at most 1 MiB.
    private static let mostBytes = 1 << 20

    init(take: @escaping DoorServer.Take) { self.take = take }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): (self.head, body) = (head, [])
        case .body(let part):
            guard body.count + part.readableBytes <= Self.mostBytes else { return context.close(promise: nil) }
            body += Array(part.readableBytesView)
        case .end:
            guard let head else { return }
            self.head = nil
            handle(head, context)
        }
    }

    private func handle(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let isGrid = !head.uri.hasPrefix("/events/calls/")
        if isGrid, let code = validationCode(head) {
            return Self.write(200, EventGridHandshake.validationBody(code: code), to: context.channel)
        }
        let channel = context.channel
        let number = head.headers.first(name: CallEmulator.deliveryHeader).flatMap { Int($0) } ?? 0
        take(DoorArrival(address: head.uri, body: body, isGrid: isGrid, number: number)) { status in
            guard let status else { return channel.close(promise: nil) }
            Self.write(status, [], to: channel)
        }
    }

    private func validationCode(_ head: HTTPRequestHead) -> String? {
        let decoded = try? EventGridDecoder.decode(body: body) { head.headers.first(name: $0) }
        guard case .validation(let code, _)? = decoded else { return nil }
        return code
    }

    private static func write(_ status: Int, _ body: [UInt8], to channel: any Channel) {
        channel.eventLoop.execute {
            let headers: HTTPHeaders = ["content-length": "\(body.count)", "content-type": "application/json"]
            let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
            channel.write(HTTPServerResponsePart.head(head), promise: nil)
            if !body.isEmpty {
                channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
            }
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        }
    }
}
