import GRDB
import GRDBSQLite

/// An error of SQLite, from a statement that is run without GRDB's values between.
struct SQLiteError: Error {
    /// The extended code.
    var code: Int32
    /// SQLite's words.
    var message: String
}

extension JournalFault {
    /// What an error of SQLite means to those who write.
    /// - Parameter what: what was tried, as the beginning of a sentence.
    init(_ error: any Error, _ what: String) {
        switch error {
        case let fault as JournalFault: self = fault
        case let error as SQLiteError: self.init(code: error.code, error.message, what)
        case let error as DatabaseError:
            self.init(code: error.extendedResultCode.rawValue, error.message ?? "no reason given", what)
        case is CancellationError: self.init(isPassing: true, "\(what): cancelled")
        default: self.init(isPassing: false, "\(what): \(error)")
        }
    }

    private init(code: Int32, _ message: String, _ what: String) {
        let passing: String? =
            switch code & 0xFF {
            case SQLITE_FULL: "the disk is full"
            case SQLITE_BUSY, SQLITE_LOCKED: "another process holds the store"
            case SQLITE_IOERR: "the disk refuses"
            case SQLITE_READONLY: "the disk has become read-only"
            case SQLITE_CANTOPEN: "a file of the store cannot be opened"
            case SQLITE_NOMEM: "there is no memory left"
            case SQLITE_INTERRUPT, SQLITE_ABORT, SQLITE_PROTOCOL: "it was interrupted"
            default: nil
            }
        let permanent: String? =
            switch code & 0xFF {
            case SQLITE_CORRUPT: "the store is damaged"
            case SQLITE_NOTADB: "the file is no database"
            case SQLITE_TOOBIG: "a record is too large"
            default: nil
            }
        let reason = passing ?? permanent
        self.init(
            isPassing: passing != nil, "\(what): \(reason.map { "\($0) (\(message), code \(code))" } ?? message)")
    }
}
