import Foundation

/// The Lua files of the repository.
enum LuaFiles {
    private static let tests = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All of flows, standard library and tests, by their paths in the repository.
    static func all() throws -> [String: [UInt8]] {
        let root = tests.deletingLastPathComponent()
        return try files(of: ["flows", "stdlib", "Tests"].map(root.appendingPathComponent), under: root)
    }

    /// Those that were written to be instrumented and run, by their names.
    static func programs() throws -> [String: [UInt8]] {
        let folder = tests.appendingPathComponent("LuaSyntaxTests/Programs")
        return try files(of: [folder], under: folder)
    }

    private static func files(of folders: [URL], under root: URL) throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for folder in folders {
            let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            while let file = walk?.nextObject() as? URL {
                guard file.pathExtension == "lua" else { continue }
                found[String(file.path.dropFirst(root.path.count + 1))] = [UInt8](try Data(contentsOf: file))
            }
        }
        return found
    }
}
