import CallJournal
import CallModel
import FlowEngine
import NIOCore

/// Sessions of a shard that are to be rebuilt or are being rebuilt: what somebody waits for goes before what was only
/// left over, and few at a time, so that new calls are not starved and memory stays bounded.
struct RebuildQueue {
    /// What was read of a session, off the loop.
    struct Reading: Sendable {
        var records: [JournalRecord]
        /// Events that nobody has taken; empty when it was known that there are none.
        var arrivals: [Arrival]
        /// How often it was rebuilt since its last record, this time included.
        var rebuilds: Int
        /// How many inputs its replay takes; 0 where nothing is replayed.
        var replayCost = 0
        /// What the session runs on; nil where that could not be had.
        var generation: FlowGeneration?
        /// Why it could not be had.
        var problem: String?
    }

    /// A replay that is under way.
    struct Replaying {
        var replay: SessionReplay
        var reading: Reading
        /// Whether the session is in memory, and only the replay is tried.
        var isCheck: Bool
    }

    private var urgent = CircularBuffer<SessionID>()
    private var others = CircularBuffer<SessionID>()
    /// Rebuilt before and no further: one of them may kill the process, so each is tried while no other session of the
    /// process is being rebuilt here, nor another suspect anywhere (`SuspectTurn`).
    private var suspects = CircularBuffer<SessionID>()
    /// Those of them that somebody waits for: others are held back until they were tried.
    private var urgentSuspects = CircularBuffer<SessionID>()
    private var suspected: Set<SessionID> = []
    private var suspect: SessionID?
    private var waiting: Set<SessionID> = []
    private var replays: [SessionID: Replaying] = [:]
    /// How many are being read or replayed.
    private(set) var active = 0

    /// How many wait for their turn.
    var count: Int { waiting.count }

    mutating func add(_ id: SessionID, isUrgent: Bool, isSuspect: Bool) {
        waiting.insert(id)
        if isSuspect {
            suspected.insert(id)
            if isUrgent { urgentSuspects.append(id) } else { suspects.append(id) }
        } else if isUrgent {
            urgent.append(id)
        } else {
            others.append(id)
        }
    }

    /// Somebody waits now for one that was only left over.
    mutating func hurry(_ id: SessionID) {
        guard waiting.contains(id) else { return }
        if suspected.contains(id) { urgentSuspects.append(id) } else { urgent.append(id) }
    }

    /// The next one that may be read; what nobody waits for gets half of the room.
    /// - Parameter takesTurn: whether a suspect may be tried now; asked only when there is one.
    mutating func next(limit: Int, takesTurn: () -> Bool) -> SessionID? {
        guard active < limit, suspect == nil else { return nil }
        if Self.dropDone(&urgentSuspects, waiting) {
            guard active == 0, takesTurn() else { return nil }
            return urgentSuspects.popFirst().map { beginSuspect($0) }
        }
        while let id = urgent.popFirst() {
            if waiting.remove(id) != nil { return begin(id) }
        }
        guard active < max(1, limit / 2) else { return nil }
        while let id = others.popFirst() {
            if waiting.remove(id) != nil { return begin(id) }
        }
        guard active == 0, Self.dropDone(&suspects, waiting), takesTurn() else { return nil }
        return suspects.popFirst().map { beginSuspect($0) }
    }

    /// Takes those out in front that wait no more; false when none is left.
    private static func dropDone(_ queue: inout CircularBuffer<SessionID>, _ waiting: Set<SessionID>) -> Bool {
        while let id = queue.first, !waiting.contains(id) { queue.removeFirst() }
        return !queue.isEmpty
    }

    private mutating func beginSuspect(_ id: SessionID) -> SessionID {
        suspected.remove(id)
        waiting.remove(id)
        suspect = id
        return begin(id)
    }

    private mutating func begin(_ id: SessionID) -> SessionID {
        active += 1
        return id
    }

    /// One is read although it was not in the queue.
    mutating func began() { active += 1 }

    /// One has been read and replayed, or cannot be.
    /// - Returns: whether it was a suspect, whose turn is over.
    mutating func ended(_ id: SessionID) -> Bool {
        active -= 1
        guard suspect == id else { return false }
        suspect = nil
        return true
    }

    func isReplaying(_ id: SessionID) -> Bool { replays[id] != nil }

    subscript(id: SessionID) -> Replaying? {
        get { replays[id] }
        set { replays[id] = newValue }
    }
}
