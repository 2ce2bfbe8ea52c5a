import CallModel
import HTTPTypes
import Hummingbird
import NIOCore

/// The slow way for webhooks: those that came behind a request which Hummingbird has.
struct WebhookRoutes: Sendable {
    let edge: WebhookEdge
    let configuration: CallServerConfiguration

    func add(to router: Router<BasicRequestContext>) {
        router.on("events/**", method: .post) { request, context in try await serve(request) }
        router.on("events/**", method: .options) { request, context in try await serve(request) }
    }

    private func serve(_ request: Request) async throws -> Response {
        guard let (target, query) = WebhookRequest.target(of: request.uri.description) else {
            throw EdgeFault(.notFound, "there is no webhook at \(request.uri.path)")
        }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: configuration.maxWebhookBytes)
        } catch {
            throw EdgeFault(.contentTooLarge, "a webhook has at most \(configuration.maxWebhookBytes) bytes")
        }
        let fields = request.headers
        let webhook = WebhookRequest(
            method: request.method.rawValue, target: target, query: query, body: Array(body.readableBytesView),
            header: { name in HTTPField.Name(name).flatMap { fields[$0] } })
        let loop = edge.runtime.shards[0].loop
        let answer = await withCheckedContinuation { continuation in
            edge.handle(webhook, on: loop) { continuation.resume(returning: $0) }
        }
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
