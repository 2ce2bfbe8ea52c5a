import CallModel
import Dispatch
import Foundation
import GRDB
import NIOConcurrencyHelpers

/// A write that waits for its turn.
struct QueuedWrite: Sendable {
    var write: PreparedWrite
    var completion: @Sendable (JournalOutcome) -> Void
}

/// The one thread that writes a store. It takes all that has come while the disk was busy with the last transaction,
/// writes it as one, and only then tells those who wait, in the order in which they came.
///
/// What is no write of a session shares a transaction too, behind the writes that came with it: whoever asks for it
/// waits for its answer, so no write that came later depends on it.
final class CommitThread: Sendable {
    /// Anything else that is done in a transaction.
    struct Task: Sendable {
        /// What is done, for the sentence of a fault: `a setting cannot be kept`.
        var failure: String
        /// May be called again when its transaction was rolled back. What it returns is called when it is durable.
        var run: @Sendable (StoreWriter, Database) throws -> @Sendable () -> Void
        /// Called instead when it cannot be done.
        var refuse: @Sendable (JournalFault) -> Void
    }

    private enum Job: Sendable {
        case write(QueuedWrite)
        case task(Task)
    }

    private struct State {
        var jobs: [Job] = []
        var isWaiting = false
        var isClosed = false
        var isDone = false
        var whenDone: [@Sendable () -> Void] = []
    }

    /// So many writes share a transaction at most.
    private static let batchLimit = 2_000
    /// So many of all else do, of which each may take a while.
    private static let taskLimit = 64
    /// An idle process notes so often, in seconds, that it is alive.
    private static let idleInterval = 5.0

    private let state = NIOLockedValueBox(State())
    private let wake = DispatchSemaphore(value: 0)
    private let closing = DispatchSemaphore(value: 0)
    private let retryInterval: Double
    private let onRetry: (@Sendable (JournalFault) -> Void)?

    /// - Parameters:
    ///   - retryInterval: seconds between two tries of what may succeed later.
    ///   - onRetry: told of every such try.
    init(retryInterval: Double, onRetry: (@Sendable (JournalFault) -> Void)?) {
        self.retryInterval = retryInterval
        self.onRetry = onRetry
    }

    static let closed = JournalFault(isPassing: true, "the store is closed")

    // MARK: - From any thread

    func enqueue(_ write: QueuedWrite) {
        if !append(.write(write)) { write.completion(.failed(Self.closed)) }
    }

    func enqueue(_ task: Task) {
        if !append(.task(task)) { task.refuse(Self.closed) }
    }

    private func append(_ job: Job) -> Bool {
        let (isTaken, mustWake) = state.withLockedValue { state in
            guard !state.isClosed else { return (false, false) }
            state.jobs.append(job)
            defer { state.isWaiting = false }
            return (true, state.isWaiting)
        }
        if mustWake { wake.signal() }
        return isTaken
    }

    /// Takes nothing more. What is queued is written, if it can be at the next try.
    /// - Parameters:
    ///   - last: what is done when nothing is left.
    ///   - whenDone: called when the thread has ended.
    func close(last: Task?, whenDone: @escaping @Sendable () -> Void) {
        let (isDone, isFirst) = state.withLockedValue { state in
            if state.isDone { return (true, false) }
            state.whenDone.append(whenDone)
            let isFirst = !state.isClosed
            if isFirst, let last { state.jobs.append(.task(last)) }
            state.isClosed = true
            state.isWaiting = false
            return (false, isFirst)
        }
        if isDone { return whenDone() }
        if isFirst {
            closing.signal()
            wake.signal()
        }
    }

    // MARK: - On the thread

    /// Works until the store is closed.
    func run(_ store: StoreWriter) {
        var jobs: [Job] = []
        var isLastTry = false
        while take(&jobs, store) {
            let (writes, tasks) = Self.parted(jobs)
            for start in stride(from: 0, to: writes.count, by: Self.batchLimit) {
                CrashPoint.reached(.commitQueued)
                settle(writes[start..<min(start + Self.batchLimit, writes.count)], store, &isLastTry)
            }
            for start in stride(from: 0, to: tasks.count, by: Self.taskLimit) {
                perform(tasks[start..<min(start + Self.taskLimit, tasks.count)], store, &isLastTry)
            }
            jobs.removeAll(keepingCapacity: jobs.count < 4 * Self.batchLimit)
        }
    }

