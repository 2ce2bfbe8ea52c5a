/// What follows from the outcome of a try (protocol reference, 7.1 and 8.4).
enum RetryRule: Equatable {
    case delivered
    /// Try again after so many seconds.
    case again(Double)
    case giveUp(String)

    /// - Parameter number: the try, from 1; tries that got lost on purpose do not count.
    static func callback(
        _ outcome: DeliveryTry.Outcome, number: Int, address: String, _ configuration: EmulatorConfiguration
    ) -> RetryRule {
        let reason: String
        switch outcome {
        case .answered(let status):
            if (200..<300).contains(status) { return .delivered }
            reason = "\(address.withoutQuery) answered \(status)"
            if status < 500, status != 408, status != 429 { return .giveUp(reason) }
        case .fault(let words): reason = "\(address.withoutQuery) cannot be reached (\(words))"
        }
        return number < max(1, configuration.callbackTries) ? .again(configuration.callbackRetryDelay) : .giveUp(reason)
    }

    static func grid(
        _ outcome: DeliveryTry.Outcome, number: Int, _ configuration: EmulatorConfiguration
    ) -> RetryRule {
        let reason: String
        switch outcome {
        case .answered(let status):
            if (200...204).contains(status) { return .delivered }
            reason = "it answered \(status)"
            if [400, 401, 403, 413].contains(status) { return .giveUp(reason) }
        case .fault(let words): reason = "it cannot be reached (\(words))"
        }
        guard let delays = configuration.gridRetryDelays else {
            // The advice for IncomingCall: two tries, the second one within a minute.
            let wait = leastWait(after: outcome)
            return number < 2 && wait <= 60 ? .again(wait) : .giveUp(reason)
        }
        return number <= delays.count ? .again(delays[number - 1]) : .giveUp(reason)
    }

    /// How long Event Grid waits at least.
    private static func leastWait(after outcome: DeliveryTry.Outcome) -> Double {
        switch outcome {
        case .answered(404): 300
        case .answered(408): 120
        case .answered(503): 30
        case .answered, .fault: 10
        }
    }
}

extension String {
    /// An address without its query, which may hold a secret.
    var withoutQuery: String { String(prefix { $0 != "?" }) }
}
