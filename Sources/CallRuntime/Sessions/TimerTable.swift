import CallModel

/// The timers of a session, numbered as decided, and what each is for.
struct TimerTable {
    enum Purpose: Hashable {
        case sleep(task: Int)
        /// The end of a `within` block.
        case deadline(task: Int)
        /// The end of a `wait_for`.
        case eventWait(task: Int)
        /// The end of `operation:wait(timeout)`.
        case operationWait(task: Int)
        /// The time limit of an operation.
        case limit(OperationID)
        /// When what was accepted, and whose events go elsewhere, has surely ended.
        case elsewhere(OperationID)
        /// A disconnect came during a transfer: its own event may follow.
        case transferGrace(leg: Int)
        /// A connected call that nobody looks after.
        case idle(leg: Int)
        /// A call that is over but for its CallDisconnected.
        case disconnect(leg: Int)
        /// The service refused to end a call that the runtime wants to end.
        case hangUpAgain(leg: Int)
        case linger
    }

    private var timers: [Int: Purpose] = [:]
    private var numbers: [Purpose: Int] = [:]
    private var next = 1

    /// Numbers a timer; there is one for each purpose.
    mutating func add(_ purpose: Purpose) -> Int {
        defer { next += 1 }
        timers[next] = purpose
        numbers[purpose] = next
        return next
    }

    /// Takes a timer out; nil when it was cancelled.
    mutating func fire(_ number: Int) -> Purpose? {
        guard let purpose = timers.removeValue(forKey: number) else { return nil }
        numbers[purpose] = nil
        return purpose
    }

    func contains(_ purpose: Purpose) -> Bool { numbers[purpose] != nil }

    /// Takes out the timer of a purpose and returns its number.
    mutating func remove(_ purpose: Purpose) -> Int? {
        guard let number = numbers.removeValue(forKey: purpose) else { return nil }
        timers[number] = nil
        return number
    }

    /// Takes out all timers of some kinds and returns their numbers, in order.
    mutating func removeAll(where isWanted: (Purpose) -> Bool = { _ in true }) -> [Int] {
        let found = timers.filter { isWanted($0.value) }.map(\.key).sorted()
        for number in found { _ = fire(number) }
        return found
    }
}

extension TimerTable.Purpose {
    /// Whether the timer serves the flow, and is of no use once that was stopped.
    var isOfFlow: Bool {
        switch self {
        case .sleep, .deadline, .eventWait, .operationWait, .idle, .linger: true
        case .limit, .elsewhere, .transferGrace, .disconnect, .hangUpAgain: false
        }
    }
}
