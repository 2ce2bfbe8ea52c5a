import CallEmulator

/// Events on their way to the runtime: order, tries and pauses, without time of its own.
struct VirtualDeliveries {
    /// One try of bringing one event.
    struct Attempt: Sendable {
        let number: Int
        let effect: Effect
        /// Which try, from 1.
        let turn: Int
        /// Seconds before it leaves.
        let wait: Double
    }

    let callbackTries: Int
    let callbackRetryDelay: Double
    let gridRetryDelays: [Double]

    private var ready: [Attempt] = []
    /// Callbacks of one connection to one address go one after the other; the first of each list is under way.
    private var lines: [String: [Effect]] = [:]
    private var last = 0

    init(callbackTries: Int, callbackRetryDelay: Double, gridRetryDelays: [Double]) {
        self.callbackTries = callbackTries
        self.callbackRetryDelay = callbackRetryDelay
        self.gridRetryDelays = gridRetryDelays
    }

    mutating func add(_ effect: Effect) {
        guard let line = Self.line(effect) else { return begin(effect) }
        lines[line, default: []].append(effect)
        if lines[line]?.count == 1 { begin(effect) }
    }

    private mutating func begin(_ effect: Effect, turn: Int = 1, after wait: Double = 0) {
        last += 1
        ready.append(Attempt(number: last, effect: effect, turn: turn, wait: wait))
    }

    mutating func takeReady() -> [Attempt] {
        defer { ready = [] }
        return ready
    }

    /// - Parameter status: nil when nobody was there.
    /// - Returns: the event and why, when it is not tried again.
    mutating func finished(_ attempt: Attempt, status: Int?) -> (effect: Effect, reason: String)? {
        if let status, (200..<300).contains(status) {
            next(after: attempt.effect)
            return nil
        }
        let isFinal: Bool
        let wait: Double
        switch attempt.effect {
        case .callback:
            isFinal = status.map { $0 < 500 && $0 != 408 && $0 != 429 } ?? false || attempt.turn >= callbackTries
            wait = callbackRetryDelay
        case .publish:
            isFinal = status == 400 || status == 413 || attempt.turn > gridRetryDelays.count
            wait = isFinal ? 0 : gridRetryDelays[attempt.turn - 1]
        }
        guard isFinal else {
            begin(attempt.effect, turn: attempt.turn + 1, after: wait)
            return nil
        }
        next(after: attempt.effect)
        return (attempt.effect, status.map { "it answered \($0)" } ?? "it cannot be reached")
    }

    private mutating func next(after effect: Effect) {
        guard let line = Self.line(effect) else { return }
        lines[line]?.removeFirst()
        if let following = lines[line]?.first { begin(following) } else { lines[line] = nil }
    }

    private static func line(_ effect: Effect) -> String? {
        if case .callback(let delivery) = effect { return "\(delivery.connectionID) \(delivery.address)" }
        return nil
    }
}
