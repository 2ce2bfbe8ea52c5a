import CallJournal
import CallModel
import NIOConcurrencyHelpers

/// A journal over a memory journal that can hold writes back, or refuse them.
final class GatedJournal: JournalDecorator {
    private struct State {
        var isHeld = false
        var refusal: JournalOutcome?
        var held: [@Sendable () -> Void] = []
        var writes = 0
    }

    let inner: any CallJournal = MemoryJournal()
    private let state = NIOLockedValueBox(State())

    /// Writes wait from now on.
    func hold() { state.withLockedValue { $0.isHeld = true } }

    /// Every later write is refused; nil lets them pass again.
    func refuse(_ outcome: JournalOutcome?) { state.withLockedValue { $0.refusal = outcome } }

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
    var writes: Int { state.withLockedValue { $0.writes } }

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
            state.writes += 1
            if state.isHeld { state.held.append(perform) }
            return state.isHeld
        }
        if !isHeld { perform() }
    }
}
