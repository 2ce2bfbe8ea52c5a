import CallModel
import Foundation
import GRDB

extension SQLiteJournal {
    /// The records of a session.
    public func records(of session: SessionID) async throws(JournalFault) -> [JournalRecord] {
        let slices = try await readers.read("the journal of session \(session) cannot be read") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT last, records FROM slices
                    WHERE number = (SELECT number FROM sessions WHERE id = ?) ORDER BY last
                    """, arguments: [session.text]
            ).map { (last: $0[0] as Int, records: [UInt8]($0[1] as Data)) }
        }
        var records: [JournalRecord] = []
        for slice in slices {
            let due = records.count + 1
            do {
                let found = try RecordCodec.decode(
                    try envelope.open(slice.records, .slice(session, last: slice.last)), of: session)
                guard found.first?.seq == due, found.last?.seq == slice.last else {
                    throw CodecFault("records \(due) to \(slice.last) are not there")
                }
                records.append(contentsOf: found)
            } catch {
                throw JournalFault(
                    isPassing: false, "the journal of session \(session) is damaged at record \(due): \(error)")
            }
        }
        return records
    }

    /// Events that wait to be taken.
    public func arrivals(of session: SessionID) async throws(JournalFault) -> [Arrival] {
        let bodies = try await readers.read("the events of session \(session) cannot be read") { db in
            try Data.fetchAll(
                db,
                sql: """
                    SELECT body FROM events
                    WHERE number = (SELECT number FROM sessions WHERE id = ?) AND seq IS NULL ORDER BY place
                    """, arguments: [session.text]
            ).map { [UInt8]($0) }
        }
        do {
            return try bodies.map { body throws(CodecFault) in
                Arrival(
                    session: session, record: try RecordCodec.decodeEvent(try envelope.open(body, .event(session))))
            }
        } catch {
            throw JournalFault(isPassing: false, "an event that waits for session \(session) is damaged: \(error)")
        }
    }

    /// The newest sessions first.
    public func sessions(limit: Int) async throws(JournalFault) -> [SessionSummary] {
        let envelope = envelope
        return try await readers.read("the sessions cannot be read") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, flow, generation, began, way, report, ended FROM sessions
                    WHERE begin IS NOT NULL ORDER BY number DESC LIMIT ?
                    """, arguments: [max(0, limit)]
            ).compactMap { Self.summary($0, envelope) }
        }
    }

    /// A row of id, flow, generation, beginning, way, report and time of the end.
    static func summary(_ row: Row, _ envelope: BlobEnvelope) -> SessionSummary? {
        guard let id = SessionID(row[0] as String) else { return nil }
        let end = (row[4] as String?).flatMap { EndRecord.Way(rawValue: $0) }.map { way in
            EndRecord(way: way, report: report((row[5] as Data?).map { [UInt8]($0) } ?? [], id, envelope))
        }
        return SessionSummary(
            id: id, flow: row[1] ?? "", generation: row[2] ?? "", began: row[3] ?? 0, end: end, ended: row[6])
    }

    /// A damaged report does not hide the list of sessions.
    private static func report(_ closed: [UInt8], _ session: SessionID, _ envelope: BlobEnvelope) -> String {
        do {
            return String(decoding: try envelope.open(closed, .report(session)), as: UTF8.self)
        } catch {
            return "the report is damaged: \(error)"
        }
    }

    /// The open sessions, oldest first.
    ///
    /// One whose row is damaged is among them, with what is still known: nothing of it can be replayed, and `records`
    /// says why.
    public func openSessions() async throws(JournalFault) -> [OpenSession] {
        let envelope = envelope
        return try await readers.read("the open sessions cannot be read") { db in
            let unread = try Row.fetchAll(
                db, sql: "SELECT number, count(*) FROM events WHERE seq IS NULL GROUP BY number"
            ).reduce(into: [Int: Int]()) { $0[$1[0]] = $1[1] }
            let newest = try db.makeStatement(
                sql: "SELECT last, at, head FROM slices WHERE number = ? ORDER BY last DESC LIMIT 1")
            let withHead = try db.makeStatement(
                sql: "SELECT head FROM slices WHERE number = ? AND head IS NOT NULL ORDER BY last DESC LIMIT 1")
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT number, id, begin, began, rebuilds, rebuilt_at, flow, generation, environment, level
                    FROM sessions WHERE ended IS NULL AND begin IS NOT NULL ORDER BY number
                    """)
            var found: [OpenSession] = []
            while let row = try rows.next() {
                let number: Int = row[0]
                guard let id = SessionID(row[1] as String),
                    let last = try Row.fetchOne(newest, arguments: [number])
                else { continue }
                let head = try last[2] as Data? ?? Data.fetchOne(withHead, arguments: [number])
                let seq: Int = last[0]
                found.append(
                    OpenSession(
                        id: id, begin: Self.begin(row, id, envelope), began: row[3],
                        head: Self.head(head.map { [UInt8]($0) }, id, envelope), seq: seq, at: last[1],
                        unread: unread[number] ?? 0, rebuilds: row[5] == seq ? row[4] : 0))
            }
            return found
        }
    }

    private static func begin(_ row: Row, _ session: SessionID, _ envelope: BlobEnvelope) -> BeginRecord {
        if let begin = try? RecordCodec.decodeBegin(try envelope.open([UInt8](row[2] as Data), .begin(session))) {
            return begin
        }
        return BeginRecord(
            intakeKey: "", cause: .gridEvent, flow: row[6] ?? "", generation: row[7] ?? "", level: row[9] ?? 0,
            luaRelease: "", environment: row[8] ?? "", seed: 0)
    }

    private static func head(_ closed: [UInt8]?, _ session: SessionID, _ envelope: BlobEnvelope) -> SessionHead {
        guard let closed else { return SessionHead() }
        return (try? HeadCodec.decode(try envelope.open(closed, .head(session)))) ?? SessionHead()
    }
}
