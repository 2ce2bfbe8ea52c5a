import CallJournal
import CallModel
import CallRuntime
import NIOConcurrencyHelpers
import NIOCore

/// Whether a pretended process lives. When it is killed, nothing of it gets out any more: no write, no request, no timer,
/// no answer to a webhook. That is all that the world outside can see of a kill.
final class ProcessGate: Sendable {
    private struct State {
        var isClosed = false
        var down: Double?
        var plan: CrashPlan?
        /// How often the process came to each step.
        var turns: [CrashStep: Int] = [:]
    }

    private let state = NIOLockedValueBox(State())

    var isAlive: Bool { state.withLockedValue { !$0.isClosed } }
    /// Seconds from its death to the next process; nil while it lives, or when none is to follow.
    var down: Double? { state.withLockedValue { $0.down } }

    /// - Parameter down: seconds until the next process; nil when none is to follow.
    func kill(down: Double? = nil) {
        state.withLockedValue { state in
            state.isClosed = true
            state.down = down
        }
    }

    /// Plans a kill; its turns count from now.
    func plan(_ plan: CrashPlan) {
        state.withLockedValue { state in
            state.plan = plan
            state.turns[plan.step] = 0
        }
    }

    /// How often the process has come to a step.
    func turns(_ step: CrashStep) -> Int { state.withLockedValue { $0.turns[step] ?? 0 } }

    /// The process comes to a step; false when it dies there, or is dead.
    func comes(to step: CrashStep) -> Bool {
        state.withLockedValue { state in
            guard !state.isClosed else { return false }
            state.turns[step, default: 0] += 1
            guard let plan = state.plan, plan.step == step, state.turns[step] == plan.turn else { return true }
            (state.isClosed, state.down) = (true, plan.down)
            return false
        }
    }
}

/// The journal as one process has it; what it has written outlives it. Every record is also kept in order for specs.
struct GatedJournal: JournalDecorator {
    let inner: any CallJournal
    let gate: ProcessGate
    let troubles: MachineTroubles
    let records: RecordBook
    /// When the process before it was killed; nil for the first one.
    let killedAt: Double?

    func start(at time: Double) async throws(JournalFault) -> NodeStart {
        var start = try await inner.start(at: time)
        if let killedAt { (start.downSince, start.wasClean) = (killedAt, false) }
        return start
    }

    func commit(
        _ write: JournalWrite, on shard: ShardIndex, completion: @escaping @Sendable (JournalOutcome) -> Void
    ) {
        troubles.whenWorks(.store) {
            // What was in the queue when the process was killed is lost.
            guard gate.isAlive else { return }
            inner.commit(write, on: shard) { outcome in
                if case .durable = outcome { records.add(write.records) }
                if gate.comes(to: .kept) { completion(outcome) }
            }
        }
    }
}

extension GatedJournal {
    /// A change of the store is durable like a record: whoever asks for it may be killed before being told.
    func perform(_ task: StoreTask, completion: @escaping @Sendable (Result<SendResult, JournalFault>) -> Void) {
        troubles.whenWorks(.store) {
            guard gate.isAlive else { return }
            inner.perform(task) { result in
                if gate.comes(to: .kept) { completion(result) }
            }
        }
    }
}

/// The way to the service as one process has it.
struct GatedSender: CallActionSender {
    let inner: any CallActionSender
    let gate: ProcessGate
    let troubles: MachineTroubles

    func prepare(_ action: CallAction, callConnectionID: String?, apiVersion: String) throws -> PreparedRequest {
        try inner.prepare(action, callConnectionID: callConnectionID, apiVersion: apiVersion)
    }

    func send(
        _ request: PreparedRequest, attempt: SendAttempt, on shard: ShardIndex,
        completion: @escaping @Sendable (SendResult) -> Void
    ) {
        guard gate.comes(to: .sent) else { return }
        inner.send(request, attempt: attempt, on: shard) { result in
            troubles.whenWorks(.process) {
                if gate.comes(to: .answered) { completion(result) }
            }
        }
        _ = gate.comes(to: .left)
    }
}

/// The clock as one process has it.
struct GatedClock: RuntimeClock {
    let inner: any RuntimeClock
    let gate: ProcessGate
    let troubles: MachineTroubles

    func now() -> Double { inner.now() + troubles.offset }

    func schedule(
        at due: Double, on loop: any EventLoop, _ body: @escaping @Sendable () -> Void
    ) -> RuntimeTimer {
        inner.schedule(at: due - troubles.offset, on: loop) {
            troubles.whenWorks(.process) {
                if gate.comes(to: .timer) { body() }
            }
        }
    }
}

/// The records of all sessions as they became durable.
final class RecordBook: Sendable {
    private struct Book {
        var sessions: [SessionID: [JournalRecord]] = [:]
        var order: [SessionID] = []
    }

    private let book = NIOLockedValueBox(Book())

    func add(_ records: [JournalRecord]) {
        guard let session = records.first?.session else { return }
        book.withLockedValue { book in
            if book.sessions[session] == nil { book.order.append(session) }
            book.sessions[session, default: []] += records
        }
    }

    /// In the order in which they began.
    var sessions: [SessionID] { book.withLockedValue { $0.order } }

    func records(of session: SessionID) -> [JournalRecord] { book.withLockedValue { $0.sessions[session] ?? [] } }
}
