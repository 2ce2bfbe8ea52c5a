import CallModel

/// The timers of a session, numbered as decided, and what each is for.
struct TimerTable {
    enum Purpose: Hashable, Codable {
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
        /// An operation of which nobody knows what became is sent again.
        case sendAgain(OperationID)
        /// No event of an audible operation has come, and it is unknown what became of it.
        case unheard(OperationID)
        /// The service is asked whether an operation took effect.
        case confirm(OperationID)
        /// The files of a recording have not come.
        case recordingFile(task: Int)
        /// The next event of a loop has not come.
        case queue(task: Int)
    }

    private var timers: [Int: (purpose: Purpose, due: Double)] = [:]
    private var numbers: [Purpose: Int] = [:]
    /// The last number that was given.
    private(set) var last: Int

    /// A table whose numbers go on after `last`.
    init(after last: Int = 0) { self.last = last }

    /// Numbers a timer; there is one for each purpose.
    mutating func add(_ purpose: Purpose, due: Double) -> Int {
        last += 1
        timers[last] = (purpose, due)
        numbers[purpose] = last
        return last
    }

    /// The timers that are set, by number.
    var open: [(number: Int, due: Double)] { timers.map { ($0.key, $0.value.due) }.sorted { $0.number < $1.number } }

    /// When the next one is due; nil when none is set.
    var due: Double? { timers.values.lazy.map(\.due).min() }

    /// When a timer is due; nil when it is not set.
    func due(of number: Int) -> Double? { timers[number]?.due }

    /// What a timer is for; nil when it is not set.
    func purpose(of number: Int) -> Purpose? { timers[number]?.purpose }

    /// Takes a timer out; nil when it was cancelled.
    mutating func fire(_ number: Int) -> Purpose? {
        guard let purpose = timers.removeValue(forKey: number)?.purpose else { return nil }
        numbers[purpose] = nil
        return purpose
    }

    func contains(_ purpose: Purpose) -> Bool { numbers[purpose] != nil }

    /// Moves a timer.
    mutating func postpone(_ number: Int, to due: Double) { timers[number]?.due = due }

    /// Takes out the timer of a purpose and returns its number.
    mutating func remove(_ purpose: Purpose) -> Int? {
        guard let number = numbers.removeValue(forKey: purpose) else { return nil }
        timers[number] = nil
        return number
    }

    /// Takes out all timers of some kinds and returns their numbers, in order.
    mutating func removeAll(where isWanted: (Purpose) -> Bool = { _ in true }) -> [Int] {
        let found = timers.filter { isWanted($0.value.purpose) }.map(\.key).sorted()
        for number in found { _ = fire(number) }
        return found
    }
}

extension TimerTable: Codable {
    private struct Entry: Codable {
        var number: Int
        var purpose: Purpose
        var due: Double
    }

    private enum Keys: CodingKey { case last, open }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        self.init(after: try container.decode(Int.self, forKey: .last))
        for entry in try container.decode([Entry].self, forKey: .open) {
            timers[entry.number] = (entry.purpose, entry.due)
            numbers[entry.purpose] = entry.number
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(last, forKey: .last)
        let open = timers.sorted { $0.key < $1.key }
            .map { Entry(number: $0.key, purpose: $0.value.purpose, due: $0.value.due) }
        try container.encode(open, forKey: .open)
    }
}

extension TimerTable.Purpose {
    /// Whether the timer ends a wait of one task, and is of no use once the task has ended.
    var isOfTask: Bool {
        switch self {
        case .sleep, .deadline, .eventWait, .operationWait, .recordingFile, .queue: true
        case .idle, .linger, .limit, .elsewhere, .transferGrace, .disconnect, .hangUpAgain, .sendAgain, .unheard,
            .confirm:
            false
        }
    }

    /// Whether the timer serves the flow, and is of no use once that was stopped.
    var isOfFlow: Bool {
        switch self {
        case .sleep, .deadline, .eventWait, .operationWait, .recordingFile, .queue, .idle, .linger: true
        case .limit, .elsewhere, .transferGrace, .disconnect, .hangUpAgain, .sendAgain, .unheard, .confirm: false
        }
    }
}
