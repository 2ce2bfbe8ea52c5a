import CallModel
import FlowEngine

/// The operations of a session that somebody may still ask for: those on their way, and the newest settled ones that
/// the flow holds an object of.
struct OperationTable: Codable {
    /// How many settled operations with an object are kept.
    static let keptHandles = 64

    private var operations: [OperationID: Operation] = [:]
    private var waits: [Int: OperationID] = [:]
    private var handles: [OperationID] = []
    /// How many are not settled.
    private(set) var openCount = 0

    /// How many are kept, settled or not.
    var count: Int { operations.count }

    subscript(id: OperationID) -> Operation? { operations[id] }

    mutating func add(_ operation: Operation) {
        operations[operation.id] = operation
        openCount += 1
    }

    mutating func update(_ id: OperationID, _ change: (inout Operation) -> Void) {
        guard var operation = operations[id] else { return }
        change(&operation)
        operations[id] = operation
    }

    /// Gives an operation its outcome and ends its wait; nil when it has one already or is not known. What comes back
    /// is the operation as it was before.
    mutating func settle(_ id: OperationID, _ outcome: FlowOutcome) -> Operation? {
        guard let operation = operations[id], !operation.isSettled else { return nil }
        openCount -= 1
        if let waiter = operation.waiter { waits[waiter] = nil }
        update(id) {
            $0.outcome = outcome
            $0.waiter = nil
            $0.timer = nil
        }
        return operation
    }

    /// Forgets an operation that nobody can ask for any more: settled, and its request answered or never sent.
    mutating func prune(_ id: OperationID) {
        guard let operation = operations[id], operation.isSettled, !operation.isAwaited,
            operation.isResponded || operation.attempt == 0
        else { return }
        guard operation.isHandle else {
            operations[id] = nil
            return
        }
        if !handles.contains(id) { handles.append(id) }
        if handles.count > Self.keptHandles { operations[handles.removeFirst()] = nil }
    }

    /// Every task has ended: nobody waits for an outcome or holds an operation any more.
    mutating func letGo() {
        waits = [:]
        handles = []
        for id in operations.keys {
            update(id) {
                $0.waiter = nil
                $0.isAwaited = false
                $0.isHandle = false
                // It is not said again to nobody.
                $0.onUnknown = .skip
                // Nobody asks what it was.
                if $0.isSettled { $0.outcome = .nothing }
            }
            prune(id)
        }
    }

    // MARK: - Waits

    /// Notes that a task waits for an outcome.
    mutating func wait(for id: OperationID, task: Int) {
        update(id) { $0.waiter = task }
        waits[task] = id
    }

    /// Ends the wait of a task; gives what it waited for.
    mutating func endWait(of task: Int) -> Operation? {
        guard let id = waits.removeValue(forKey: task) else { return nil }
        let operation = operations[id]
        update(id) {
            $0.waiter = nil
            $0.isAwaited = false
        }
        return operation
    }

    func waits(_ task: Int, for id: OperationID) -> Bool { waits[task] == id }
}
