import Foundation

/// A folder on the disk that goes away with this value.
final class TempFolder: Sendable {
    let path: String

    init() throws {
        let name = "hookswitch-flows-\(UUID().uuidString)"
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func path(_ relative: String) -> String { path + "/" + relative }

    func makeFolder(_ relative: String) throws {
        try FileManager.default.createDirectory(atPath: path(relative), withIntermediateDirectories: true)
    }

    /// Writes in place, as `echo > file` does, and makes the folders on the way.
    func write(_ relative: String, _ text: String) throws {
        try makeFolder(folder(of: relative))
        guard FileManager.default.createFile(atPath: path(relative), contents: nil) else {
            throw CocoaError(.fileWriteUnknown)
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(relative)), options: [])
    }

    /// Writes beside and renames over, as careful programs do.
    func replace(_ relative: String, _ text: String) throws {
        let fresh = folder(of: relative) + "/.fresh"
        try write(fresh, text)
        try move(fresh, to: relative)
    }

    /// Makes a link that says `target`, taking the place of another one in one step.
    func link(_ relative: String, to target: String) throws {
        let fresh = path(".fresh-\(UUID().uuidString)")
        try FileManager.default.createSymbolicLink(atPath: fresh, withDestinationPath: target)
        try rename(fresh, over: path(relative))
    }

    func move(_ from: String, to: String) throws { try rename(path(from), over: path(to)) }

    func remove(_ relative: String) throws { try FileManager.default.removeItem(atPath: path(relative)) }

    private func folder(of relative: String) -> String {
        relative.split(separator: "/").dropLast().joined(separator: "/")
    }

    private func rename(_ from: String, over to: String) throws {
        guard Foundation.rename(from, to) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
}