    private static func parted(_ jobs: [Job]) -> ([QueuedWrite], [Task]) {
        var (writes, tasks): ([QueuedWrite], [Task]) = ([], [])
        writes.reserveCapacity(jobs.count)
        for job in jobs {
            switch job {
            case .write(let write): writes.append(write)
            case .task(let task): tasks.append(task)
            }
        }
        return (writes, tasks)
    }

    /// Tells that the thread has ended and its connection is closed.
    func end() {
        let waiting = state.withLockedValue { state in
            state.isDone = true
            defer { state.whenDone = [] }
            return state.whenDone
        }
        for done in waiting { done() }
    }

    /// Refuses all that is queued and all that comes: the thread could not begin.
    func refuseAll(_ fault: JournalFault) {
        let jobs = state.withLockedValue { state in
            state.isClosed = true
            defer { state.jobs = [] }
            return state.jobs
        }
        for job in jobs {
            switch job {
            case .write(let queued): queued.completion(.failed(fault))
            case .task(let task): task.refuse(fault)
            }
        }
    }

    /// Waits for jobs.
    /// - Returns: false when the store is closed and nothing is left.
    private func take(_ jobs: inout [Job], _ store: StoreWriter) -> Bool {
        while true {
            let isClosed = state.withLockedValue { state in
                swap(&jobs, &state.jobs)
                state.isWaiting = jobs.isEmpty && !state.isClosed
                return state.isClosed
            }
            if !jobs.isEmpty { return true }
            if isClosed { return false }
            if wake.wait(timeout: .now() + Self.idleInterval) == .timedOut { store.noteAliveWhileIdle() }
        }
    }

    /// Writes a batch, however often it has to be tried.
    private func settle(_ batch: ArraySlice<QueuedWrite>, _ store: StoreWriter, _ isLastTry: inout Bool) {
        var refused: [Int: JournalFault] = [:]
        while true {
            switch store.write(batch, refused: refused) {
            case .durable(let outcomes):
                CrashPoint.reached(.committed)
                for (queued, outcome) in zip(batch, outcomes) { queued.completion(outcome) }
                return
            case .passing(let fault):
                guard waitForNextTry(fault, &isLastTry) else {
                    for queued in batch { queued.completion(.failed(fault)) }
                    return
                }
            case .permanent(let fault, let culprit?):
                CrashPoint.reached(.batchSplit)
                refused[culprit] = fault
            case .permanent(let fault, nil):
                // It showed when the transaction was closed. Halves, until the one is alone.
                guard batch.count > 1 else {
                    for queued in batch { queued.completion(.failed(fault)) }
                    return
                }
                CrashPoint.reached(.batchSplit)
                let middle = batch.startIndex + batch.count / 2
                settle(batch[..<middle], store, &isLastTry)
                settle(batch[middle...], store, &isLastTry)
                return
            }
        }
    }

    /// Does some in one transaction; when that fails, each in its own, so that only the one to blame is refused.
    private func perform(_ tasks: ArraySlice<Task>, _ store: StoreWriter, _ isLastTry: inout Bool) {
        while true {
            do {
                let told = try store.transaction { db in try tasks.map { try $0.run(store, db) } }
                for tell in told { tell() }
                return
            } catch {
                guard tasks.count == 1, let task = tasks.first else {
                    for index in tasks.indices { perform(tasks[index...index], store, &isLastTry) }
                    return
                }
                let fault = JournalFault(error, task.failure)
                guard fault.isPassing, waitForNextTry(fault, &isLastTry) else { return task.refuse(fault) }
            }
        }
    }

    /// - Returns: false when it was the last try, since the store is being closed.
    private func waitForNextTry(_ fault: JournalFault, _ isLastTry: inout Bool) -> Bool {
        if isLastTry { return false }
        onRetry?(fault)
        if closing.wait(timeout: .now() + retryInterval) == .success { isLastTry = true }
        return true
    }
}
