import ArgumentParser
import CallAutomation
import CallEmulator
import CallJournal
import CallRuntime
import CallServer
import FlowEngine
import FlowTesting
import Foundation
import Logging

struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play the specs of flows on a server in real time, many calls a second.",
        discussion: """
            A server with the flows and a pretend service run in this process, with HTTP between them. Each call has phones \
            and numbers of its own, so that cases do not disturb each other. Cases that cannot be played so are left out, \
            and told with --verbose. One caller ID may make 10,000 calls to phones at a time, unless --outbound-calls \
            says otherwise.

              hookswitch load flows --rate 50 --for 30
              hookswitch load flows --rate 200 --for 60 --mix specs --store sqlite:/tmp/load.db

            Exit code 0 when the rate was held and every call went as its case says, 4 when not, 65 when flows or specs \
            cannot be loaded.
            """)

    @Argument(help: "The folder with flows, and with specs unless --mix says otherwise.")
    var flows = "flows"

    @Option(help: "Calls that begin in a second.")
    var rate = 10.0

    @Option(name: .customLong("for"), help: ArgumentHelp("Seconds in which calls begin.", valueName: "SECONDS"))
    var seconds = 10.0

    @Option(help: "A folder with the specs to play, in place of those of the flows.")
    var mix: String?

    @Option(help: "Only cases whose file or name contains this; may be repeated.")
    var filter: [String] = []

    @Option(help: "Seconds that a case may take; longer ones are left out.")
    var longest = 30.0

    @Option(help: "Seconds for which sessions may go on after the last call.")
    var patience = 30.0

    @Option(help: "What the order of the cases follows from.")
    var seed: UInt64 = 1

    @Flag(help: "Print the report as JSON.")
    var json = false

    @Flag(help: "Tell which cases are left out, and why.")
    var verbose = false

    @Option(
        help: ArgumentHelp(
            "Where the server keeps its calls: memory: or sqlite:PATH; a file that goes at the end, if not given.",
            valueName: "STORE"))
    var store: String?

    @OptionGroup var flowOptions: FlowOptions

    func validate() throws {
        guard (0.01...10_000).contains(rate) else { throw ValidationError("--rate is from 0.01 to 10000") }
        guard (0.1...86_400).contains(seconds) else { throw ValidationError("--for is from 0.1 to 86400") }
        guard (0...3_600).contains(longest) else { throw ValidationError("--longest is from 0 to 3600") }
        guard (0...3_600).contains(patience) else { throw ValidationError("--patience is from 0 to 3600") }
    }

    func run() async throws {
        var environment = try flowOptions.environment()
        // One caller ID has the calls of all: its quota at the service would be the measure of everything.
        if flowOptions.outboundCalls == nil, Settings.variable("OUTBOUND_CALLS") == nil {
            environment.outboundCallsPerNumber = 10_000
        }
        let mix = try await mix(environment)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "hookswitch-load-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        guard let report = try await play(mix, environment, "sqlite:\(folder.path)/load.db") else {
            throw Console.fail(.failure, "the load was interrupted")
        }
        Console.line(json ? report.json.text : report.text)
        if report.wrongOutcomes > 0 || !report.holdsRate { throw HookswitchExit.specsFailed.code }
    }

    /// The cases that can be played. Each is run by itself first.
    private func mix(_ environment: FlowEnvironment) async throws -> LoadMix {
        var files: [String: [UInt8]]
        do throws(FlowTreeError) {
            files = try FlowTreeScanner(takesSpecs: true).scan(root: flows).files
            if let mix {
                files = files.filter { !$0.key.hasSuffix("_spec.lua") }
                for (path, source) in try FlowTreeScanner(takesSpecs: true).scan(root: mix).files
                where path.hasSuffix("_spec.lua") { files[path] = source }
            }
        } catch {
            throw Console.fail(.badFlows, error.description)
        }
        let suite = SpecSuite(files: files, environment: environment)
        for problem in suite.problems { Console.note("\(problem)") }
        guard suite.problems.isEmpty else { throw HookswitchExit.badFlows.code }
        var run = SpecRun(suite)
        run.filters = filter
        run.isLive = true
        let found = LoadMix(suite, await run.run(), longest: longest)
        if verbose { for left in found.leftOut { Console.note("left out: \(left.spec.name): \(left.reason)") } }
        guard found.count > 0 else {
            throw Console.fail(
                .usage, "there is no case to play; \(found.leftOut.count) are left out, which --verbose tells")
        }
        return found
    }

    private func play(_ mix: LoadMix, _ environment: FlowEnvironment, _ ownStore: String) async throws -> LoadReport? {
        var settings = LoadSettings()
        (settings.rate, settings.seconds, settings.seed, settings.patience) = (rate, seconds, seed, patience)
        let clock = ShiftedClock.inOfficeHours()
        let load = try await LoadRun.start(mix, settings, clock: clock)
        let result: Result<LoadReport?, any Error>
        do {
            result = .success(try await play(load, environment, clock, try storeSettings(ownStore)))
        } catch {
            result = .failure(error)
        }
        await load.stop()
        return try result.get()
    }

    private func play(
        _ load: LoadRun, _ environment: FlowEnvironment, _ clock: ShiftedClock, _ store: StoreSettings
    ) async throws -> LoadReport? {
        var server = CallServerConfiguration()
        server.port = 0
        let key = try AccessKey(base64: EmulatorConfiguration.developmentAccessKey)
        var node = Node(
            flows: flows, environment: environment, server: server, endpoint: load.endpoint,
            credential: .accessKey(key), publicURL: nil, store: store, logger: load.book.logger)
        node.web = try flowOptions.web.settings()
        node.clock = clock
        node.seen = { load.book.noting($0) }
        let (isShown, seconds) = (Console.isTerminal, seconds)
        let prepared = node
        return try await prepared.mapped {
            try await prepared.run { port, runtime in
                let report = await load.play(on: runtime, webhook: "http://127.0.0.1:\(port)/events/incoming") {
                    if isShown { Console.progress($0.line(of: seconds)) }
                }
                if isShown { Console.progress(nil) }
                return report
            }
        }
    }

    private func storeSettings(_ ownStore: String) throws -> StoreSettings {
        var settings: StoreSettings
        do {
            settings = StoreSettings(address: try StoreAddress(store ?? ownStore))
        } catch {
            throw ValidationError("--store: \(error)")
        }
        // By the clock of the load it may be the week before.
        settings.retention.keepFinished = 1_000_000 * 3_600
        return settings
    }
}

extension LoadProgress {
    /// One line for a terminal.
    fileprivate func line(of seconds: Double) -> String {
        "\(Int(elapsed)) s of \(Int(seconds))  \(started) calls, \(open) at the moment  "
            + "\(Int(Double(started) / max(elapsed, 0.001))) a second  \(wrong) wrong"
    }
}
