import NIOConcurrencyHelpers

/// Lets work on one file be done one after the other: two that write to one part would spoil it.
final class RecordingTurns: Sendable {
    private struct Queue {
        var last: Task<Void, Never>
        /// How many are in it.
        var count: Int
    }

    private let queues = NIOLockedValueBox<[String: Queue]>([:])

    /// Does some work when all that was given before under this name is done.
    func add(_ name: String, _ work: @escaping @Sendable () async -> Void) {
        queues.withLockedValue { queues in
            let before = queues[name]
            let task = Task {
                await before?.last.value
                await work()
                self.leave(name)
            }
            queues[name] = Queue(last: task, count: (before?.count ?? 0) + 1)
        }
    }

    private func leave(_ name: String) {
        queues.withLockedValue { queues in
            queues[name]?.count -= 1
            if queues[name]?.count == 0 { queues[name] = nil }
        }
    }
}
