import CallModel
import NIOConcurrencyHelpers

/// A web whose answers the test gives, one by one.
final class FakeWeb: WebSender {
    struct Sent: Sendable {
        var request: WebRequest
        var timeLimit: Double
        var completion: @Sendable (SendResult) -> Void
        var isCut = false
    }

    private let list = NIOLockedValueBox<[Sent]>([])

    var sent: [Sent] { list.withLockedValue { $0 } }

    func send(
        _ request: PreparedRequest, timeLimit: Double, completion: @escaping @Sendable (SendResult) -> Void
    ) -> WebExchange {
        guard let request = WebRequest(request) else { return WebExchange() }
        let index = list.withLockedValue { list in
            list.append(Sent(request: request, timeLimit: timeLimit, completion: completion))
            return list.count - 1
        }
        return WebExchange { [list] in list.withLockedValue { $0[index].isCut = true } }
    }

    /// Answers a request.
    func answer(_ index: Int, _ result: SendResult) { sent[index].completion(result) }

    func answer(_ index: Int, _ body: String, status: Int = 200) {
        answer(index, WebResponse(status: status, body: body).result)
    }
}
