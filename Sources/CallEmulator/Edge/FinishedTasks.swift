import NIOConcurrencyHelpers

/// Where tasks say that they are through, to be swept up by their owner.
final class FinishedTasks: Sendable {
    private struct State {
        var ended: [(id: Int, name: String?)] = []
        var pending: [String: Int] = [:]
    }

    private let state = NIOLockedValueBox(State())

    func begin(_ name: String?) {
        guard let name else { return }
        state.withLockedValue { $0.pending[name, default: 0] += 1 }
    }

    func end(_ id: Int, _ name: String?) {
        state.withLockedValue { state in
            state.ended.append((id, name))
            guard let name, let count = state.pending[name] else { return }
            state.pending[name] = count > 1 ? count - 1 : nil
        }
    }

    func isPending(_ name: String) -> Bool { state.withLockedValue { $0.pending[name] != nil } }

    func take() -> [(id: Int, name: String?)] {
        state.withLockedValue { state in
            defer { state.ended = [] }
            return state.ended
        }
    }
}
