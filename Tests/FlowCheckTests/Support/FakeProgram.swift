import Foundation

/// A shell script in the place of a program, in a folder that is removed with it.
final class FakeProgram {
    let path: String
    private let folder: URL

    init(_ script: String) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("fake-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("luacheck")
        try Data(("#!/bin/sh\n" + script + "\n").utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        path = file.path
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
