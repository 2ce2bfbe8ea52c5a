import CallModel

/// The timers of a shard's sessions in order of time, and of number where they are due together: a binary heap from which cancelled ones are dropped when their
/// turn comes. An event loop's own timers are found by walking when they are cancelled, which every action does once.
struct TimerQueue {
    /// One timer of a session.
    struct Entry {
        var due: Double
        var session: SessionID
        var number: Int

        /// What was decided first goes first: after a time without a process many timers of one session are due at once,
        /// and the one that ends a wait stands before the one that ends the session.
        fileprivate func goes(before other: Entry) -> Bool { (due, number) < (other.due, other.number) }
    }

    private var heap: [Entry] = []

    var count: Int { heap.count }
    /// Above this many it is worth to look for entries that mean nothing any more.
    private var crowd = 4_096

    /// When the next timer is due; nil when there is none.
    var earliest: Double? { heap.first?.due }

    mutating func add(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].goes(before: heap[parent]) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the next timer that is due at `time`.
    mutating func pop(at time: Double) -> Entry? {
        guard let first = heap.first, first.due <= time else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink(from: 0)
        }
        return first
    }

    /// Forgets the timers that `isLive` knows nothing of.
    mutating func compact(keeping isLive: (Entry) -> Bool) {
        heap.removeAll { !isLive($0) }
        crowd = max(4_096, 2 * heap.count)
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(from: index) }
    }

    /// The same once there are many; not again before they have doubled, since what is left may be set for long.
    mutating func compactIfCrowded(keeping isLive: (Entry) -> Bool) {
        if heap.count > crowd { compact(keeping: isLive) }
    }

    private mutating func sink(from start: Int) {
        var parent = start
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, heap[child + 1].goes(before: heap[child]) { child += 1 }
            guard heap[child].goes(before: heap[parent]) else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
