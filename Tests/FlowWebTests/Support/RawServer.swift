import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

/// A server on a free port of this machine that answers with the bytes that the test says, whatever they are.
final class RawServer: Sendable {
    /// What the server does about a request.
    enum Step: Sendable {
        case write(String)
        case bytes([UInt8])
        case close
        /// Writes the same again and again, as fast as they are taken.
        case endless(String)
    }

    typealias Script = @Sendable (_ request: String) -> [Step]

    private let channel: any Channel
    private let log: NIOLockedValueBox<[String]>
    private let closings: AsyncStream<Void>

    static func start(tls: NIOSSLContext? = nil, _ script: @escaping Script) async throws -> RawServer {
        let log = NIOLockedValueBox<[String]>([])
        let (closings, closing) = AsyncStream<Void>.makeStream()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    let pipeline = child.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.addHandler(Handler(log: log, closing: closing, script: script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return RawServer(channel: channel, log: log, closings: closings)
    }

    private init(channel: any Channel, log: NIOLockedValueBox<[String]>, closings: AsyncStream<Void>) {
        (self.channel, self.log, self.closings) = (channel, log, closings)
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    /// As they came, head and body.
    var requests: [String] { log.withLockedValue { $0 } }

    /// Waits until a client has closed a connection.
    func clientClosed() async { for await _ in closings { return } }

    func stop() async { try? await channel.close() }

    /// A whole answer with a length.
    static func answer(_ status: Int, _ body: String = "", _ headers: String...) -> Step {
        let lines = ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)"] + headers
        return .write(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let log: NIOLockedValueBox<[String]>
        private let closing: AsyncStream<Void>.Continuation
        private let script: Script
        private var text = ""

        init(log: NIOLockedValueBox<[String]>, closing: AsyncStream<Void>.Continuation, script: @escaping Script) {
            (self.log, self.closing, self.script) = (log, closing, script)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            guard let end = text.firstRange(of: "\r\n\r\n") else { return }
            let length =
                text.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
            guard text[end.upperBound...].utf8.count >= length else { return }
            let request = text
            text = ""
            log.withLockedValue { $0.append(request) }
            for step in script(request) { run(step, context) }
        }

        private func run(_ step: Step, _ context: ChannelHandlerContext) {
            switch step {
            case .write(let text): context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .bytes(let bytes): context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .close: context.close(promise: nil)
            case .endless(let text): Self.pour(ByteBuffer(string: text), into: context.channel)
            }
        }

        private static func pour(_ part: ByteBuffer, into channel: any Channel) {
            channel.writeAndFlush(part).whenSuccess {
                // Not at once: where the other side reads fast, each write is done before it returns, and the stack full.
                channel.eventLoop.execute { pour(part, into: channel) }
            }
        }

        func channelInactive(context: ChannelHandlerContext) { closing.yield() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
