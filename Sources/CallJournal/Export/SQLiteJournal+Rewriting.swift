import CallModel
import Foundation
import GRDB

extension SQLiteJournal {
    /// So many sessions are redacted in one transaction.
    private static let rewrittenAtOnce = 4

    /// Redacts ended sessions, those that ended first before the others.
    public func rewriteFinished(limit: Int, with redaction: FieldRedaction) async throws(JournalFault) -> Int {
        var rewritten = 0
        let envelope = envelope
        while rewritten < limit {
            let count = min(Self.rewrittenAtOnce, limit - rewritten)
            let done = try await writing("finished sessions cannot be redacted") { _, db in
                let rows = try Row.fetchAll(
                    db,
                    sql: "SELECT number, id, report FROM sessions WHERE ended IS NOT NULL AND redacted = 0 LIMIT ?",
                    arguments: [count])
                for row in rows {
                    guard let id = SessionID(row[1] as String) else { continue }
                    try Self.rewrite(id, number: row[0], db, envelope, redaction)
                    try db.execute(sql: "UPDATE sessions SET redacted = 1 WHERE number = ?", arguments: [row[0] as Int])
                }
                return rows.count
            }
            rewritten += done
            if done < count { break }
        }
        return rewritten
    }

    /// Writes a session's rows anew. What is damaged stays as it is: it cannot be read, so nothing personal can be either.
    private static func rewrite(
        _ id: SessionID, number: Int, _ db: Database, _ envelope: BlobEnvelope, _ redaction: FieldRedaction
    ) throws {
        let slices = try Row.fetchAll(db, sql: "SELECT last, records FROM slices WHERE number = ?", arguments: [number])
        for slice in slices {
            let last: Int = slice[0]
            guard
                let bytes = try? envelope.open([UInt8](slice[1] as Data), .slice(id, last: last)),
                let records = try? RecordCodec.decode(bytes, of: id)
            else { continue }
            let redacted = records.map { redaction.redacted($0) }
            let closed = try envelope.close(RecordCodec.encode(redacted), .slice(id, last: last))
            // A finished session needs no head, and heads name participants.
            try db.execute(
                sql: "UPDATE slices SET records = ?, head = NULL WHERE number = ? AND last = ?",
                arguments: [Data(closed), number, last])
            if case .begin(let begin)? = redacted.first?.body {
                let closed = try envelope.close(RecordCodec.encode(begin), .begin(id))
                try db.execute(
                    sql: "UPDATE sessions SET begin = ? WHERE number = ?", arguments: [Data(closed), number])
            }
            if case .end(let end)? = redacted.last?.body {
                let closed = try envelope.close(Array(end.report.utf8), .report(id))
                try db.execute(
                    sql: "UPDATE sessions SET report = ? WHERE number = ?", arguments: [Data(closed), number])
            }
        }
        let waiting = try Row.fetchAll(
            db, sql: "SELECT key, body FROM events WHERE number = ? AND body IS NOT NULL", arguments: [number])
        for row in waiting {
            guard
                let bytes = try? envelope.open([UInt8](row[1] as Data), .event(id)),
                let event = try? RecordCodec.decodeEvent(bytes)
            else { continue }
            let closed = try envelope.close(
                RecordCodec.encode(redaction.redacted(event, of: id)), .event(id))
            try db.execute(
                sql: "UPDATE events SET body = ? WHERE number = ? AND key = ?",
                arguments: [Data(closed), number, row[0] as Data])
        }
    }

    /// The sessions that a query asks for.
    public func sessions(matching query: SessionQuery) async throws(JournalFault) -> [SessionSummary] {
        let envelope = envelope
        var conditions = ["begin IS NOT NULL"]
        var arguments: StatementArguments = []
        if let flow = query.flow {
            conditions.append("flow = ?")
            arguments += [flow]
        }
        if let isOpen = query.isOpen { conditions.append(isOpen ? "ended IS NULL" : "ended IS NOT NULL") }
        if let after = query.after {
            conditions.append("number < (SELECT number FROM sessions WHERE id = ?)")
            arguments += [after.text]
        }
        arguments += [max(0, query.limit)]
        let sql = """
            SELECT id, flow, generation, began, way, report, ended FROM sessions
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY number DESC LIMIT ?
            """
        return try await readers.read("the sessions cannot be read") { [arguments] db in
            try Row.fetchAll(db, sql: sql, arguments: arguments).compactMap { Self.summary($0, envelope) }
        }
    }
}
