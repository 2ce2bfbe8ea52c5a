import CallModel
import NIOConcurrencyHelpers

/// Whose turn it is to try a session that may kill the process: one at a time in all shards, so that nobody is condemned for
/// what a session beside it does.
final class SuspectTurn: Sendable {
    private struct State {
        var holder: ShardIndex?
        /// Shards that were turned away, and how they are told to ask again.
        var waiting: [ShardIndex: @Sendable () -> Void] = [:]
    }

    private let state = NIOLockedValueBox(State())

    /// Takes the turn; when another shard has it, `again` is called once that has given it back.
    func take(_ shard: ShardIndex, again: @escaping @Sendable () -> Void) -> Bool {
        state.withLockedValue { state in
            guard state.holder == nil else {
                state.waiting[shard] = again
                return false
            }
            state.holder = shard
            return true
        }
    }

    /// Gives the turn back.
    func give(_ shard: ShardIndex) {
        let waiting = state.withLockedValue { state -> [@Sendable () -> Void] in
            guard state.holder == shard else { return [] }
            state.holder = nil
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for again in waiting { again() }
    }
}
