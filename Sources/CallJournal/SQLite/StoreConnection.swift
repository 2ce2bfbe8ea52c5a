import Foundation
import GRDB
import GRDBSQLite
import NIOConcurrencyHelpers

/// How the connections of a store are opened and closed.
enum StoreConnection {
    /// Why a key does not fit a store.
    enum KeyFault: Error {
        case missing, wrong, notSealed
    }

    /// Opens, checks and migrates.
    static func openForWriting(_ path: String, _ key: JournalKey?, _ options: SQLiteOptions) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "journal"
        let queue = try DatabaseQueue(path: name(path, options), configuration: configuration)
        try queue.inDatabase { db in
            _ = try SQLiteSchema.check(db)
            guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")?.lowercased() == "wal" else {
                throw JournalFault(isPassing: false, "the store \(path) cannot be put into WAL mode")
            }
            let isSynced = options.isSynced && !PlantedFault.noSync.isPlanted
            try db.execute(sql: "PRAGMA synchronous = \(isSynced ? "FULL" : "OFF")")
            // 16 MiB of the log are moved at a time, so that a page that many commits touch is moved once.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
            try db.execute(sql: "PRAGMA cache_size = -16000")
            if try size(of: db) <= 16 << 20 { try quickCheck(db) }
            let isNew = try SQLiteSchema.migrate(db)
            try checkKey(db, key, isNew: isNew)
            if let connection = db.sqliteConnection {
                sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, Int32(clamping: options.valueLimit))
            }
        }
        return queue
    }

    static func openForReading(_ path: String, _ options: SQLiteOptions) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "journal.reader"
        // Only while a log is being taken over from a process that was killed.
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: name(path, options), configuration: configuration)
    }

    /// What SQLite is given: the path, or an address that names the file layer too.
    private static func name(_ path: String, _ options: SQLiteOptions) -> String {
        guard let layer = options.fileLayer else { return path }
        let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
        return "file:\(escaped)?vfs=\(layer)"
    }

    private static func size(of db: Database) throws -> Int {
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        return pages * (try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
    }

    /// A small file is read whole; in a large one damage shows where it is met, and names the session.
    private static func quickCheck(_ db: Database) throws {
        let found = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "ok"
        guard found == "ok" else { throw SQLiteError(code: SQLITE_CORRUPT, message: found) }
    }

    /// Holds a key against the store's own.
    static func checkKey(_ db: Database, _ key: JournalKey?, isNew: Bool) throws {
        if isNew, let key {
            return try db.execute(sql: "UPDATE node SET key_check = ?", arguments: [Data(key.check)])
        }
        switch (try Data.fetchOne(db, sql: "SELECT key_check FROM node WHERE key_check IS NOT NULL"), key) {
        case (nil, nil): return
        case (nil, _?): throw KeyFault.notSealed
        case (_?, nil): throw KeyFault.missing
        case (let check?, let key?): guard Array(check) == key.check else { throw KeyFault.wrong }
        }
    }

    /// Works on the thread that calls, until the store is closed.
    static func hold(_ queue: DatabaseQueue, _ thread: CommitThread, _ envelope: BlobEnvelope) {
        queue.inDatabase { db in
            do {
                thread.run(try StoreWriter(db, envelope))
            } catch {
                thread.refuseAll(JournalFault(error, "the journal cannot be written"))
            }
        }
        // The log is moved into the file when the last connection goes; what fails then is done at the next start.
        try? queue.close()
    }

    /// What is wrong with a store that cannot be opened.
    static func fault(_ error: any Error, _ path: String) -> JournalFault {
        let reason: String
        switch error {
        case SQLiteSchema.Fault.foreign: reason = "the file is a database of something else"
        case SQLiteSchema.Fault.newer(let version):
            reason =
                "its schema is version \(version), and this hookswitch knows \(SQLiteSchema.version) at most; "
                + "use the newer binary"
        case SQLiteSchema.Fault.older(let version):
            reason =
                "its schema is version \(version); start the new binary once, which makes it version "
                + "\(SQLiteSchema.version)"
        case KeyFault.missing: reason = "it is sealed; give its journal key"
        case KeyFault.wrong: reason = "it is sealed with another key"
        case KeyFault.notSealed: reason = "it is not sealed, and only a new store can be; leave the key out"
        default: return JournalFault(error, "the store \(path) cannot be opened")
        }
        return JournalFault(isPassing: false, "the store \(path) cannot be opened: \(reason)")
    }
}

/// A few connections for reading, used in turn.
final class ReaderPool: Sendable {
    private let queues: [DatabaseQueue]
    private let next = NIOLockedValueBox(0)

    init(_ path: String, _ options: SQLiteOptions) throws {
        queues = try (0..<2).map { _ in try StoreConnection.openForReading(path, options) }
    }

    /// Whether the store can be read by this binary with this key.
    func check(_ key: JournalKey?) throws {
        try queues[0].inDatabase { db in
            let version = try SQLiteSchema.check(db)
            guard version == SQLiteSchema.version else { throw SQLiteSchema.Fault.older(version) }
            try StoreConnection.checkKey(db, key, isNew: false)
        }
    }

    /// Reads on a thread of the pool.
    /// - Parameter what: what is read, for the sentence of a fault.
    func read<Value: Sendable>(
        _ what: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(JournalFault) -> Value {
        let queue = next.withLockedValue { next in
            next = (next + 1) % queues.count
            return queues[next]
        }
        do {
            return try await queue.read(body)
        } catch {
            throw JournalFault(error, what)
        }
    }

    func close() {
        for queue in queues { try? queue.close() }
    }
}

/// A fault that one closure leaves for another.
final class FaultBox: Sendable {
    private let box = NIOLockedValueBox<JournalFault?>(nil)

    var value: JournalFault? { box.withLockedValue { $0 } }

    func set(_ fault: JournalFault) { box.withLockedValue { $0 = fault } }
}
