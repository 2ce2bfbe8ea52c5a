import CallModel
import Foundation
import FoundationNetworking
import Testing

/// `hookswitch emulate`, which goes on, and `hookswitch run` over a store in a file, which is ended, killed and started
/// again at the same address.
final class DurableService: Sendable {
    /// The flows that are served.
    let flows: FlowFolder
    /// Such as `sqlite:/tmp/…/calls.db`.
    let store: String
    /// The runtime's address.
    let runtime: String
    private let port: Int
    private let emulator: RunningCommand
    private let emulatorAddress: String
    private let connection: String
    /// Holds the store, and goes with this.
    private let folder: FlowFolder

    /// - Parameter emulator: options of the emulator.
    init(_ flows: FlowFolder, emulator options: [String] = []) async throws {
        self.flows = flows
        folder = try FlowFolder(["readme.txt": "a store"])
        store = "sqlite:\(folder.path)/calls.db"
        port = try FreePort.take()
        runtime = "http://127.0.0.1:\(port)"
        emulator = try RunningCommand(
            [
                "emulate", "--port", "0", "--media-speed", "20", "--log-level", "error",
                "--subscribe", "\(runtime)/events/incoming",
            ] + options)
        try await emulator.waits(for: "accesskey=")
        connection = emulator.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let address = connection.split(separator: ";")[0].dropFirst("endpoint=".count)
        emulatorAddress = String(address.hasSuffix("/") ? address.dropLast() : address)
    }

    /// A test that failed before its end leaves nothing running.
    deinit { emulator.terminate() }

    /// Ends the emulator.
    func stop() async {
        emulator.terminate()
        #expect((try? await emulator.finished().status) == 0)
    }

    /// A path beside the store.
    func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    /// Writes a file beside the store; its path.
    func write(_ name: String, _ text: String) throws -> String {
        try folder.write(name, text)
        return path(name)
    }

    /// Starts the runtime; returns once it serves.
    func start(_ options: [String] = [], environment: [String: String] = [:]) async throws -> RunningCommand {
        let process = try begin(options, environment: environment)
        try await process.waits(for: " ready ")
        return process
    }

    /// Starts a runtime and does not wait for it.
    func begin(
        _ options: [String] = [], port: Int? = nil, environment: [String: String] = [:]
    ) throws -> RunningCommand {
        let own = [
            "run", flows.path, "--public-url", runtime, "--host", "127.0.0.1", "--port", "\(port ?? self.port)",
            "--store", store, "--log-format", "text",
        ]
        return try RunningCommand(
            own + options, environment: environment.merging(["HOOKSWITCH_CONNECTION_STRING": connection]) { $1 })
    }

    /// Starts a call, which is followed.
    func call(_ arguments: String...) throws -> RunningCommand { try call(arguments) }

    func call(_ arguments: [String]) throws -> RunningCommand {
        let target = arguments.contains("--to") ? [] : ["--to", "+18005550199"]
        return try RunningCommand(["call", "--emulator", emulatorAddress] + target + arguments)
    }

    /// A key of a phone.
    func press(_ keys: String, on phone: String = "+14255550100") async throws {
        let path = "phones/\(phone.replacing("+", with: "%2B"))/press"
        #expect(try await tell("POST", path, ["keys": .string(keys)]).status == 204)
    }

    /// Tells the emulator something.
    @discardableResult
    func tell(_ method: String, _ path: String, _ body: JSONValue = [:]) async throws -> Answer {
        try await Self.send(method, "\(emulatorAddress)/emulator/v1/\(path)", body)
    }

    /// Asks the runtime; `status` is 0 when nobody answers.
    func ask(_ method: String = "GET", _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
        do { return try await Self.send(method, runtime + path, body) } catch is URLError {
            return Answer(status: 0, body: .null)
        }
    }

    /// A command that asks the running server.
    func command(_ arguments: String...) async throws -> RunningCommand.Outcome {
        try await launch(arguments).finished()
    }

    /// Starts a command that asks the running server.
    func launch(_ arguments: [String]) throws -> RunningCommand {
        try RunningCommand(arguments, environment: ["HOOKSWITCH_RUNTIME": runtime])
    }

    /// A command that reads the store's file.
    func offline(_ arguments: String...) async throws -> RunningCommand.Outcome { try await offline(arguments) }

    func offline(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> RunningCommand.Outcome {
        try await RunningCommand(arguments + ["--store", store], environment: environment).finished()
    }

    /// The name of the newest session.
    func newest() async throws -> String {
        let list = try await offline("calls", "--json", "--limit", "1")
        #expect(list.status == 0, "\(list.errors)")
        return try #require(try JSONValue(parsing: list.output)["session"]?.stringValue, "\(list.output)")
    }

    /// What came back.
    struct Answer: Sendable {
        let status: Int
        let body: JSONValue
    }

    private static func send(_ method: String, _ url: String, _ body: JSONValue?) async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: url)))
        request.httpMethod = method
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        if let body { request.httpBody = Data(body.encoded) }
        let (data, response) = try await URLSession.shared.data(for: request)
        return Answer(
            status: (response as? HTTPURLResponse)?.statusCode ?? 0,
            body: (try? JSONValue(parsing: Array(data))) ?? .null)
    }
}
