/// Quotas of the resource; nil is no limit. `EmulatorConfiguration` has one more, of outbound calls.
public struct ServiceLimits: Sendable, Equatable {
    /// Requests that are taken in any one second; more get 429 / 8529 with `Retry-After: 1`. The real figure is not
    /// published.
    public var requestsPerSecond: Int?
    /// Those in a call and those who are rung for it. The real service takes 350.
    public var participantsPerCall: Int?
    /// Characters of one text or SSML prompt. Not documented.
    public var promptLength: Int?
    /// Characters of `operationContext`. Not documented.
    public var operationContextLength: Int?

    /// No limits.
    public init() {}

    /// Those that the real service documents.
    public static var documented: ServiceLimits {
        var limits = ServiceLimits()
        limits.participantsPerCall = 350
        return limits
    }
}

/// How many requests came in the last second.
struct RequestPace: Sendable {
    private var times: [Double] = []
    private var first = 0

    /// Counts a request; false when there were `limit` in the second before it.
    mutating func takes(at time: Double, limit: Int) -> Bool {
        while first < times.count, times[first] <= time - 1 { first += 1 }
        if first > 1_024 {
            times.removeFirst(first)
            first = 0
        }
        guard times.count - first < limit else { return false }
        times.append(time)
        return true
    }
}

extension EmulatorCore {
    /// Refuses a request that comes too soon after others.
    mutating func checkPace() throws(ServiceError) {
        guard let limit = configuration.limits.requestsPerSecond else { return }
        guard pace.takes(at: now, limit: limit) else {
            throw ServiceError(
                status: 429, code: "8529", message: "More than \(limit) requests came within a second.", retryAfter: 1)
        }
    }

    /// Refuses a call that would grow too large.
    /// - Parameter count: how many would be in it or rung for it.
    func checkSize(_ count: Int) throws(ServiceError) {
        guard let limit = configuration.limits.participantsPerCall, count > limit else { return }
        throw ServiceError.invalid("the call", "would have \(count) participants; the limit is \(limit)")
    }

    /// Refuses a text that is too long for a prompt.
    func checkPrompt(_ text: String, _ field: String) throws(ServiceError) {
        guard let limit = configuration.limits.promptLength, text.count > limit else { return }
        throw ServiceError.invalid(field, "has \(text.count) characters; the limit is \(limit)")
    }

    /// Refuses an operation context that is too long.
    func checkContext(_ text: String?) throws(ServiceError) {
        guard let limit = configuration.limits.operationContextLength, let text, text.count > limit else { return }
        throw ServiceError.invalid("operationContext", "has \(text.count) characters; the limit is \(limit)")
    }
}
