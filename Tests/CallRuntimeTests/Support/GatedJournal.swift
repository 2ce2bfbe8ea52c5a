import CallJournal
import CallModel
import NIOConcurrencyHelpers

/// A journal over a memory journal that can hold writes back, or refuse them.
final class GatedJournal: JournalDecorator {
    private struct State {
        var isHeld = false
        var refusal: JournalOutcome?
        var held: [@Sendable () -> Void] = []
        var writes: [JournalWrite] = []
        var rebuilt: [SessionID] = []
        var unreadable: JournalFault?
        var losesStoreAnswers = false
    }

    let inner: any CallJournal
    /// What a process is told when it starts; nil asks the journal behind.
    private let begins: NodeStart?
    private let state = NIOLockedValueBox(State())

    /// A journal over `inner`.
    /// - Parameter begins: what a process is told when it starts.
    init(_ inner: any CallJournal = MemoryJournal(), begins: NodeStart? = nil) {
        self.inner = inner
        self.begins = begins
    }

    /// Writes wait from now on.
    func hold() { state.withLockedValue { $0.isHeld = true } }

    /// Every later write is refused; nil lets them pass again.
    func refuse(_ outcome: JournalOutcome?) { state.withLockedValue { $0.refusal = outcome } }

    /// Journals cannot be read; nil lets them be read again.
    func refuseReading(_ fault: JournalFault?) { state.withLockedValue { $0.unreadable = fault } }

    /// Whether nobody hears what the store answers: as in a process that ends at that moment.
    var losesStoreAnswers: Bool {
        get { state.withLockedValue { $0.losesStoreAnswers } }
        set { state.withLockedValue { $0.losesStoreAnswers = newValue } }
    }

    func perform(_ task: StoreTask, completion: @escaping @Sendable (Result<SendResult, JournalFault>) -> Void) {
        inner.perform(task) { [state] result in
            if !state.withLockedValue({ $0.losesStoreAnswers }) { completion(result) }
        }
    }

    func records(of session: SessionID) async throws(JournalFault) -> [JournalRecord] {
        if let fault = state.withLockedValue({ $0.unreadable }) { throw fault }
        return try await inner.records(of: session)
    }

    /// Lets the waiting writes go, in order.
    func release() {
        let held = state.withLockedValue { state in
            defer { state.held = [] }
            state.isHeld = false
            return state.held
        }
        for write in held { write() }
    }

    /// How many writes came.
    var writes: Int { written.count }

    /// What came, in order.
    var written: [JournalWrite] { state.withLockedValue { $0.writes } }

    /// The sessions whose rebuilds were counted, in order.
    var rebuilt: [SessionID] { state.withLockedValue { $0.rebuilt } }

    func start(at time: Double) async throws(JournalFault) -> NodeStart {
        let start = try await inner.start(at: time)
        return begins ?? start
    }

    func countRebuild(of session: SessionID) async throws(JournalFault) -> Int {
        state.withLockedValue { $0.rebuilt.append(session) }
        return try await inner.countRebuild(of: session)
    }

    func commit(
        _ write: JournalWrite, on shard: ShardIndex, completion: @escaping @Sendable (JournalOutcome) -> Void
    ) {
        let perform: @Sendable () -> Void = { [inner, state] in
            if let refusal = state.withLockedValue({ $0.refusal }) {
                completion(refusal)
            } else {
                inner.commit(write, on: shard, completion: completion)
            }
        }
        let isHeld = state.withLockedValue { state in
            state.writes.append(write)
            if state.isHeld { state.held.append(perform) }
            return state.isHeld
        }
        if !isHeld { perform() }
    }
}
