import CallModel
import Foundation
import GRDB
import Testing

@testable import CallJournal

@Suite struct SQLiteMigrationTests {
    /// A file as version 1 made it, with a session in it. A copy that does not follow the sources.
    private func makeVersion1(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { db in
            try db.execute(
                sql: """
                    CREATE TABLE sessions (
                        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, flow TEXT, generation TEXT,
                        environment TEXT, level INTEGER, began REAL, begin BLOB, ended REAL, way TEXT, report BLOB,
                        rebuilds INTEGER NOT NULL DEFAULT 0, rebuilt_at INTEGER NOT NULL DEFAULT -1);
                    CREATE TABLE slices (
                        place INTEGER PRIMARY KEY, number INTEGER NOT NULL, last INTEGER NOT NULL, at REAL NOT NULL,
                        records BLOB NOT NULL, head BLOB);
                    CREATE UNIQUE INDEX slices_of_session ON slices (number, last);
                    CREATE TABLE events (
                        number INTEGER NOT NULL, key BLOB NOT NULL, seq INTEGER, declared INTEGER NOT NULL,
                        place INTEGER, body BLOB, PRIMARY KEY (number, key)) WITHOUT ROWID;
                    CREATE TABLE claims (key BLOB PRIMARY KEY, holder TEXT NOT NULL, at REAL NOT NULL) WITHOUT ROWID;
                    CREATE TABLE generations (
                        id TEXT PRIMARY KEY, level INTEGER NOT NULL, environment TEXT NOT NULL, created REAL NOT NULL,
                        body BLOB NOT NULL);
                    CREATE TABLE environments (hash TEXT PRIMARY KEY, body BLOB NOT NULL);
                    CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL);
                    CREATE TABLE node (
                        one INTEGER PRIMARY KEY CHECK (one = 1), epoch INTEGER NOT NULL, alive REAL,
                        clean INTEGER NOT NULL, key_check BLOB);
                    INSERT INTO node VALUES (1, 4, 50.5, 0, NULL);
                    PRAGMA application_id = 1212896087;
                    PRAGMA user_version = 1;
                    """)
            let session = JournalContract.first
            let envelope = BlobEnvelope(key: nil)
            let begin = SampleRecords.begin(.launch)
            let records = [JournalRecord(session: session, seq: 1, at: 40, body: .begin(begin))]
            try db.execute(
                sql: """
                    INSERT INTO sessions (number, id, flow, generation, environment, level, began, begin)
                    VALUES (9, ?, 'front desk', 'abc', 'def', 2, 40, ?)
                    """,
                arguments: [session.text, Data(try envelope.close(RecordCodec.encode(begin), .begin(session)))])
            try db.execute(
                sql: "INSERT INTO slices VALUES (3, 9, 1, 40, ?, NULL)",
                arguments: [Data(try envelope.close(RecordCodec.encode(records), .slice(session, last: 1)))])
        }
        try queue.close()
    }

    @Test func aStoreOfVersion1IsBroughtToTheNewestWithWhatItHolds() async throws {
        let folder = try StoreFolder()
        try makeVersion1(folder.store)
        #expect(refusal { try SQLiteJournal.openReadOnly(path: folder.store) }.contains("start the new binary once"))
        let journal = try folder.open()
        #expect(try await journal.start(at: 60) == NodeStart(epoch: 5, downSince: 50.5, wasClean: false))
        #expect(try await journal.openSessions().map(\.id) == [JournalContract.first])
        let contract = JournalContract(journal: journal)
        #expect(await contract.commit(contract.write(JournalContract.first, [contract.event(2, "a")])) == .durable)
        #expect(try await journal.records(of: JournalContract.first).map(\.seq) == [1, 2])
        #expect(
            await contract.commit(contract.write(JournalContract.second, [contract.begin(1, JournalContract.second)]))
                == .durable)
        try await journal.finish(at: 61)
        let queue = try DatabaseQueue(path: folder.store)
        try await queue.read { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version")
            #expect(version == SQLiteSchema.version)
            let indexes = try String.fetchSet(db, sql: "SELECT name FROM sqlite_master WHERE type = 'index'")
            #expect(indexes.isSuperset(of: ["open_sessions", "waiting_events", "claims_by_time"]))
        }
        try queue.close()
    }

    @Test func aStepThatFailsLeavesTheFileAsItWas() throws {
        let folder = try StoreFolder()
        try makeVersion1(folder.store)
        let queue = try DatabaseQueue(path: folder.store)
        // The step of version 2 meets an index of that name.
        try queue.inDatabase { try $0.execute(sql: "CREATE INDEX claims_by_time ON claims (at)") }
        try queue.close()
        #expect(refusal { try folder.open() }.contains("claims_by_time"))
        let after = try DatabaseQueue(path: folder.store)
        try after.inDatabase { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version")
            #expect(version == 1)
            let indexes = try String.fetchSet(db, sql: "SELECT name FROM sqlite_master WHERE type = 'index'")
            #expect(!indexes.contains("open_sessions"))
        }
        try after.close()
    }
}
