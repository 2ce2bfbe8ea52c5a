import LuaEngine

/// One spec file, compiled.
public struct SpecFile: Sendable {
    /// Relative to the folder that was walked, with forward slashes.
    public let path: String
    let chunk: LuaChunk

    /// A file whose name ends in `_spec.lua`.
    /// - Throws: `SpecProblem` when it is no Lua.
    public init(path: String, source: [UInt8]) throws(SpecProblem) {
        self.path = path
        do {
            chunk = try LuaChunk.compile(source, name: "@" + path)
        } catch {
            throw SpecProblem(file: error.source ?? path, line: error.line, message: error.textWithoutPlace)
        }
    }

    /// The cases that it registers, in order, and the flows that it brings along.
    public func cases() throws(SpecProblem) -> (cases: [SpecCase], flows: [String: String]) {
        let world = try SpecWorld(self)
        let cases = world.plan.entries.map { entry in
            let line = Int(entry.place.split(separator: ":").last ?? "") ?? 1
            return SpecCase(file: path, path: entry.path, line: line, options: entry.options)
        }
        return (cases, world.plan.flows)
    }
}
