import CallModel
import Foundation
import GRDB
import GRDBSQLite

/// Adds rows to a store. Lives on the writer's thread, inside the one access that holds the connection.
///
/// A write is one row in `slices` and one for its event's id; a session's number and last record are kept in memory, so
/// that nothing is read. Nothing of a session's own row is touched between its beginning and its end.
final class StoreWriter {
    /// What is known of a session without reading.
    private struct Entry {
        var number: Int
        var last: Int
    }

    /// What came of a transaction.
    enum Attempt {
        case durable([JournalOutcome])
        /// Nothing was written.
        case passing(JournalFault)
        /// Nothing was written, and trying again would not help; `culprit` is the write to blame, where it is known.
        case permanent(JournalFault, culprit: Int?)
    }

    /// So many sessions are known without reading; then all are forgotten, and read again one by one.
    private static let entryLimit = 50_000

    let db: Database
    let envelope: BlobEnvelope
    private var entries: [SessionID: Entry] = [:]
    private var nextNumber: Int
    private var nextPlace: Int
    private var clock: (base: Double, since: ContinuousClock.Instant)?
    private var noted: ContinuousClock.Instant?

    private let begin, commit, findSession, addSession, endSession, addSlice, setHead: HotStatement
    private let addEvent, findEvent, addArrival, takeEvent: HotStatement
    private let findClaim, addClaim, dropClaim, setAlive, keepRebuilds: HotStatement

