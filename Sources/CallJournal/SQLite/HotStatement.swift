import GRDB
import GRDBSQLite

/// A statement of the writing path: bound and run without GRDB's values between, which cost more than SQLite's own work
/// on a row. Used by the writer's thread only.
final class HotStatement {
    private let statement: Statement
    private let handle: OpaquePointer
    private let connection: OpaquePointer

    init(_ db: Database, _ sql: String) throws {
        guard let connection = db.sqliteConnection else {
            throw JournalFault(isPassing: false, "the store is closed")
        }
        statement = try db.makeStatement(sql: sql)
        handle = statement.sqliteStatement
        self.connection = connection
    }

    /// Lets SQLite copy what is bound.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    func bind(_ index: Int32, _ value: Int) { sqlite3_bind_int64(handle, index, Int64(value)) }
    func bind(_ index: Int32, _ value: Double) { sqlite3_bind_double(handle, index, value) }
    func bindNull(_ index: Int32) { sqlite3_bind_null(handle, index) }

    func bind(_ index: Int32, _ value: Int?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }

    func bind(_ index: Int32, _ value: StoreKey) {
        withUnsafeBytes(of: value) { bytes in
            _ = sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), Self.transient)
        }
    }

    func bind(_ index: Int32, _ value: String?) throws {
        guard let value else { return bindNull(index) }
        try check(sqlite3_bind_text(handle, index, value, Int32(value.utf8.count), Self.transient))
    }

    func bind(_ index: Int32, _ value: [UInt8]?) throws {
        guard let value else { return bindNull(index) }
        try value.withUnsafeBytes { bytes in
            try check(sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), Self.transient))
        }
    }

    /// Runs a statement that gives no rows.
    func run() throws {
        let code = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard code == SQLITE_DONE || code == SQLITE_ROW else { throw error(code) }
    }

    /// Runs a statement that gives one row or none.
    func first<Value>(_ read: (borrowing Row) -> Value) throws -> Value? {
        let code = sqlite3_step(handle)
        defer { sqlite3_reset(handle) }
        switch code {
        case SQLITE_ROW: return read(Row(handle: handle))
        case SQLITE_DONE: return nil
        default: throw error(code)
        }
    }

    /// How many rows the last run of any statement changed.
    var changes: Int { Int(sqlite3_changes(connection)) }

    /// The columns of a row, while the statement stands on it.
    struct Row: ~Copyable {
        fileprivate let handle: OpaquePointer

        func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }
        func double(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }
        func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
        func text(_ column: Int32) -> String { sqlite3_column_text(handle, column).map { String(cString: $0) } ?? "" }
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw error(code) }
    }

    private func error(_ code: Int32) -> SQLiteError {
        SQLiteError(code: code, message: String(cString: sqlite3_errmsg(connection)))
    }
}
