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
    private static let limit = 100_000

    /// The answer given before. Refuses the id when it was another request's.
    func answer(
        _ id: String, operation: String, request: ServiceRequest
    ) throws(ServiceError) -> Answer? {
        guard let known = answers[id] else { return nil }
        let isSame =
            known.operation == operation && known.target == request.target
            && known.bodyHash == AccessKey.contentHash(request.body)
        guard isSame else {
            throw ServiceError(
                status: 409, code: "8519", message: "Repeatability-Request-ID was used by a request that differs.",
                isRejectedRepeat: true)
        }
        return known
    }

    mutating func remember(_ id: String, _ answer: Answer) {
        if answers.updateValue(answer, forKey: id) == nil { order.append(id) }
        if order.count > Self.limit {
            for id in order.prefix(Self.limit / 10) { answers[id] = nil }
            order.removeFirst(Self.limit / 10)
        }
    }
}