    init(_ db: Database, _ envelope: BlobEnvelope) throws {
        self.db = db
        self.envelope = envelope
        nextNumber = (try Int.fetchOne(db, sql: "SELECT max(number) FROM sessions") ?? 0) + 1
        nextPlace = (try Int.fetchOne(db, sql: "SELECT max(place) FROM events WHERE seq IS NULL") ?? 0) + 1
        begin = try HotStatement(db, "BEGIN IMMEDIATE")
        commit = try HotStatement(db, "COMMIT")
        findSession = try HotStatement(
            db,
            """
            SELECT number, (SELECT max(last) FROM slices WHERE slices.number = sessions.number)
            FROM sessions WHERE id = ?
            """)
        addSession = try HotStatement(
            db,
            """
            INSERT INTO sessions (number, id, flow, generation, environment, level, began, begin)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        endSession = try HotStatement(db, "UPDATE sessions SET ended = ?, way = ?, report = ? WHERE number = ?")
        addSlice = try HotStatement(
            db, "INSERT INTO slices (number, last, at, records, head) VALUES (?, ?, ?, ?, ?)")
        setHead = try HotStatement(db, "UPDATE slices SET head = ? WHERE number = ? AND last = ?")
        addEvent = try HotStatement(
            db,
            """
            INSERT INTO events (number, key, seq, declared, place, body) VALUES (?, ?, ?, 1, ?, ?)
            ON CONFLICT (number, key) DO UPDATE SET declared = 1, seq = excluded.seq WHERE declared = 0
            """)
        findEvent = try HotStatement(db, "SELECT 1 FROM events WHERE number = ? AND key = ? AND declared = 1")
        addArrival = try HotStatement(
            db,
            "INSERT INTO events (number, key, seq, declared, place, body) VALUES (?, ?, NULL, 0, ?, ?) "
                + "ON CONFLICT (number, key) DO NOTHING")
        takeEvent = try HotStatement(
            db, "UPDATE events SET seq = ?, body = NULL WHERE number = ? AND key = ? AND seq IS NULL")
        findClaim = try HotStatement(db, "SELECT holder, at FROM claims WHERE key = ?")
        addClaim = try HotStatement(db, "INSERT OR REPLACE INTO claims (key, holder, at) VALUES (?, ?, ?)")
        dropClaim = try HotStatement(db, "DELETE FROM claims WHERE key = ? AND holder = ?")
        setAlive = try HotStatement(db, "UPDATE node SET alive = ? WHERE one = 1")
        keepRebuilds = try HotStatement(
            db, "UPDATE sessions SET rebuilt_at = ? WHERE number = ? AND rebuilt_at = ?")
    }

    // MARK: - Transactions

    /// Writes all of `batch` that can be written, in one transaction.
    /// - Parameter refused: writes by index that an earlier try has found impossible.
    func write(_ batch: ArraySlice<QueuedWrite>, refused: [Int: JournalFault]) -> Attempt {
        var outcomes: [JournalOutcome] = []
        outcomes.reserveCapacity(batch.count)
        var current: Int?
        do {
            try begin.run()
            for index in batch.indices {
                current = index
                if let fault = refused[index] {
                    outcomes.append(.failed(fault))
                } else {
                    outcomes.append(try take(batch[index].write))
                }
            }
            current = nil
            try noteAlive()
            CrashPoint.reached(.commitWritten)
            try commit.run()
            if entries.count > Self.entryLimit { entries.removeAll(keepingCapacity: true) }
            return .durable(outcomes)
        } catch {
            for queued in batch { entries[queued.write.session] = nil }
            rollBack()
            let fault = JournalFault(error, "the journal cannot be written")
            return fault.isPassing ? .passing(fault) : .permanent(fault, culprit: current)
        }
    }

    /// Does something else in a transaction of its own.
    func transaction<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            try begin.run()
            let value = try body(db)
            try commit.run()
            return value
        } catch {
            entries.removeAll()
            rollBack()
            throw error
        }
    }

    private func rollBack() {
        // Some errors have rolled back by themselves; what is left open would make the next BEGIN fail.
        if db.isInsideTransaction, let connection = db.sqliteConnection {
            sqlite3_exec(connection, "ROLLBACK", nil, nil, nil)
        }
    }

    /// Forgets what was known of sessions that are gone from the store.
    func forget(_ sessions: [SessionID]) {
        for session in sessions { entries[session] = nil }
    }

    // MARK: - One write

    private func take(_ write: PreparedWrite) throws -> JournalOutcome {
        if let fault = write.fault { return .failed(fault) }
        if !write.claims.isEmpty, !PlantedFault.noDedupe.isPlanted {
            for claim in write.claims {
                if let holder = try holder(of: claim.key, at: write.claimed) {
                    return .duplicate(claim.text, of: holder)
                }
            }
        }
        var entry: Entry
        let known = try find(write.session)
        if let known {
            if let name = try knownEvent(write, known) { return .duplicate(name, of: write.session) }
            entry = known
        } else {
            entry = Entry(number: nextNumber, last: 0)
        }
        if let first = write.first, first != entry.last + 1 {
            return .failed(
                JournalFault(
                    isPassing: false,
                    "record \(first) of session \(write.session) came where \(entry.last + 1) was due"))
        }
        if known == nil { try add(write, entry) }
        if let name = try addEvents(write, entry) { return .duplicate(name, of: write.session) }
        for claim in write.claims {
            addClaim.bind(1, claim.key)
            try addClaim.bind(2, write.session.text)
            addClaim.bind(3, write.claimed)
            try addClaim.run()
        }
        for key in write.releases {
            dropClaim.bind(1, key)
            try dropClaim.bind(2, write.session.text)
            try dropClaim.run()
        }
        try addRecords(write, &entry)
        entries[write.session] = entry
        return .durable
    }

    private func find(_ session: SessionID) throws -> Entry? {
        if let entry = entries[session] { return entry }
        try findSession.bind(1, session.text)
        return try findSession.first { Entry(number: $0.int(0), last: $0.int(1)) }
    }

    private func holder(of key: StoreKey, at time: Double) throws -> SessionID? {
        findClaim.bind(1, key)
        let found = try findClaim.first { (holder: $0.text(0), at: $0.double(1)) }
        guard let found, found.at >= time - JournalWrite.claimLife else { return nil }
        return SessionID(found.holder)
    }

    private func add(_ write: PreparedWrite, _ entry: Entry) throws {
        addSession.bind(1, entry.number)
        try addSession.bind(2, write.session.text)
        try addSession.bind(3, write.begin?.record.flow)
        try addSession.bind(4, write.begin?.record.generation)
        try addSession.bind(5, write.begin?.record.environment)
        addSession.bind(6, write.begin?.record.level)
        if let begin = write.begin { addSession.bind(7, begin.at) } else { addSession.bindNull(7) }
        try addSession.bind(8, write.begin?.body)
        try addSession.run()
        nextNumber = entry.number + 1
    }

    /// Looks for known ids before anything is written. A single id is found while it is added, unless the write would be
    /// refused for another reason: what is known is said first.
    private func knownEvent(_ write: PreparedWrite, _ entry: Entry) throws -> String? {
        let isRefused = write.first.map { $0 != entry.last + 1 } ?? false
        guard write.eventIDs.count > 1 || isRefused, !PlantedFault.noDedupe.isPlanted else { return nil }
        for (name, _) in write.eventIDs {
            findEvent.bind(1, entry.number)
            findEvent.bind(2, name.key)
            if try findEvent.first({ _ in true }) != nil { return name.text }
        }
        return nil
    }

    /// - Returns: the single id of the write, when it is known; nothing is written then.
    private func addEvents(_ write: PreparedWrite, _ entry: Entry) throws -> String? {
        // In the order of the arrivals, whatever the order of the ids is.
        let place = nextPlace
        nextPlace += write.waiting.count
        for (name, seq) in write.eventIDs {
            let waiting = write.waiting.firstIndex { $0.name.key == name.key }
            addEvent.bind(1, entry.number)
            addEvent.bind(2, name.key)
            let isWaiting = waiting != nil && seq == 0 && !PlantedFault.lostArrival.isPlanted
            addEvent.bind(3, isWaiting ? nil : seq)
            addEvent.bind(4, isWaiting ? waiting.map { place + $0 } : nil)
            try addEvent.bind(5, isWaiting ? waiting.map { write.waiting[$0].body } : nil)
            try addEvent.run()
            if addEvent.changes == 0, !PlantedFault.noDedupe.isPlanted { return name.text }
        }
        if !PlantedFault.lostArrival.isPlanted {
            for (index, waiting) in write.waiting.enumerated()
            where !write.eventIDs.contains(where: { $0.name.key == waiting.name.key }) {
                addArrival.bind(1, entry.number)
                addArrival.bind(2, waiting.name.key)
                addArrival.bind(3, place + index)
                try addArrival.bind(4, waiting.body)
                try addArrival.run()
            }
        }
        for (key, seq) in write.taken {
            takeEvent.bind(1, seq)
            takeEvent.bind(2, entry.number)
            takeEvent.bind(3, key)
            try takeEvent.run()
        }
        return nil
    }

    private func addRecords(_ write: PreparedWrite, _ entry: inout Entry) throws {
        guard let slice = write.slice else {
            guard let head = write.head else { return }
            try setHead.bind(1, head)
            setHead.bind(2, entry.number)
            setHead.bind(3, entry.last)
            return try setHead.run()
        }
        addSlice.bind(1, entry.number)
        addSlice.bind(2, write.last)
        addSlice.bind(3, write.at)
        try addSlice.bind(4, slice)
        try addSlice.bind(5, write.head)
        try addSlice.run()
        if !write.isProgress {
            // The count stands beside the record at which it was made.
            keepRebuilds.bind(1, write.last)
            keepRebuilds.bind(2, entry.number)
            keepRebuilds.bind(3, entry.last)
            try keepRebuilds.run()
        }
        entry.last = write.last
        guard let end = write.end else { return }
        endSession.bind(1, end.at)
        try endSession.bind(2, end.way)
        try endSession.bind(3, end.report)
        endSession.bind(4, entry.number)
        try endSession.run()
    }

    // MARK: - Being alive

    /// From now on the store notes that the process is alive, by its clock.
    func beginClock(at time: Double) { clock = (time, .now) }

    /// Notes inside a transaction that the process is alive, at most once a second. What was last written tells it too.
    func noteAlive() throws {
        guard let clock else { return }
        let now = ContinuousClock.now
        if let noted, now - noted < .seconds(1) { return }
        let elapsed = clock.since.duration(to: now)
        setAlive.bind(
            1, clock.base + Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
        try setAlive.run()
        noted = now
    }

    /// The same in a transaction of its own, while nothing else is written.
    func noteAliveWhileIdle() {
        guard clock != nil else { return }
        // A store that cannot be written just now says so to those who have something to write.
        try? transaction { _ in try noteAlive() }
    }
}
