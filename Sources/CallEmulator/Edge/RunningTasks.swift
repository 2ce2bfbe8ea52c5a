import NIOConcurrencyHelpers

/// Work that is under way beside the actor, so that it can be broken off.
struct RunningTasks {
    private var running: [Int: Task<Void, Never>] = [:]
    private var lastID = 0
    /// Where tasks say that they are through.
    private let finished = NIOLockedValueBox<[Int]>([])

    mutating func run(_ body: @escaping @Sendable () async -> Void) {
        let through = finished.withLockedValue { finished in
            defer { finished = [] }
            return finished
        }
        for id in through { running[id] = nil }
        lastID += 1
        let (id, finished) = (lastID, finished)
        running[id] = Task {
            if !Task.isCancelled { await body() }
            finished.withLockedValue { $0.append(id) }
        }
    }

    /// Breaks off what is running; returns what is left to wait for.
    mutating func cancelAll() -> [Task<Void, Never>] {
        let tasks = Array(running.values)
        running = [:]
        for task in tasks { task.cancel() }
        return tasks
    }
}
