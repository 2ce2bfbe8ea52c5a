import CallModel
import Foundation
import GRDB
import GRDBSQLite

/// A journal in an SQLite file: WAL, full sync, one process at a time.
///
/// All writing is done by one thread, which puts everything that waits into one transaction: under load hundreds of
/// sessions share one sync. Reading goes over connections of its own and holds nobody up.
public final class SQLiteJournal: CallJournal {
    /// The real path of its file.
    public let path: String
    let envelope: BlobEnvelope
    let readers: ReaderPool
    /// Nil when the store was opened for reading only.
    let thread: CommitThread?

    /// Opens a store for reading and writing; makes it when it is not there.
    /// - Parameter key: seals what sessions hold; a store is sealed from its first day or never.
    public convenience init(path: String, key: JournalKey? = nil) throws(JournalFault) {
        try self.init(path: path, key: key, options: SQLiteOptions())
    }

    /// Opens a store for reading, also while a process writes it. Whatever would write is refused.
    public static func openReadOnly(path: String, key: JournalKey? = nil) throws(JournalFault) -> SQLiteJournal {
        try SQLiteJournal(reading: path, key: key)
    }

    init(path: String, key: JournalKey?, options: SQLiteOptions) throws(JournalFault) {
        let path = try StoreFile.checked(path, isWritten: true)
        let lock = try StoreLock(store: path)
        try StoreFile.create(path)
        envelope = BlobEnvelope(key: key)
        self.path = path
        let queue: DatabaseQueue
        do {
            queue = try StoreConnection.openForWriting(path, key, options)
            readers = try ReaderPool(path, options)
        } catch {
            throw StoreConnection.fault(error, path)
        }
        let thread = CommitThread(retryInterval: options.retryInterval, onRetry: options.onRetry)
        self.thread = thread
        let envelope = envelope
        // The thread holds the connection and the lock, not this object: whoever lets go of the journal ends it.
        let body = Thread {
            StoreConnection.hold(queue, thread, envelope)
            lock.release()
            thread.end()
        }
        body.name = "journal"
        body.stackSize = 1 << 20
        body.start()
    }

    private init(reading path: String, key: JournalKey?) throws(JournalFault) {
        let path = try StoreFile.checked(path, isWritten: false)
        self.path = path
        envelope = BlobEnvelope(key: key)
        thread = nil
        do {
            readers = try ReaderPool(path, SQLiteOptions())
            try readers.check(key)
        } catch {
            throw StoreConnection.fault(error, path)
        }
    }

    deinit { thread?.close(last: nil) {} }

    /// Writes a transaction.
    public func commit(
        _ write: JournalWrite, on shard: ShardIndex, completion: @escaping @Sendable (JournalOutcome) -> Void
    ) {
        guard let thread else { return completion(.failed(Self.readOnly)) }
        thread.enqueue(QueuedWrite(write: PreparedWrite(write, envelope), completion: completion))
    }

    static let readOnly = JournalFault(isPassing: false, "the store was opened for reading only")

    /// Does something on the writer's thread, in a transaction.
    func writing<Value: Sendable>(
        _ what: String, _ body: @escaping @Sendable (StoreWriter, Database) throws -> Value
    ) async throws(JournalFault) -> Value {
        guard let thread else { throw Self.readOnly }
        let result = await withCheckedContinuation {
            (waiting: CheckedContinuation<Result<Value, JournalFault>, Never>) in
            thread.enqueue(
                CommitThread.Task(
                    failure: what,
                    run: { store, db in
                        let value = try body(store, db)
                        return { waiting.resume(returning: .success(value)) }
                    }, refuse: { waiting.resume(returning: .failure($0)) }))
        }
        return try result.get()
    }

    /// Ends the thread and its connections.
    /// - Parameter time: when the process ends in order; nil notes nothing, as if it had been killed.
    func close(noting time: Double?) async throws(JournalFault) {
        guard let thread else { return readers.close() }
        let fault = await withCheckedContinuation { (waiting: CheckedContinuation<JournalFault?, Never>) in
            let found = FaultBox()
            let last = time.map { time in
                CommitThread.Task(
                    failure: "the clean end cannot be noted",
                    run: { _, db in
                        try db.execute(sql: "UPDATE node SET alive = ?, clean = 1", arguments: [time])
                        return {}
                    }, refuse: { found.set($0) })
            }
            // Readers hold nothing back that is to be moved from the log into the file.
            readers.close()
            thread.close(last: last) { waiting.resume(returning: found.value) }
        }
        if let fault { throw fault }
    }
}
