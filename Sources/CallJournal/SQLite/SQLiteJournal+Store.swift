import CallModel
import Foundation
import GRDB

/// The store of flows. An entry is found by the hash of its name, so that names tell nothing where the store is sealed.
extension SQLiteJournal {
    /// Does what a session asks, and keeps the answer beside it, in one transaction.
    public func perform(
        _ task: StoreTask, completion: @escaping @Sendable (Result<SendResult, JournalFault>) -> Void
    ) {
        guard let thread else { return completion(.failure(Self.readOnly)) }
        let envelope = envelope
        thread.enqueue(
            CommitThread.Task(
                failure: "the store cannot be used",
                run: { _, db in
                    let answer = try Self.perform(task, db, envelope)
                    return { completion(.success(answer)) }
                }, refuse: { completion(.failure($0)) }))
    }

    private static func perform(_ task: StoreTask, _ db: Database, _ envelope: BlobEnvelope) throws -> SendResult {
        let number = try Int.fetchOne(
            db, sql: "SELECT number FROM sessions WHERE id = ?", arguments: [task.session.text])
        guard let number else {
            throw JournalFault(isPassing: false, "there is no session \(task.session) that could use the store")
        }
        let name = "\(task.operation)"
        let place = BlobEnvelope.Place.answer(task.session, operation: name)
        if task.request.changesSomething,
            let kept = try Data.fetchOne(
                db, sql: "SELECT answer FROM store_answers WHERE number = ? AND op = ?", arguments: [number, name])
        {
            let answer = try RecordCodec.decodeResponse(try envelope.open([UInt8](kept), place))
            return answer.result
        }
        let key = EntryKey(task.request.key)
        let effect = StoreEffect(of: task.request, on: try entry(key, db, envelope), at: task.at)
        switch effect.change {
        case .nothing: break
        case .keep(let entry):
            let body = try envelope.close(entry.value.encoded, .entry(key.text))
            try db.execute(
                sql: "INSERT OR REPLACE INTO store (key, value, expires) VALUES (?, ?, ?)",
                arguments: [key.hash, Data(body), entry.expires])
        case .remove: try db.execute(sql: "DELETE FROM store WHERE key = ?", arguments: [key.hash])
        }
        guard task.request.changesSomething else { return effect.answer }
        let record = ResponseRecord(op: task.operation, attempt: 1, result: effect.answer)
        try db.execute(
            sql: "INSERT INTO store_answers (number, op, answer) VALUES (?, ?, ?)",
            arguments: [number, name, Data(try envelope.close(RecordCodec.encode(record), place))])
        return effect.answer
    }

    /// The value of an entry that is there at a time.
    public func stored(_ key: String, at time: Double) async throws(JournalFault) -> JSONValue? {
        let envelope = envelope
        return try await readers.read("the store cannot be read") { db in
            try Self.entry(EntryKey(key), db, envelope).flatMap { $0.isThere(at: time) ? $0.value : nil }
        }
    }

    /// Removes entries whose time is up.
    public func removeEntries(expiredBefore time: Double, limit: Int) async throws(JournalFault) -> Int {
        try await writing("expired entries of the store cannot be removed") { _, db in
            try db.execute(
                sql: "DELETE FROM store WHERE key IN (SELECT key FROM store WHERE expires <= ? LIMIT ?)",
                arguments: [time, limit])
            return db.changesCount
        }
    }

    private static func entry(_ key: EntryKey, _ db: Database, _ envelope: BlobEnvelope) throws -> StoreEntry? {
        let row = try Row.fetchOne(
            db, sql: "SELECT value, expires FROM store WHERE key = ?", arguments: [key.hash])
        guard let row else { return nil }
        let bytes = try envelope.open([UInt8](row[0] as Data), .entry(key.text))
        guard let value = try? JSONValue(parsing: bytes) else {
            throw JournalFault(isPassing: false, "an entry of the store is damaged")
        }
        return StoreEntry(value, expires: row[1])
    }

    private struct EntryKey {
        let text: String
        let hash: Data

        init(_ text: String) {
            self.text = text
            hash = withUnsafeBytes(of: StoreKey(text)) { Data($0) }
        }
    }
}
