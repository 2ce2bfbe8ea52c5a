import CallModel
import NIOCore

/// One request on its way, through all of its tries. Confined to the event loop of its shard.
final class Exchange {
    /// Is told what the last try brought, nil when there was none, and what came of the whole.
    typealias Completion = @Sendable (RetryPolicy.Outcome?, SendResult) -> Void

    enum Phase {
        case waiting
        case running(HTTPConnection)
        case pausing(Scheduled<Void>)
        case done
    }

    let number: UInt64
    let request: PreparedRequest
    let attempt: SendAttempt
    /// The same through all tries.
    let clientRequestID: String
    /// The end of the time limit.
    let deadline: NIODeadline
    /// The next instant at which something must be given up: the try, or the whole.
    var nextDeadline: NIODeadline
    var phase = Phase.waiting
    var facts: RetryPolicy.Facts
    /// What an earlier try brought, for the words of a fault.
    var lastMessage = ""
    /// What the last try brought; nil when there was none.
    var outcome: RetryPolicy.Outcome?
    /// Whether it is tried once only, whatever that brings.
    let isSingle: Bool
    private var completion: Completion?

    init(
        number: UInt64, request: PreparedRequest, attempt: SendAttempt, deadline: NIODeadline, isSingle: Bool = false,
        completion: @escaping Completion
    ) {
        self.number = number
        self.request = request
        self.attempt = attempt
        clientRequestID = attempt.repeatabilityID ?? RequestID.random()
        self.deadline = deadline
        nextDeadline = deadline
        self.isSingle = isSingle
        self.completion = completion
        facts = RetryPolicy.Facts(request, attempt)
    }

    /// The completion, once: whoever takes it must call it.
    func takeCompletion() -> Completion? {
        defer { completion = nil }
        return completion
    }
}
