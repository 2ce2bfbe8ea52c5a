import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Takes webhooks out of a connection before Hummingbird's async bridge, which costs more than everything else between
/// socket and socket; every other request is passed on.
///
/// A webhook that comes while an older request of its connection is still with Hummingbird is passed on too, since
/// answers must not change places; the slow route serves it.
final class WebhookHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum State {
        case idle
        /// A webhook whose body is coming.
        case reading(HTTPRequest, WebhookRequest.Target, query: String, body: [UInt8])
        /// A webhook that was refused while its body is still coming.
        case discarding
        /// A webhook that the runtime has.
        case answering(keepAlive: Bool)
        /// A request that Hummingbird reads.
        case passing
        /// A request for a web socket, refused or not, whose end is coming.
        case upgrading(StreamEdge.Verdict, key: String)
        /// HTTP is over: whatever still comes of it means nothing.
        case upgraded
    }

    private let edge: WebhookEdge
    private let streams: StreamEdge
    private var state = State.idle
    /// Requests with Hummingbird whose answers have not ended.
    private var passed = 0
    /// What came on a pipelining connection while a webhook was answered.
    private var waiting: [HTTPRequestPart] = []
    private var waitingBytes = 0

    init(edge: WebhookEdge, streams: StreamEdge) {
        self.edge = edge
        self.streams = streams
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if case .answering = state {
            waiting.append(part)
            if case .body(let buffer) = part { waitingBytes += buffer.readableBytes }
            if waitingBytes > 2 * edge.configuration.maxWebhookBytes || waiting.count > 10_000 {
                context.close(promise: nil)
            }
            return
        }
        take(part, context)
    }

    private func take(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
        switch (part, state) {
        case (_, .upgraded): break
        case (.head(let head), _): begin(head, context)
        case (.body(let buffer), .reading(let head, let target, let query, var body)):
            state = .idle  // so that the body is appended to in place
            guard body.count + buffer.readableBytes <= edge.configuration.maxWebhookBytes else {
                return refuseLarge(context)
            }
            body.append(contentsOf: buffer.readableBytesView)
            state = .reading(head, target, query: query, body: body)
        case (.end, .reading(let head, let target, let query, let body)):
            serve(head, target, query, body, context)
        case (.end, .upgrading(let verdict, let key)): upgrade(verdict, key, context)
        case (_, .discarding), (_, .upgrading), (_, .upgraded): break
        case (_, .passing):
            if case .end = part { state = .idle }
            context.fireChannelRead(wrapInboundOut(part))
        case (_, .idle), (_, .answering): break
        }
    }

    private func begin(_ head: HTTPRequest, _ context: ChannelHandlerContext) {
        guard passed == 0, let path = head.path, let (target, query) = WebhookRequest.target(of: path) else {
            if passed == 0, let path = head.path, path.hasPrefix("/streams/") {
                let fields = head.headerFields
                let verdict = streams.verdict(method: head.method.rawValue, path: path) { name in
                    HTTPField.Name(name).flatMap { fields[$0] }
                }
                state = .upgrading(verdict, key: HTTPField.Name("sec-websocket-key").flatMap { fields[$0] } ?? "")
                return
            }
            passed += 1
            state = .passing
            return context.fireChannelRead(wrapInboundOut(.head(head)))
        }
        let length = head.headerFields[.contentLength].flatMap(Int.init) ?? 0
        guard length <= edge.configuration.maxWebhookBytes else { return refuseLarge(context) }
        if head.headerFields[.expect]?.lowercased() == "100-continue" {
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
        var body: [UInt8] = []
        body.reserveCapacity(length)
        state = .reading(head, target, query: query, body: body)
    }

    private func upgrade(_ verdict: StreamEdge.Verdict, _ key: String, _ context: ChannelHandlerContext) {
        switch verdict {
        case .refused(let answer):
            state = .idle
            write(answer, keepAlive: false, context)
        case .welcome(let address, let audio):
            state = .upgraded
            StreamUpgrade.perform(
                context, key: key, handler: self,
                stream: StreamHandler(edge: streams, address: address, audio: audio, on: context.eventLoop)
            ) { context.writeAndFlush(wrapOutboundOut($0), promise: nil) }
        }
    }

    private func refuseLarge(_ context: ChannelHandlerContext) {
        state = .discarding
        let limit = edge.configuration.maxWebhookBytes
        write(.problem(413, "a webhook has at most \(limit) bytes"), keepAlive: false, context)
    }

    private func serve(
        _ head: HTTPRequest, _ target: WebhookRequest.Target, _ query: String, _ body: [UInt8],
        _ context: ChannelHandlerContext
    ) {
        state = .answering(keepAlive: head.headerFields[.connection]?.lowercased() != "close")
        let fields = head.headerFields
        let request = WebhookRequest(
            method: head.method.rawValue, target: target, query: query, body: body,
            header: { name in HTTPField.Name(name).flatMap { fields[$0] } })
        let loop = context.eventLoop
        let bound = NIOLoopBound((self, context), eventLoop: loop)
        edge.handle(request, on: loop) { answer in
            if loop.inEventLoop {
                let (handler, context) = bound.value
                handler.answered(answer, context)
            } else {
                loop.execute {
                    let (handler, context) = bound.value
                    handler.answered(answer, context)
                }
            }
        }
    }

    private func answered(_ answer: WebhookAnswer, _ context: ChannelHandlerContext) {
        guard case .answering(let keepAlive) = state else { return }
        state = .idle
        guard context.channel.isActive else { return }
        write(answer, keepAlive: keepAlive, context)
        let parts = waiting
        waiting = []
        waitingBytes = 0
        guard !parts.isEmpty else { return }
        for part in parts { channelRead(context: context, data: NIOAny(part)) }
        // What was passed on is handed over only when a read completes, and that of these parts has long been.
        context.fireChannelReadComplete()
    }

    private func write(_ answer: WebhookAnswer, keepAlive: Bool, _ context: ChannelHandlerContext) {
        var response = HTTPResponse(status: HTTPResponse.Status(code: answer.status))
        response.headerFields[.contentLength] = String(answer.body.count)
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { response.headerFields[name] = value }
        }
        if !keepAlive { response.headerFields[.connection] = "close" }
        context.write(wrapOutboundOut(.head(response)), promise: nil)
        if !answer.body.isEmpty {
            context.write(wrapOutboundOut(.body(ByteBuffer(bytes: answer.body))), promise: nil)
        }
        guard !keepAlive else { return context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
        let done = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: done)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        done.futureResult.whenComplete { _ in bound.value.close(mode: .output, promise: nil) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data), passed > 0 { passed -= 1 }
        context.write(data, promise: promise)
    }
}

/// Never used off the loop of its channel: NIO calls handlers there, and our own completions hop to it.
extension WebhookHandler: @unchecked Sendable {}
