import GRDB

/// The tables of a store, as steps from one version to the next. A step that was released is never changed.
///
/// Slices lie in the order of commits, not of sessions: 200 calls at once append to one page instead of dirtying 200.
/// Their index is small, and the numbers of sessions that run at one time are neighbours in it. Measured with plain SQLite
/// on two busy cores, 200 sessions, a slice of 1.2 kB and an event id each per commit, full sync, 40 commits: 19 MB of log
/// and 22 to 30 µs of processor time a slice, against 103 MB and 76 µs with a table keyed by session and record.
enum SQLiteSchema {
    /// `HKSW`, in the file's header.
    static let applicationID = 0x484B_5357

    /// The version that this binary writes, kept in `PRAGMA user_version`.
    static var version: Int { steps.count }

    /// Step n makes version n + 1 of version n.
    static let steps: [String] = [
        """
        CREATE TABLE sessions (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, flow TEXT, generation TEXT, environment TEXT,
            level INTEGER, began REAL, begin BLOB, ended REAL, way TEXT, report BLOB,
            rebuilds INTEGER NOT NULL DEFAULT 0, rebuilt_at INTEGER NOT NULL DEFAULT -1);
        CREATE TABLE slices (
            place INTEGER PRIMARY KEY, number INTEGER NOT NULL, last INTEGER NOT NULL, at REAL NOT NULL,
            records BLOB NOT NULL, head BLOB);
        CREATE UNIQUE INDEX slices_of_session ON slices (number, last);
        -- key: of the event's id. seq: null while it waits, 0 when only its id is known.
        CREATE TABLE events (
            number INTEGER NOT NULL, key BLOB NOT NULL, seq INTEGER, declared INTEGER NOT NULL, place INTEGER,
            body BLOB, PRIMARY KEY (number, key)) WITHOUT ROWID;
        CREATE TABLE claims (key BLOB PRIMARY KEY, holder TEXT NOT NULL, at REAL NOT NULL) WITHOUT ROWID;
        CREATE TABLE generations (
            id TEXT PRIMARY KEY, level INTEGER NOT NULL, environment TEXT NOT NULL, created REAL NOT NULL,
            body BLOB NOT NULL);
        CREATE TABLE environments (hash TEXT PRIMARY KEY, body BLOB NOT NULL);
        CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL);
        CREATE TABLE node (
            one INTEGER PRIMARY KEY CHECK (one = 1), epoch INTEGER NOT NULL, alive REAL, clean INTEGER NOT NULL,
            key_check BLOB);
        INSERT INTO node VALUES (1, 0, NULL, 1, NULL);
        """,
        // What recovery and retention look for, without reading every session that is kept.
        """
        CREATE INDEX open_sessions ON sessions (number) WHERE ended IS NULL;
        CREATE INDEX ended_sessions ON sessions (ended) WHERE ended IS NOT NULL;
        CREATE INDEX sessions_by_generation ON sessions (generation);
        CREATE INDEX sessions_by_environment ON sessions (environment);
        CREATE INDEX waiting_events ON events (number, place) WHERE seq IS NULL;
        CREATE INDEX claims_by_time ON claims (at);
        """,
        // Which journals of ended sessions still hold what is personal.
        """
        ALTER TABLE sessions ADD COLUMN redacted INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX unredacted_sessions ON sessions (number) WHERE ended IS NOT NULL AND redacted = 0;
        """,
        // The store of flows, and what each change of it answered: asked again, it answers the same.
        """
        CREATE TABLE store (key BLOB PRIMARY KEY, value BLOB NOT NULL, expires REAL) WITHOUT ROWID;
        CREATE INDEX store_by_expiry ON store (expires) WHERE expires IS NOT NULL;
        CREATE TABLE store_answers (
            number INTEGER NOT NULL, op TEXT NOT NULL, answer BLOB NOT NULL, PRIMARY KEY (number, op)) WITHOUT ROWID;
        """,
    ]

    /// Why a file cannot be used as a store.
    enum Fault: Error {
        case foreign
        case newer(Int)
        case older(Int)
    }

    /// The version that a file has; 0 for an empty one.
    static func check(_ db: Database) throws -> Int {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let mark = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard mark == applicationID || (mark == 0 && version == 0 && tables == 0) else { throw Fault.foreign }
        guard version <= Self.version else { throw Fault.newer(version) }
        return version
    }

    /// Brings a file to the newest version, each step in a transaction of its own.
    /// - Returns: whether the file was empty.
    static func migrate(_ db: Database) throws -> Bool {
        let found = try check(db)
        for (number, step) in steps.enumerated().dropFirst(found) {
            try db.inTransaction(.exclusive) {
                try db.execute(sql: step)
                try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                try db.execute(sql: "PRAGMA user_version = \(number + 1)")
                return .commit
            }
        }
        return found == 0
    }
}
