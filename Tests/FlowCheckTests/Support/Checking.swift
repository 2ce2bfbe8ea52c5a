import FlowEngine
import Foundation

@testable import FlowCheck

/// Checks flows that tests bring along.
enum Checking {
    static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let project = folder.deletingLastPathComponent().deletingLastPathComponent()

    /// A node that leaves nothing to be wished for.
    static let environment = FlowEnvironment(
        config: ["DESK": "+14255550123"], aiResource: "https://example.cognitiveservices.azure.com")

    static func findings(_ files: [String: String], _ environment: FlowEnvironment = environment) async -> [Finding] {
        let sources = FlowSources(files: files.mapValues { Array($0.utf8) })
        return await FlowCheck().findings(in: FolderOfFlows(sources, environment: environment))
    }

    /// The findings of one flow, of all rules but one that is about all flows.
    static func findings(_ flow: String, _ environment: FlowEnvironment = environment) async -> [Finding] {
        await findings(["flow.lua": flow], environment)
    }

    /// The Lua files of a folder, by their paths in it.
    static func files(in folder: URL) throws -> [String: String] {
        var found: [String: String] = [:]
        let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let file = walk?.nextObject() as? URL {
            guard file.pathExtension == "lua" else { continue }
            found[String(file.path.dropFirst(folder.path.count + 1))] = try String(contentsOf: file, encoding: .utf8)
        }
        return found
    }
}
