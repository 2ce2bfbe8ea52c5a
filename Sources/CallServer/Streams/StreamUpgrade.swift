import CallModel
import CallRuntime
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// Turns an HTTP connection into a web socket.
enum StreamUpgrade {
    /// Answers with 101, takes HTTP out of the pipeline and puts the stream in. To be called when the request is whole.
    /// - Parameters:
    ///   - handler: stays until the decoder is gone, since more requests may come out of it until then, then goes too.
    ///   - write: writes the answer's parts.
    static func perform(
        _ context: ChannelHandlerContext, key: String, handler: WebhookHandler, stream: StreamHandler,
        write: (HTTPResponsePart) -> Void
    ) {
        let channel = context.channel
        var request = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")
        request.headers.add(name: "Sec-WebSocket-Key", value: key)
        request.headers.add(name: "Sec-WebSocket-Version", value: "13")
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
        let headers = upgrader.buildUpgradeResponse(
            channel: channel, upgradeRequest: request, initialResponseHeaders: [:])
        // Made at once: nothing in it waits.
        let made = NIOLoopBoundBox<HTTPHeaders?>(nil, eventLoop: channel.eventLoop)
        headers.assumeIsolated().whenSuccess { made.value = $0 }
        guard let fields = made.value else { return context.close(promise: nil) }
        var response = HTTPResponse(status: .switchingProtocols)
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { response.headerFields[name] = value }
        }
        write(.head(response))
        write(.end(nil))
        let pipeline = context.pipeline.syncOperations
        guard let decoder = try? pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self) else {
            return context.close(promise: nil)
        }
        pipeline.removeHandler(context: decoder).assumeIsolated().whenComplete { _ in
            do { try exchange(channel, handler, stream) } catch { channel.close(promise: nil) }
        }
    }

    /// The decoder is gone, and no bytes have come since.
    private static func exchange(_ channel: any Channel, _ handler: WebhookHandler, _ stream: StreamHandler) throws {
        let pipeline = channel.pipeline.syncOperations
        let decoder = ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: stream.limits.messageBytes))
        try pipeline.addHandlers([WebSocketFrameEncoder(), decoder, stream], position: .before(handler))
        for context in [
            try pipeline.context(handlerType: HTTPResponseEncoder.self),
            try pipeline.context(handlerType: HTTP1ToHTTPServerCodec.self),
            try pipeline.context(handler: handler),
            try pipeline.context(handlerType: HTTPConnectionStateHandler.self),
        ] {
            pipeline.removeHandler(context: context, promise: nil)
        }
    }
}
