import CallAutomation
import CallModel

/// Remembers answers by `Repeatability-Request-ID`, so that a request repeated by a client's transport has no second
/// effect (protocol reference, section 4).
struct RepeatedRequests: Sendable {
    struct Answer: Sendable {
        let operation: String
        let target: String
        let bodyHash: String
        let response: ServiceResponse
        /// The connection whose current properties a repeated answer shows.
        let connectionID: String?
    }

    private var answers: [String: Answer] = [:]
    private var order: [String] = []
    /// Those whose answers have not been given yet.
    private var running: Set<String> = []
    private static let limit = 100_000

    /// The answer given before. Refuses the id when it was another request's, and as long as the first one runs.
    func answer(
        _ id: String, operation: String, request: ServiceRequest
    ) throws(ServiceError) -> Answer? {
        guard let known = answers[id] else { return nil }
        let isSame =
            known.operation == operation && known.target == request.target
            && known.bodyHash == AccessKey.contentHash(request.body)
        guard isSame else {
            throw ServiceError(
                status: 400, code: "8523", message: "Repeatability-Request-ID was used by a request that differs.",
                isRejectedRepeat: true)
        }
        guard !running.contains(id) else {
            throw ServiceError(
                status: 409, code: "8519", message: "The request with this Repeatability-Request-ID is still running.")
        }
        return known
    }

    mutating func remember(_ id: String, _ answer: Answer, isRunning: Bool = false) {
        if isRunning { running.insert(id) }
        if answers.updateValue(answer, forKey: id) == nil { order.append(id) }
        if order.count > Self.limit {
            for id in order.prefix(Self.limit / 10) { answers[id] = nil }
            order.removeFirst(Self.limit / 10)
        }
    }

    mutating func finish(_ id: String) { running.remove(id) }
}
