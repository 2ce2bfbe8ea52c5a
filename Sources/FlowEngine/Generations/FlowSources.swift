import Crypto
import FlowStdlib

/// The sources of all flows: relative paths with forward slashes and their bytes, and the standard library that they
/// were written for.
///
/// A flow is `NAME.lua` or `NAME/main.lua` at the top; `shared/` holds code for all of them.
public struct FlowSources: Sendable, Equatable {
    /// By path, such as `reception/main.lua`.
    public let files: [String: [UInt8]]
    /// By name without `std.`. A session keeps the one that it began with, whatever a newer binary brings.
    public let stdlib: [String: [UInt8]]

    /// How the files of the standard library begin in places and tracebacks.
    static let libraryFolder = "std/"

    /// The standard library of this binary.
    public static let ownStdlib = Dictionary(Stdlib.modules.map { ($0.name, $0.source) }) { first, _ in first }

    /// Sources by path; specs and other files are left out.
    public init(files: [String: [UInt8]], stdlib: [String: [UInt8]] = FlowSources.ownStdlib) {
        self.files = files.filter { $0.key.hasSuffix(".lua") && !$0.key.hasSuffix("_spec.lua") }
        self.stdlib = stdlib
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
    package func modules(of flow: String) -> [(name: String, path: String, source: [UInt8])] {
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
        for (name, source) in stdlib.sorted(by: { $0.key < $1.key }) {
            found.append(("std." + name, "\(Self.libraryFolder)\(name).lua", source))
        }
        return found
    }

    /// Hexadecimal SHA-256 over paths and bytes, in order.
    var digest: String {
        var hasher = SHA256()
        func add(_ bytes: [UInt8]) {
            // Lengths go first, so that no source can pass for another file.
            withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { hasher.update(bufferPointer: $0) }
            hasher.update(data: bytes)
        }
        func add(_ sources: [String: [UInt8]]) {
            add(Array("\(sources.count)".utf8))
            for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
                add(Array(name.utf8))
                add(source)
            }
        }
        add(files)
        add(stdlib)
        return ContentHash.hex(hasher.finalize())
    }
}
