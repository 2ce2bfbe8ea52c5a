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
        /// A disconnect came during a transfer: its own event may follow.
        case transferGrace(leg: Int)
        /// A connected call that nobody looks after.
        case idle(leg: Int)
        /// A hang-up whose CallDisconnected has not come.
        case disconnect(leg: Int)
        case linger
    }

    private var timers: [Int: Purpose] = [:]
    private var next = 1

    mutating func add(_ purpose: Purpose) -> Int {
        defer { next += 1 }
        timers[next] = purpose
        return next
    }

    /// Takes a timer out; nil when it was cancelled.
    mutating func fire(_ number: Int) -> Purpose? { timers.removeValue(forKey: number) }

    func contains(_ purpose: Purpose) -> Bool { timers.values.contains(purpose) }

    /// Takes out all timers of a purpose and returns their numbers.
    mutating func remove(_ purpose: Purpose) -> [Int] {
        let numbers = timers.filter { $0.value == purpose }.map(\.key).sorted()
        for number in numbers { timers[number] = nil }
        return numbers
    }

    mutating func removeAll() -> [Int] {
        defer { timers = [:] }
        return timers.keys.sorted()
    }
}
