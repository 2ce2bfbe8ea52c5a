import CallModel
import NIOConcurrencyHelpers
import NIOCore

/// Keeps every request, and answers by itself or when told.
final class RecordingSender: CallActionSender {
    struct Sent: Sendable {
        var text: String
        var attempt: SendAttempt
        var completion: @Sendable (SendResult) -> Void
    }

    private let list = NIOLockedValueBox<[Sent]>([])
    private let asked = NIOLockedValueBox<Set<String>>([])
    private let answers: Bool
    private let withheld: String?
    private let reply: @Sendable (String) -> SendResult?

    /// A sender that says yes to everything at once, or waits to be told.
    /// - Parameters:
    ///   - withheld: requests whose text begins so get no answer.
    ///   - reply: what it says to a request with this text; nil does as with all others.
    init(
        answers: Bool = true, withheld: String? = nil, reply: @escaping @Sendable (String) -> SendResult? = { _ in nil }
    ) {
        self.withheld = withheld
        self.answers = answers
        self.reply = reply
    }

    func prepare(_ action: CallAction, callConnectionID: String?, apiVersion: String) throws -> PreparedRequest {
        asked.withLockedValue { _ = $0.insert(apiVersion) }
        return try FakeWire.prepare(action, callConnectionID: callConnectionID)
    }

    func send(
        _ request: PreparedRequest, attempt: SendAttempt, on shard: ShardIndex,
        completion: @escaping @Sendable (SendResult) -> Void
    ) {
        let text = String(decoding: request.body, as: UTF8.self)
        list.withLockedValue { $0.append(Sent(text: text, attempt: attempt, completion: completion)) }
        if let withheld, text.hasPrefix(withheld) { return }
        if let result = reply(text) {
            completion(result)
        } else if answers {
            let opens = ["answer", "create_call", "connect_call"].contains { text.hasPrefix($0) }
            let body: JSONValue = opens ? ["callConnectionId": "c1", "serverCallId": "s1"] : [:]
            completion(.answered(status: text.hasPrefix("hang_up") ? 204 : 202, body: body.encoded))
        }
    }

    /// The versions of the service's interface that requests were made in.
    var versions: Set<String> { asked.withLockedValue { $0 } }

    /// What left, in order.
    var sent: [Sent] { list.withLockedValue { $0 } }

    var texts: [String] { sent.map(\.text) }
}
