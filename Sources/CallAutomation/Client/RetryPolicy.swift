import CallModel

/// Decides whether a request is repeated, and after how long. Pure: tests need no network.
///
/// What surely did not run may be repeated whatever it is. What may have run is repeated only where a second time has no
/// second effect (protocol reference, sections 3 and 4; durable-calls, "Recovery").
public struct RetryPolicy: Sendable, Equatable {
    /// Repeats after the first try.
    public var maxRetries = 3
    /// Seconds before the first repeat; doubled for each further one.
    public var baseDelay = 0.8
    /// The longest pause that is not asked for by the service, in seconds.
    public var maxDelay = 20.0
    /// Whether what may have run is repeated here. Whoever keeps a record of each try does that for itself.
    public var repeatsUnknown = true

    /// The service's own clients' schedule: 0.8, 1.6 and 3.2 seconds, with jitter.
    public init(maxRetries: Int = 3, baseDelay: Double = 0.8, maxDelay: Double = 20) {
        self.maxRetries = maxRetries
        self.baseDelay = baseDelay
        self.maxDelay = maxDelay
    }

    /// What one try brought.
    package enum Outcome: Equatable {
        case answered(status: Int, retryAfter: Double?)
        /// No connection came to stand, so the request never left.
        case refused
        /// The connection broke or stayed silent. `wasReused`: it had carried other requests before, so that its end is
        /// most likely the service's tidying up.
        case cut(wasReused: Bool)

        /// Whether the request can have run in this try.
        package var mayHaveRun: Bool {
            switch self {
            case .refused: false
            case .cut: true
            case .answered(let status, _): RetryPolicy.isInnerFault(status)
            }
        }
    }

    /// What matters about a request.
    package struct Facts: Equatable {
        /// A second time has the effect of one.
        package var isRepeatable: Bool
        /// Carries a repeatability id.
        package var hasID: Bool
        /// An earlier try can have run.
        package var mayHaveRun = false
        /// Tries so far, this one included.
        package var tries = 1

        /// The facts of a request before, or at, one of its tries.
        package init(isRepeatable: Bool, hasID: Bool, mayHaveRun: Bool = false, tries: Int = 1) {
            (self.isRepeatable, self.hasID, self.mayHaveRun, self.tries) = (isRepeatable, hasID, mayHaveRun, tries)
        }

        /// The facts of a request that has not been tried.
        package init(_ request: PreparedRequest, _ attempt: SendAttempt) {
            let hasID = request.takesRepeatability && attempt.repeatabilityID != nil
            self.init(isRepeatable: hasID || Self.hasSameEffect(request), hasID: hasID, tries: 0)
        }

        /// Whether a second time has the effect of one, without an id.
        private static func hasSameEffect(_ request: PreparedRequest) -> Bool {
            switch request.method {
            case "GET", "DELETE": true
            // Bodyless, so that the path of most requests is not looked at.
            default: request.body.isEmpty && request.path.prefix { $0 != "?" }.hasSuffix(":cancelAllMediaOperations")
            }
        }
    }

    /// Seconds to wait before the next try, or nil when `outcome` is final.
    /// - Parameter random: from 0 to 1.
    package func pause(after outcome: Outcome, _ facts: Facts, random: () -> Double) -> Double? {
        guard facts.tries <= maxRetries else { return nil }
        switch outcome {
        case .refused: return backoff(facts.tries, random)
        case .cut(let wasReused):
            guard facts.isRepeatable, repeatsUnknown else { return nil }
            return wasReused && facts.tries == 1 ? 0 : backoff(facts.tries, random)
        case .answered(let status, let retryAfter):
            let again =
                switch status {
                case 429: true
                // The id is known, and what it started has not ended.
                case 409: facts.hasID && facts.mayHaveRun
                default: Self.isInnerFault(status) && facts.isRepeatable && repeatsUnknown
                }
            guard again else { return nil }
            if let retryAfter, retryAfter > 0 { return retryAfter }
            return backoff(facts.tries, random)
        }
    }

    private func backoff(_ tries: Int, _ random: () -> Double) -> Double {
        var delay = baseDelay
        for _ in 1..<max(tries, 1) { delay = min(delay * 2, maxDelay) }
        return delay * (0.8 + 0.4 * random())
    }

    /// Statuses after which nobody knows whether the request ran.
    static func isInnerFault(_ status: Int) -> Bool {
        switch status {
        case 408, 500, 502, 503, 504: true
        default: false
        }
    }
}
