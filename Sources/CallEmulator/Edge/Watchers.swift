/// Those who wait for something to happen.
struct Watchers {
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    private var lastID = 0

    mutating func nextID() -> Int {
        lastID += 1
        return lastID
    }

    mutating func add(_ id: Int, _ continuation: CheckedContinuation<Void, Never>) { waiting[id] = continuation }

    mutating func wake(_ id: Int) { waiting.removeValue(forKey: id)?.resume() }

    mutating func wakeAll() {
        let all = waiting.values
        waiting = [:]
        for continuation in all { continuation.resume() }
    }
}

/// A piece of a call's timeline.
public struct TimelinePage: Sendable, Equatable {
    /// What happened, in order.
    public var entries: [TimelineEntry]
    /// Whether the call is over.
    public var ended: Bool
}

extension CallEmulator {
    /// What happened in a call after the entry `after`. Waits up to `wait` seconds for something, unless the call is
    /// over.
    public func timeline(of callID: String, after: Int = 0, wait: Double = 0) async throws(ControlError)
        -> TimelinePage
    {
        let limit = ContinuousClock.now.advanced(by: .seconds(max(0, min(wait, 60))))
        while true {
            let page = try read { core throws(ControlError) in try core.timeline(of: callID, after: after) }
            let left = ContinuousClock.now.duration(to: limit)
            if !page.entries.isEmpty || page.ended || left <= .zero || Task.isCancelled || address == nil {
                return page
            }
            await change(within: left)
        }
    }

    func change(within time: Duration) async {
        let id = watchers.nextID()
        let timeout = Task {
            try? await Task.sleep(for: time)
            self.wakeWatcher(id)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { watchers.add(id, $0) }
        } onCancel: {
            timeout.cancel()
        }
        timeout.cancel()
    }

    private func wakeWatcher(_ id: Int) { watchers.wake(id) }
}
