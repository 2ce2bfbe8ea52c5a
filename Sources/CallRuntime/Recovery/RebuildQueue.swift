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
    /// Rebuilt before and no further: one of them may kill the process, so each is tried alone, when nobody else waits. Of
    /// the three tries that condemn a session at most the first can have been another one's fault.
    private var suspects = CircularBuffer<SessionID>()
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
            suspects.append(id)
        } else if isUrgent {
            urgent.append(id)
        } else {
            others.append(id)
        }
    }

    /// Somebody waits now for one that was only left over.
    mutating func hurry(_ id: SessionID) {
        if waiting.contains(id), !suspected.contains(id) { urgent.append(id) }
    }

    /// The next one that may be read; what nobody waits for gets half of the room.
    mutating func next(limit: Int) -> SessionID? {
        guard active < limit, suspect == nil else { return nil }
        while let id = urgent.popFirst() {
            if waiting.remove(id) != nil { return begin(id) }
        }
        guard active < max(1, limit / 2) else { return nil }
        while let id = others.popFirst() {
            if waiting.remove(id) != nil { return begin(id) }
        }
        guard active == 0 else { return nil }
        while let id = suspects.popFirst() {
            suspected.remove(id)
            guard waiting.remove(id) != nil else { continue }
            suspect = id
            return begin(id)
        }
        return nil
    }

    private mutating func begin(_ id: SessionID) -> SessionID {
        active += 1
        return id
    }

    /// One is read although it was not in the queue.
    mutating func began() { active += 1 }

    /// One has been read and replayed, or cannot be.
    mutating func ended(_ id: SessionID) {
        active -= 1
        if suspect == id { suspect = nil }
    }

    func isReplaying(_ id: SessionID) -> Bool { replays[id] != nil }

    subscript(id: SessionID) -> Replaying? {
        get { replays[id] }
        set { replays[id] = newValue }
    }
}
