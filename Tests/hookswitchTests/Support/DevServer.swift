import Foundation
import FoundationNetworking
import Testing

/// A folder of flows that is gone when nobody holds it any more.
final class FlowFolder: Sendable {
    let path: String

    init(_ files: [String: String]) throws {
        path = FileManager.default.temporaryDirectory.path + "/hookswitch-" + UUID().uuidString
        for (name, text) in files { try write(name, text) }
    }

    /// A copy of a folder.
    init(copying folder: String) throws {
        path = FileManager.default.temporaryDirectory.path + "/hookswitch-" + UUID().uuidString
        try FileManager.default.copyItem(atPath: folder, toPath: path)
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
    private let runtime: String
    /// Kept until the server has ended.
    private let folder: FlowFolder

    static func start(_ folder: FlowFolder, _ arguments: [String] = []) async throws -> DevServer {
        let process = try RunningCommand(
            ["dev", folder.path, "--port", "0", "--emulator-port", "0", "--media-speed", "20", "--log-format", "text"]
                + arguments)
        try await process.waits(for: "ready")
        let line = try #require(process.errors.split(separator: "\n").first { $0.contains(" ready ") })
        func address(_ name: String) throws -> String {
            let word = try #require(line.split(separator: " ").first { $0.hasPrefix(name + "=") })
            return String(word.dropFirst(name.count + 1))
        }
        return DevServer(
            process: process, emulator: try address("emulator"), runtime: try address("runtime"), folder: folder)
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

    /// Launches a flow and follows its sessions to their ends.
    func launch(_ arguments: String...) async throws -> RunningCommand.Outcome {
        try await beginLaunch(arguments).finished()
    }

    /// Launches a flow.
    func beginLaunch(_ arguments: String...) throws -> RunningCommand { try beginLaunch(arguments) }

    private func beginLaunch(_ arguments: [String]) throws -> RunningCommand {
        try RunningCommand(["call", "--runtime", runtime] + arguments)
    }

    /// Tells the emulator something; what it answers.
    @discardableResult
    func put(_ path: String, _ json: String = "{}", method: String = "PUT") async throws -> String {
        var request = URLRequest(url: try #require(URL(string: "\(emulator)/emulator/v1/\(path)")))
        request.httpMethod = method
        if method != "GET" { request.httpBody = Data(json.utf8) }
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        #expect((200..<300).contains(status), "\(path): \(status)")
        return String(decoding: data, as: UTF8.self)
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
