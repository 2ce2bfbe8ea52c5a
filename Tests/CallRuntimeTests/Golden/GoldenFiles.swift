import CallJournal
import CallModel
import FlowEngine
import Foundation
import Testing

/// The folders of golden journals, one for each level: `generation.json`, with the sources, the stdlib and the
/// environments of the day, and one export for each session.
enum GoldenFiles {
    /// `HOOKSWITCH_RECORD_GOLDEN=1` records the journals of this binary's level anew, in place of replaying any.
    static let isRecording = ProcessInfo.processInfo.environment["HOOKSWITCH_RECORD_GOLDEN"] == "1"

    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let project = tests.deletingLastPathComponent().deletingLastPathComponent()

    static func folder(_ level: Int) -> URL { tests.appending(path: "Fixtures/Golden/level-\(level)") }

    /// One fixture.
    struct Fixture: Sendable, CustomTestStringConvertible {
        let level: Int
        let name: String

        var testDescription: String { "level \(level): \(name)" }

        func export() throws -> JSONValue { try GoldenFiles.read(GoldenFiles.folder(level), name) }
    }

    /// The fixtures of a level, by name.
    static func fixtures(_ level: Int) -> [Fixture] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder(level).path)) ?? []
        return files.filter { $0.hasSuffix(".json") && $0 != "generation.json" }.sorted().map {
            Fixture(level: level, name: $0)
        }
    }

    /// All fixtures of all levels that this binary runs.
    static let all = supportedLevels.flatMap { fixtures($0) }

    private static func read(_ folder: URL, _ name: String) throws -> JSONValue {
        try JSONValue(parsing: Array(Data(contentsOf: folder.appending(path: name))))
    }

    // MARK: - Flows of today

    /// The names of the project's own flows.
    static var projectFlows: [String] {
        get throws { try names(in: project.appending(path: "flows")) }
    }

    /// The names of the small flows that use all there is.
    static var goldenFlows: [String] {
        get throws { try names(in: tests.appending(path: "Fixtures/GoldenFlows")) }
    }

    private static func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    /// Both, as they are now, with the stdlib of this binary.
    static func sources() throws -> FlowSources {
        var files: [String: [UInt8]] = [:]
        for folder in [project.appending(path: "flows"), tests.appending(path: "Fixtures/GoldenFlows")] {
            for case let path as String in try #require(FileManager.default.enumerator(atPath: folder.path)) {
                guard path.hasSuffix(".lua") else { continue }
                #expect(files[path] == nil, "two flows are named \(path)")
                files[path] = Array(try Data(contentsOf: folder.appending(path: path)))
            }
        }
        return FlowSources(files: files)
    }

    // MARK: - The generation of a level

    /// What the sessions of a level were begun with: its own sources, not those of today.
    static func generation(_ level: Int, environment hash: String) throws -> FlowGeneration {
        let file = try read(folder(level), "generation.json")
        func files(_ name: String) throws -> [String: [UInt8]] {
            let members = try #require(file[name]?.objectValue?.members, "\(name) is missing")
            return Dictionary(uniqueKeysWithValues: members.map { ($0.name, Array(($0.value.stringValue ?? "").utf8)) })
        }
        let environment = try #require(file["environments"]?[hash], "the environment \(hash) is missing").encoded
        try #require(FlowEnvironment.hash(of: environment) == hash, "the environment \(hash) is another one")
        let report = FlowLoader.load(
            FlowSources(files: try files("files"), stdlib: try files("stdlib")),
            environment: try FlowEnvironment(decoding: environment), environmentHash: hash, level: level)
        return try #require(report.generation, "\(report.problems)")
    }

    /// Writes what a level's sessions were begun with.
    static func write(_ sources: FlowSources, environments: [FlowEnvironment], level: Int) throws {
        func texts(_ files: [String: [UInt8]]) -> [(String, JSONValue)] {
            files.sorted { $0.key < $1.key }.map { ($0.key, .string(String(decoding: $0.value, as: UTF8.self))) }
        }
        let known = try environments.map { ($0.hash, try JSONValue(parsing: $0.encoded)) }.sorted { $0.0 < $1.0 }
        let lines = [
            ("files", object(texts(sources.files))), ("stdlib", object(texts(sources.stdlib))),
            ("environments", object(known)),
        ]
        try write(lines, to: folder(level), "generation.json")
    }

    /// Writes an export, a record a line.
    static func write(_ export: JSONValue, level: Int, _ name: String) throws {
        let lines = (export.objectValue?.members ?? []).map { name, value -> (String, String) in
            guard name == "records" else { return (name, value.text) }
            return (name, "[\n" + (value.arrayValue ?? []).map(\.text).joined(separator: ",\n") + "\n]")
        }
        try write(lines, to: folder(level), name)
    }

    private static func object(_ members: [(String, JSONValue)]) -> String {
        "{\n" + members.map { "\(JSONValue.string($0.0).text): \($0.1.text)" }.joined(separator: ",\n") + "\n}"
    }

    private static func write(_ members: [(String, String)], to folder: URL, _ name: String) throws {
        let text = "{\n" + members.map { "\(JSONValue.string($0.0).text): \($0.1)" }.joined(separator: ",\n") + "\n}\n"
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: folder.appending(path: name), options: .atomic)
    }
}
