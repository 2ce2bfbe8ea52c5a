import ArgumentParser
import CallModel

/// Where the server is that a `flows` command asks, and how it prints.
struct FlowServerOptions: ParsableArguments {
    @Option(help: "The runtime's address. (HOOKSWITCH_RUNTIME)")
    var runtime: String?

    @Option(help: "The runtime's admin token. (HOOKSWITCH_ADMIN_TOKEN)")
    var adminToken: String?

    @Flag(help: "Print what the server answered as JSON.")
    var json = false

    @Flag(help: "Print phone numbers whole.")
    var full = false

    /// A path that asks for whole numbers where they are wanted.
    func path(_ path: String) -> String { full ? path + "?full=1" : path }

    /// Changes the rollout and prints how it is then.
    func decide(_ what: String, _ body: JSONValue) async throws {
        try await ask({ try await $0.post(path("flows/" + what), body) }) {
            FlowsPrinter.lines(of: $0, withHooks: false)
        }
    }

    /// Asks, prints, and turns a refusal into a sentence and an exit code.
    func ask(
        _ question: (JSONClient) async throws -> JSONValue, _ lines: (JSONValue) -> [String]
    ) async throws {
        let client = JSONClient.runtime(
            runtime ?? Settings.variable("RUNTIME") ?? "http://127.0.0.1:8080",
            token: adminToken ?? Settings.variable("ADMIN_TOKEN"))
        let result: Result<JSONValue, any Error>
        do { result = .success(try await question(client)) } catch { result = .failure(error) }
        try? await client.client.shutdown()
        switch result {
        case .success(let answer): show(answer, lines)
        case .failure(let fault as JSONClient.Fault):
            // A reload that was refused says in full what is wrong.
            if let body = fault.body, json || body["problems"] != nil { show(body, lines) }
            throw Console.fail(Self.exit(of: fault), fault.message)
        case .failure(let error): throw error
        }
    }

    private func show(_ answer: JSONValue, _ lines: (JSONValue) -> [String]) {
        if json { return Console.line(answer.text) }
        for line in lines(answer) { Console.line(line) }
    }

    private static func exit(of fault: JSONClient.Fault) -> HookswitchExit {
        if fault.isUnreachable { return .unavailable }
        switch fault.status {
        case 400, 404: return .usage
        case 422: return .badFlows
        case 503: return .unavailable
        default: return .failure
        }
    }
}
