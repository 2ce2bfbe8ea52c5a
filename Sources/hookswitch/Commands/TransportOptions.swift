import ArgumentParser
import CallAutomation
import FlowEngine
import FlowTesting

/// What lies between specs and the service.
struct TransportOptions: ParsableArguments {
    /// The ways to the service.
    enum Transport: String, ExpressibleByArgument, CaseIterable {
        case inProcess = "in-process"
        case http
        case acs
    }

    @Option(
        help: ArgumentHelp(
            "How cases reach the service: in-process, http or acs.",
            discussion: """
                http starts an emulator process for each case that runs at a time, and moves its clock together with \
                that of the runtime: an hour of waiting still costs nothing. acs plays the cases at a real service, one \
                after the other in real time; those that cannot be driven there are left out by name.
                """))
    var over: Transport?

    @Option(
        help: ArgumentHelp(
            "A running emulator to use over HTTP in place of own ones: its connection string.",
            discussion: "Its clock is held, and its calls are forgotten with each case."))
    var emulator: String?

    func validate() throws {
        guard let emulator else { return }
        if over == .inProcess || over == .acs { throw ValidationError("--emulator goes with --over http") }
        do { _ = try ConnectionString(emulator) } catch { throw ValidationError("--emulator: \(error)") }
    }

    /// Runs `body` with ways to as many emulators as cases run at a time; without any when cases have it at hand.
    func with<Value>(
        _ count: Int, _ environment: FlowEnvironment, _ body: ([EmulatorLink]) async throws -> Value
    ) async throws -> Value {
        guard over == .http || emulator != nil else { return try await body([]) }
        var processes: [EmulatorProcess] = []
        var links: [EmulatorLink] = []
        let result: Result<Value, any Error>
        do {
            if let emulator {
                links = [try await Self.link(emulator)]
            } else {
                for _ in 0..<max(1, count) {
                    let process = try EmulatorProcess(
                        arguments: ["--calls-per-number", "\(environment.outboundCallsPerNumber)"])
                    processes.append(process)
                    links.append(try await Self.link(process.connectionString))
                }
            }
            result = .success(try await body(links))
        } catch {
            result = .failure(error)
        }
        for link in links { await link.close() }
        for process in processes { process.end() }
        return try result.get()
    }

    private static func link(_ connectionString: String) async throws -> EmulatorLink {
        do {
            return try await EmulatorLink(connectionString: connectionString)
        } catch {
            throw Console.fail(.unavailable, "the emulator cannot be used: \(error)")
        }
    }
}
