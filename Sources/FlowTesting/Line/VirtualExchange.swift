import CallAutomation
import CallEmulator
import CallModel
import NIOConcurrencyHelpers

/// One request on its way through all of its tries, and its one answer.
final class VirtualExchange: Sendable {
    let request: PreparedRequest
    let attempt: SendAttempt
    /// As the service sees each try.
    let arriving: ServiceRequest
    /// When it is given up.
    let deadline: Double
    let facts: NIOLockedValueBox<RetryPolicy.Facts>
    private let completion: NIOLockedValueBox<(@Sendable (SendResult) -> Void)?>

    init(
        _ request: PreparedRequest, _ attempt: SendAttempt, until deadline: Double,
        _ completion: @escaping @Sendable (SendResult) -> Void
    ) {
        (self.request, self.attempt) = (request, attempt)
        var headers = ["content-type": "application/json"]
        if request.takesRepeatability, let id = attempt.repeatabilityID {
            headers["repeatability-request-id"] = id
            headers["repeatability-first-sent"] = HTTPDate.format(attempt.firstSent)
        }
        arriving = ServiceRequest(method: request.method, target: request.path, headers: headers, body: request.body)
        self.deadline = deadline
        facts = NIOLockedValueBox(RetryPolicy.Facts(request, attempt))
        self.completion = NIOLockedValueBox(completion)
    }

    private let ended = NIOLockedValueBox(0)

    /// Whether a try is the one that is under way.
    func waits(for number: Int) -> Bool {
        !isOver && facts.withLockedValue { $0.tries } == number && ended.withLockedValue { $0 } < number
    }

    /// A try has come to its end.
    func hasCome(_ number: Int) { ended.withLockedValue { $0 = max($0, number) } }

    var isOver: Bool { completion.withLockedValue { $0 == nil } }

    /// Gives the answer; the first one counts.
    func end(_ result: SendResult) {
        let told = completion.withLockedValue { completion in
            defer { completion = nil }
            return completion
        }
        told?(result)
    }
}
