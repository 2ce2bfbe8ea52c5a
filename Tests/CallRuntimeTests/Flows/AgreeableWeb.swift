import CallModel
import NIOConcurrencyHelpers

/// A web that says yes to everything at once, but for two hosts: one is slow, one closes the connection.
final class AgreeableWeb: WebSender {
    static func answer(_ request: WebRequest) -> SendResult {
        WebResponse(
            status: request.method == "GET" ? 200 : 201, headers: [("Content-Type", "application/json")],
            body: #"{"name":"Ada","callConnectionId":"as written","list":[1,2.5]}"#
        ).result
    }

    func send(
        _ request: PreparedRequest, timeLimit: Double, completion: @escaping @Sendable (SendResult) -> Void
    ) -> WebExchange {
        guard let request = WebRequest(request) else { return WebExchange() }
        if request.url.contains("//slow.") { return WebExchange() }
        if request.url.contains("//lost.") {
            completion(.fault(SendFault(.unknown, "the connection ended before the answer")))
        } else {
            completion(Self.answer(request))
        }
        return WebExchange()
    }
}
