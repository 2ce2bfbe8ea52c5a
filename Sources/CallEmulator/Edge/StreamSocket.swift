import CallAutomation
import CallModel
import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket

/// A web socket of the application, dialled by the service.
final class StreamSocket: Sendable {
    /// What has gone over it.
    struct Counts: Sendable, Equatable {
        var sent = 0
        /// Frames of sound that the application was too slow for.
        var dropped = 0
        var received = 0
        /// Bytes of sound that came back.
        var receivedBytes = 0
    }

    /// Why a dialling came to nothing; a sentence part.
    struct Fault: Error { let text: String }

    private let channel: any Channel
    private let counters: NIOLockedValueBox<Counts>

    private init(_ channel: any Channel, _ counters: NIOLockedValueBox<Counts>) {
        (self.channel, self.counters) = (channel, counters)
    }

    var counts: Counts { counters.withLockedValue { $0 } }

    /// Messages in the order of their calls.
    func send(_ message: StreamMessage) {
        counters.withLockedValue { $0.sent += 1 }
        write(.text, message.json.encoded)
    }

    /// Sound that nobody takes is dropped: it cannot wait.
    func sendSound(_ frames: [AudioData]) {
        for frame in frames {
            guard channel.isWritable else {
                counters.withLockedValue { $0.dropped += 1 }
                continue
            }
            send(.audioData(frame))
        }
    }

    func close() {
        write(.connectionClose, [0x03, 0xE8])
        // The other side answers and closes; who does not is cut off.
        let channel = channel
        channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    }

    private func write(_ opcode: WebSocketOpcode, _ bytes: [UInt8]) {
        channel.writeAndFlush(
            WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: ByteBuffer(bytes: bytes)), promise: nil)
    }

    // MARK: - Dialling

    /// Dials an address; what it answers with other than a web socket is a fault.
    /// - Parameter ended: is called once when the connection is gone, whoever ended it.
    static func dial(
        _ opening: StreamOpening, on group: any EventLoopGroup, ended: @escaping @Sendable () -> Void
    ) async throws(Fault) -> StreamSocket {
        guard let url = URL(string: opening.url), let host = url.host, let scheme = url.scheme?.lowercased() else {
            throw Fault(text: "'\(opening.url)' is no address of a web socket")
        }
        let isSecure = scheme == "wss"
        let port = url.port ?? (isSecure ? 443 : 80)
        let counters = NIOLockedValueBox(Counts())
        do {
            let tls = isSecure ? try NIOSSLContext(configuration: .makeClientConfiguration()) : nil
            let upgrade = try await ClientBootstrap(group: group)
                .connectTimeout(.seconds(5))
                .connect(host: host, port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        if let tls {
                            let isName = !host.contains(":") && host.contains { $0.isLetter }
                            try channel.pipeline.syncOperations.addHandler(
                                NIOSSLClientHandler(context: tls, serverHostname: isName ? host : nil))
                        }
                        return try Self.upgrade(
                            channel, Self.head(opening, url, port: url.port.map { ":\($0)" } ?? ""), counters, ended)
                    }
                }
            guard let channel = try await upgrade.get() else {
                throw Fault(text: "\(host):\(port) does not speak WebSocket there")
            }
            return StreamSocket(channel, counters)
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(text: "\(host):\(port) cannot be reached: \(error)")
        }
    }

    private static func upgrade(
        _ channel: any Channel, _ head: HTTPRequestHead, _ counters: NIOLockedValueBox<Counts>,
        _ ended: @escaping @Sendable () -> Void
    ) throws -> EventLoopFuture<(any Channel)?> {
        let upgrader = NIOTypedWebSocketClientUpgrader<(any Channel)?>(maxFrameSize: 1 << 16) { channel, _ in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(StreamSocketHandler(counters: counters, ended: ended))
                return channel
            }
        }
        let configuration = NIOTypedHTTPClientUpgradeConfiguration<(any Channel)?>(
            upgradeRequestHead: head, upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in
                channel.close(promise: nil)
                return channel.eventLoop.makeSucceededFuture(nil)
            })
        let future = try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
            configuration: .init(upgradeConfiguration: configuration))
        // Who takes the connection and says nothing is not waited for.
        let limit = channel.eventLoop.scheduleTask(in: .seconds(5)) { channel.close(promise: nil) }
        future.whenComplete { _ in limit.cancel() }
        return future
    }

    private static func head(_ opening: StreamOpening, _ url: URL, port: String) -> HTTPRequestHead {
        var headers = HTTPHeaders()
        headers.add(name: "Host", value: (url.host ?? "") + port)
        headers.add(name: "Authorization", value: "Bearer \(token(opening))")
        headers.add(name: "x-ms-call-correlation-id", value: opening.correlationID)
        headers.add(name: "x-ms-call-connection-id", value: opening.callConnectionID)
        let path = url.path(percentEncoded: true)
        let query = url.query(percentEncoded: true).map { "?" + $0 } ?? ""
        return HTTPRequestHead(
            version: .http1_1, method: .GET, uri: (path.isEmpty ? "/" : path) + query, headers: headers)
    }

    /// Of the shape that the service's tokens have; nobody has signed it.
    private static func token(_ opening: StreamOpening) -> String {
        let now = Int64(Date().timeIntervalSince1970)
        let header: JSONValue = ["alg": "RS256", "typ": "JWT", "kid": "emulator"]
        let claims: JSONValue = [
            "iss": "https://acscallautomation.communication.azure.com", "aud": "emulator", "iat": .integer(now),
            "exp": .integer(now + 86_400),
        ]
        return [header.encoded, claims.encoded, Array("not signed".utf8)].map { part in
            Data(part).base64EncodedString().replacingOccurrences(of: "+", with: "-")
                .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
        }.joined(separator: ".")
    }
}

/// What comes from the application. Bounded: a message that comes in more than one piece is counted, not kept.
private final class StreamSocketHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let counters: NIOLockedValueBox<StreamSocket.Counts>
    private let ended: @Sendable () -> Void

    init(counters: NIOLockedValueBox<StreamSocket.Counts>, ended: @escaping @Sendable () -> Void) {
        (self.counters, self.ended) = (counters, ended)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .ping:
            let pong = WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: frame.unmaskedData)
            context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
        case .connectionClose: context.close(promise: nil)
        case .text:
            let message = try? StreamMessage(parsing: Array(frame.unmaskedData.readableBytesView))
            counters.withLockedValue { counts in
                counts.received += 1
                if case .audioData(let audio)? = message { counts.receivedBytes += audio.data.count }
            }
        default: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) {
        ended()
        context.fireChannelInactive()
    }
}
