import Foundation
import Testing

/// A folder of flows that is gone when nobody holds it any more.
final class FlowFolder: Sendable {
    let path: String

    init(_ files: [String: String]) throws {
        path = FileManager.default.temporaryDirectory.path + "/hookswitch-" + UUID().uuidString
        for (name, text) in files { try write(name, text) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file whole, as editors do.
    func write(_ name: String, _ text: String) throws {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url, options: .atomic)
    }
}

/// `hookswitch dev` on free ports.
struct DevServer {
    private let process: RunningCommand
    private let emulator: String
    /// Kept until the server has ended.
    private let folder: FlowFolder

    static func start(_ folder: FlowFolder) async throws -> DevServer {
        let process = try RunningCommand(
            "dev", folder.path, "--port", "0", "--emulator-port", "0", "--media-speed", "20", "--log-format", "text")
        try await process.waits(for: "ready")
        let line = try #require(process.errors.split(separator: "\n").first { $0.contains(" ready ") })
        let emulator = try #require(line.split(separator: " ").first { $0.hasPrefix("emulator=") })
        return DevServer(process: process, emulator: String(emulator.dropFirst("emulator=".count)), folder: folder)
    }

    /// What the server logged so far.
    var log: String { process.errors }

    func waits(for text: String) async throws { try await process.waits(for: text) }

    /// Starts a call; to the reception's number unless told otherwise.
    func begin(_ arguments: String...) throws -> RunningCommand { try begin(arguments) }

    /// Makes a call and follows it to its end.
    func call(_ arguments: String...) async throws -> RunningCommand.Outcome {
        try await begin(arguments).finished()
    }

    private func begin(_ arguments: [String]) throws -> RunningCommand {
        let target = arguments.contains("--to") ? [] : ["--to", "+18005550199"]
        return try RunningCommand(["call", "--emulator", emulator] + target + arguments)
    }

    /// Ends the server; its exit code.
    func stop() async -> Int32 {
        process.terminate()
        return (try? await process.finished().status) ?? -1
    }
}
