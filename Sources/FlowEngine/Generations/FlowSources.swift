import FlowStdlib
import Foundation

/// The sources of all flows: relative paths with forward slashes and their bytes.
///
/// A flow is `NAME.lua` or `NAME/main.lua` at the top; `shared/` holds code for all of them.
public struct FlowSources: Sendable, Equatable {
    /// By path, such as `reception/main.lua`.
    public var files: [String: [UInt8]]

    /// Sources by path; specs and other files are left out.
    public init(files: [String: [UInt8]]) {
        self.files = files.filter { $0.key.hasSuffix(".lua") && !$0.key.hasSuffix("_spec.lua") }
    }

    /// A flow and its main file.
    public struct Entry: Sendable, Equatable {
        /// As operators and logs name it.
        public var name: String
        /// Relative to the flows folder.
        public var path: String
    }

    /// The flows, sorted by name.
    public var entries: [Entry] {
        files.keys.compactMap { path -> Entry? in
            let parts = path.split(separator: "/")
            if parts.count == 1 { return Entry(name: String(parts[0].dropLast(4)), path: path) }
            if parts.count == 2, parts[1] == "main.lua", parts[0] != "shared" {
                return Entry(name: String(parts[0]), path: path)
            }
            return nil
        }
        .sorted { ($0.name, $0.path) < ($1.name, $1.path) }
    }

    /// The modules that `require` finds from a flow: name and source, with the path shown in errors.
    func modules(of flow: String) -> [(name: String, path: String, source: [UInt8])] {
        var found: [(name: String, path: String, source: [UInt8])] = []
        for (path, source) in files.sorted(by: { $0.key < $1.key }) {
            let parts = path.split(separator: "/").map(String.init)
            guard parts.count > 1 else { continue }
            var words = Array(parts.dropFirst())
            words[words.count - 1] = String(words[words.count - 1].dropLast(4))
            if parts[0] == "shared" {
                found.append(("shared." + words.joined(separator: "."), path, source))
            } else if parts[0] == flow, words != ["main"] {
                // Both `lib/prompts.lua` and `prompts.lua` answer to "lib.prompts".
                let tail = words.first == "lib" ? Array(words.dropFirst()) : words
                if !tail.isEmpty { found.append(("lib." + tail.joined(separator: "."), path, source)) }
            }
        }
        for (name, source) in Stdlib.modules {
            found.append(("std." + name, "std/\(name).lua", source))
        }
        return found
    }

    /// Hexadecimal SHA-256 over paths and bytes, in order.
    var digest: String {
        var bytes: [UInt8] = []
        for (path, source) in files.sorted(by: { $0.key < $1.key }) {
            bytes.append(contentsOf: Array("\(path)\n\(source.count)\n".utf8))
            bytes.append(contentsOf: source)
        }
        for (name, source) in Stdlib.modules {
            bytes.append(contentsOf: Array("std \(name)\n\(source.count)\n".utf8))
            bytes.append(contentsOf: source)
        }
        return ContentHash.hex(bytes)
    }
}
