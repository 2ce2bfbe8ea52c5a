import Foundation
import GRDB

extension SQLiteJournal {
    /// Keeps a generation.
    public func keep(_ generation: StoredGeneration) async throws(JournalFault) {
        try await writing("generation \(generation.id) cannot be kept") { _, db in
            try db.execute(
                sql: """
                    INSERT INTO generations (id, level, environment, created, body) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    generation.id, generation.level, generation.environment, generation.created,
                    Data(GenerationCodec.encode(generation)),
                ])
        }
    }

    /// A kept generation.
    public func generation(_ id: String) async throws(JournalFault) -> StoredGeneration? {
        let row = try await readers.read("generation \(id) cannot be read") { db in
            try Row.fetchOne(
                db, sql: "SELECT level, environment, created, body FROM generations WHERE id = ?", arguments: [id]
            ).map {
                (level: $0[0] as Int, environment: $0[1] as String, created: $0[2] as Double, body: $0[3] as Data)
            }
        }
        guard let row else { return nil }
        do {
            let (files, stdlib) = try GenerationCodec.decode([UInt8](row.body))
            return StoredGeneration(
                id: id, level: row.level, files: files, stdlib: stdlib, environment: row.environment,
                created: row.created)
        } catch {
            throw JournalFault(isPassing: false, "generation \(id) is damaged: \(error)")
        }
    }

    /// The kept generations, newest first.
    public func generations() async throws(JournalFault) -> [GenerationRow] {
        try await readers.read("the generations cannot be read") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, level, created,
                        (SELECT count(*) FROM sessions WHERE generation = generations.id AND ended IS NULL),
                        (SELECT count(*) FROM sessions WHERE generation = generations.id)
                    FROM generations ORDER BY created DESC, id DESC
                    """
            ).map { GenerationRow(id: $0[0], level: $0[1], created: $0[2], openSessions: $0[3], sessions: $0[4]) }
        }
    }

    /// Keeps an environment.
    public func keep(environment: [UInt8], hash: String) async throws(JournalFault) {
        let envelope = envelope
        try await writing("environment \(hash) cannot be kept") { _, db in
            try db.execute(
                sql: "INSERT INTO environments (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING",
                arguments: [hash, Data(try envelope.close(environment, .environment(hash)))])
        }
    }

    /// A kept environment.
    public func environment(_ hash: String) async throws(JournalFault) -> [UInt8]? {
        try await opened(
            "environment \(hash)", "SELECT body FROM environments WHERE hash = ?", hash, .environment(hash))
    }

    /// Forgets what no journal names.
    public func collectGenerations(keeping: Set<String>) async throws(JournalFault) -> Int {
        try await writing("generations cannot be collected") { _, db in
            let unused = try String.fetchAll(
                db,
                sql: """
                    SELECT id FROM generations
                    WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE generation = generations.id)
                    """
            ).filter { !keeping.contains($0) }
            for id in unused { try db.execute(sql: "DELETE FROM generations WHERE id = ?", arguments: [id]) }
            let unnamed = try String.fetchAll(
                db,
                sql: """
                    SELECT hash FROM environments
                    WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE environment = hash)
                      AND NOT EXISTS (SELECT 1 FROM generations WHERE environment = hash)
                    """
            ).filter { !keeping.contains($0) }
            for hash in unnamed { try db.execute(sql: "DELETE FROM environments WHERE hash = ?", arguments: [hash]) }
            return unused.count
        }
    }

    /// A setting.
    public func setting(_ name: String) async throws(JournalFault) -> [UInt8]? {
        try await opened("setting '\(name)'", "SELECT value FROM settings WHERE name = ?", name, .setting(name))
    }

    /// Sets it.
    public func set(_ name: String, to value: [UInt8]) async throws(JournalFault) {
        let envelope = envelope
        try await writing("setting '\(name)' cannot be kept") { _, db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)",
                arguments: [name, Data(try envelope.close(value, .setting(name)))])
        }
    }

    private func opened(
        _ what: String, _ sql: String, _ name: String, _ place: BlobEnvelope.Place
    ) async throws(JournalFault) -> [UInt8]? {
        let closed = try await readers.read("\(what) cannot be read") { db in
            try Data.fetchOne(db, sql: sql, arguments: [name]).map { [UInt8]($0) }
        }
        guard let closed else { return nil }
        do {
            return try envelope.open(closed, place)
        } catch {
            throw JournalFault(isPassing: false, "\(what) is damaged: \(error)")
        }
    }
}
