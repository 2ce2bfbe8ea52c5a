import FlowStdlib
import FlowTesting
import Foundation

/// The folder that a Lua language server finds types in: our declarations, and the sources of the standard library.
enum EditorLibrary {
    /// The files by their paths in the folder.
    static var files: [String: String] {
        var files = ["hookswitch.d.lua": FlowTypes.text + "\n", "spec.d.lua": SpecTypes.text + "\n"]
        for module in Stdlib.modules {
            files["std/\(module.name).lua"] = String(decoding: module.source, as: UTF8.self)
        }
        return files
    }

    /// Writes all files; those of an older release are replaced.
    /// - Throws: `FileWriteError` when the folder cannot be written to.
    static func write(to folder: String) throws(FileWriteError) {
        for (path, text) in files.sorted(by: { $0.key < $1.key }) {
            try FileWriteError.write(text, to: folder + "/" + path)
        }
    }
}

/// A file that could not be written.
struct FileWriteError: Error, CustomStringConvertible {
    let description: String

    /// Writes a file and makes the folders above it.
    static func write(_ text: String, to path: String) throws(FileWriteError) {
        do {
            let url = URL(fileURLWithPath: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url, options: .atomic)
        } catch {
            throw FileWriteError(
                description:
                    "\(path) cannot be written: \((error as NSError).localizedDescription); is the folder yours?")
        }
    }
}
