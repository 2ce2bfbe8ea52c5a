import CallModel
import NIOCore

/// Sessions whose calls the service is to be asked about, each once, in order.
struct AskQueue {
    private var waiting = CircularBuffer<SessionID>()
    private var members: Set<SessionID> = []
    /// Whether the next turn is set.
    var isTicking = false

    /// How many wait.
    var count: Int { members.count }

    mutating func add(_ id: SessionID) {
        if members.insert(id).inserted { waiting.append(id) }
    }

    mutating func next() -> SessionID? {
        guard let id = waiting.popFirst() else { return nil }
        members.remove(id)
        return id
    }
}
