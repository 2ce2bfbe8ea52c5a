import Crypto

/// All flow sources below one root, read at one moment: a value that is compared, kept and swapped as a whole.
public struct FlowTree: Sendable, Equatable {
    /// The sources by relative path (forward slashes, `reception/main.lua`).
    public let files: [String: [UInt8]]

    /// The relative paths, sorted by their bytes.
    public let paths: [String]

    /// Hex SHA-256 over paths and contents, each preceded by its length, in the order of `paths`.
    public let hash: String

    /// The flows in this tree, each with the file it starts from: `x.lua` or `x/main.lua` at the top is the flow `x`,
    /// except that `shared` holds code for all of them.
    public let flowEntries: [String: String]

    /// Makes a tree of sources that are already in memory (a stored generation, a test).
    public init(files: [String: [UInt8]]) {
        let paths = files.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var entries: [String: String] = [:]
        for path in paths {
            guard let name = Self.flowName(startingFrom: path), entries[name] == nil else { continue }
            entries[name] = path
        }
        self.files = files
        self.paths = paths
        self.hash = Self.hash(of: files, inOrder: paths)
        self.flowEntries = entries
    }

    private static func flowName(startingFrom path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 1, path.hasSuffix(".lua") { return String(path.dropLast(4)) }
        if parts.count == 2, parts[1] == "main.lua", parts[0] != "shared" { return String(parts[0]) }
        return nil
    }

    private static func hash(of files: [String: [UInt8]], inOrder paths: [String]) -> String {
        var hasher = SHA256()
        func add(_ bytes: [UInt8]) {
            withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { hasher.update(bufferPointer: $0) }
            hasher.update(data: bytes)
        }
        for path in paths {
            add(Array(path.utf8))
            add(files[path] ?? [])
        }
        let digits = Array("0123456789abcdef".utf8)
        let hex = hasher.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: hex, as: UTF8.self)
    }
}
