import CallModel
import GRDB

extension SQLiteJournal {
    /// Counts the process.
    public func start(at time: Double) async throws(JournalFault) -> NodeStart {
        try await writing("the start cannot be noted") { store, db in
            let row = try Row.fetchOne(db, sql: "SELECT epoch, alive, clean FROM node")
            let epoch = (row?[0] as Int? ?? 0) + 1
            // What was written last is a sign of life too, and may be younger than the last one that was noted.
            let wrote = try Double.fetchOne(db, sql: "SELECT at FROM slices ORDER BY place DESC LIMIT 1")
            let alive = row?[1] as Double?
            let wasClean = row?[2] as Bool? ?? true
            let last = wasClean ? alive ?? wrote : [alive, wrote].compactMap { $0 }.max()
            try db.execute(sql: "UPDATE node SET epoch = ?, alive = ?, clean = 0", arguments: [epoch, time])
            store.beginClock(at: time)
            return NodeStart(epoch: epoch, downSince: last.map { min($0, time) }, wasClean: wasClean)
        }
    }

    /// Writes what is queued, notes the clean end, and closes.
    public func finish(at time: Double) async throws(JournalFault) { try await close(noting: time) }

    /// Counts a rebuild. The count stands beside the record it was made at, so that a write has nothing to reset.
    public func countRebuild(of session: SessionID) async throws(JournalFault) -> Int {
        try await writing("a rebuild of session \(session) cannot be counted") { _, db in
            try Int.fetchOne(
                db,
                sql: """
                    UPDATE sessions SET (rebuilds, rebuilt_at) = (
                        SELECT CASE WHEN sessions.rebuilt_at = now.last THEN sessions.rebuilds + 1 ELSE 1 END, now.last
                        FROM (SELECT ifnull(max(last), 0) AS last FROM slices
                              WHERE number = (SELECT number FROM sessions WHERE id = ?1)) AS now)
                    WHERE id = ?1 RETURNING rebuilds
                    """, arguments: [session.text]) ?? 0
        }
    }

    /// Counts anew.
    public func forgetRebuilds(of session: SessionID) async throws(JournalFault) {
        try await writing("the rebuilds of session \(session) cannot be forgotten") { _, db in
            try db.execute(
                sql: "UPDATE sessions SET rebuilds = 0, rebuilt_at = -1 WHERE id = ? AND rebuilds > 0",
                arguments: [session.text])
        }
    }

    /// So many sessions go in one transaction.
    private static let removedAtOnce = 16

    /// Removes ended sessions, the oldest first.
    public func removeSessions(endedBefore time: Double, limit: Int) async throws(JournalFault) -> Int {
        var removed = 0
        while removed < limit {
            let count = min(Self.removedAtOnce, limit - removed)
            let gone = try await writing("old sessions cannot be removed") { store, db in
                let rows = try Row.fetchAll(
                    db, sql: "SELECT number, id FROM sessions WHERE ended < ? ORDER BY ended, number LIMIT ?",
                    arguments: [time, count])
                for row in rows {
                    let number: Int = row[0]
                    for table in ["slices", "events", "store_answers", "sessions"] {
                        try db.execute(sql: "DELETE FROM \(table) WHERE number = ?", arguments: [number])
                    }
                }
                store.forget(rows.compactMap { SessionID($0[1] as String) })
                return rows.count
            }
            removed += gone
            if gone < count { break }
        }
        try await writing("old claims cannot be removed") { _, db in
            try db.execute(
                sql: """
                    DELETE FROM claims WHERE key IN (
                        SELECT key FROM claims WHERE at < (SELECT max(at) FROM claims) - ? ORDER BY at LIMIT 1000)
                    """, arguments: [JournalWrite.claimLife])
        }
        return removed
    }
}
