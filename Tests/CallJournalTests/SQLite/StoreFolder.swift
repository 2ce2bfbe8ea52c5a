import CLossyFiles
import CallModel
import Foundation
import Testing

@testable import CallJournal

/// A folder for stores that is removed with this object.
final class StoreFolder: Sendable {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // As SQLite and the file layer see it.
        path = folder.resolvingSymlinksInPath().path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Where the store lies.
    var store: String { path + "/calls.db" }

    /// A key that is no secret.
    static func key() throws -> JournalKey { try JournalKey(bytes: Array(0..<32)) }

    /// Options over the layer that loses power and runs full.
    static func lossy() throws -> SQLiteOptions {
        try #require(lossy_register() == 0)
        var options = SQLiteOptions()
        options.fileLayer = "lossy"
        options.retryInterval = 0.01
        return options
    }

    func open(_ options: SQLiteOptions = SQLiteOptions(), key: JournalKey? = nil) throws -> SQLiteJournal {
        try SQLiteJournal(path: store, key: key, options: options)
    }

    /// The folder's files as they are now, as a kill would leave them.
    func copy() throws -> StoreFolder {
        let copy = try StoreFolder()
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: store + suffix) {
            try FileManager.default.copyItem(atPath: store + suffix, toPath: copy.store + suffix)
        }
        return copy
    }
}

/// What opening a store says that cannot be opened.
func refusal(_ open: () throws -> SQLiteJournal) -> String {
    do {
        _ = try open()
        return "it was opened"
    } catch {
        return "\(error)"
    }
}
