import ArgumentParser
import CallRuntime
import FlowEngine
import FlowTesting
import Foundation
import NIOCore

struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the specs of flows, in time of their own.",
        discussion: """
            Specs are files whose names end in _spec.lua, beside the flows or anywhere below the folder. Each case runs in
            a world of its own: runtime, emulator and phones in one process, with a clock that costs nothing to wait for.

              hookswitch test flows
              hookswitch test flows --filter reception --watch
              hookswitch test flows --over http
              hookswitch test flows --over acs --public-url https://calls.example.com --phones +18005550142

            Exit code 0 when every case passed, 4 when one failed, 65 when flows or specs cannot be loaded.
            """)

    /// The forms of the report.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, tap, junit, json
    }

    @Argument(help: "The folder with flows and specs.")
    var flows = "flows"

    @Option(help: "Only cases whose file or name contains this; may be repeated.")
    var filter: [String] = []

    @Option(help: "What random numbers follow from; the same seed gives the same run.")
    var seed: UInt64 = 1

    @Option(help: "Cases that run at a time; as many as there are cores, if not given.")
    var jobs: Int?

    @Flag(help: "Run each case once more for each of its waits, with a kill of the process there.")
    var crashEverywhere = false

    @Option(
        help: ArgumentHelp(
            "Run each case again while things go wrong at the service: a JSON file as for 'emulate --faults', or 'all'.",
            valueName: "FILE"))
    var faults: String?

    @Option(help: "How many seeds each case is run with under --faults, from --seed on.")
    var faultSeeds = 1

    @Flag(
        help:
            "Tell what of the flows the cases have reached, from hooks to lines and steps, and what they have not.")
    var coverage = false

    @Option(help: "A file for the coverage, in the form of LCOV.")
    var lcov: String?

    @Flag(help: "Rebuild every session at each of its waits and compare; slow.")
    var alwaysReplay = false

    @Option(help: "The form of the report: text, tap, junit or json.")
    var format = Format.text

    @Flag(help: "The same as --format json.")
    var json = false

    @Option(help: "A file for the report, in place of standard output.")
    var output: String?

    @Option(help: "A folder with modules in place of the built-in standard library.")
    var stdlib: String?

    @Flag(help: "Run again whenever a flow or a spec is saved, until interrupted.")
    var watch = false

    @Flag(help: "List the cases and run none.")
    var list = false

    @OptionGroup(title: "Transport") var transport: TransportOptions
    @OptionGroup(title: "With --over acs") var service: ServiceOptions
    @OptionGroup var flowOptions: FlowOptions

    func validate() throws {
        if let jobs, !(1...1_024).contains(jobs) { throw ValidationError("--jobs is from 1 to 1024") }
        guard (1...1_000_000).contains(faultSeeds) else { throw ValidationError("--fault-seeds is from 1 to 1000000") }
        if json, format != .text, format != .json { throw ValidationError("--json and --format \(format) differ") }
        try validateTransport()
    }

    /// A real service has one clock and one machine, and its calls are anybody's: what bends these does not go with it.
    private func validateTransport() throws {
        guard transport.over == .acs else {
            if service.isGiven { throw ValidationError("--public-url, --phones and the like go with --over acs") }
            return
        }
        let others = [
            ("--jobs", jobs != nil), ("--crash-everywhere", crashEverywhere), ("--faults", faults != nil),
            ("--always-replay", alwaysReplay), ("--coverage", coverage), ("--lcov", lcov != nil),
            ("--stdlib", stdlib != nil), ("--watch", watch),
        ]
        if let (name, _) = others.first(where: \.1) { throw ValidationError("\(name) does not go with --over acs") }
    }

    func run() async throws {
        let environment = try flowOptions.environment()
        if watch { return try await watchFolder(environment) }
        let tree: FlowTree
        do throws(FlowTreeError) {
            tree = try FlowTreeScanner(takesSpecs: true).scan(root: flows)
        } catch {
            throw Console.fail(.badFlows, error.description)
        }
        let measured = coverage || lcov != nil ? FlowCoverage(measuresLibrary: stdlib != nil) : nil
        let suite = try suite(of: tree, environment, measured)
        if list { return try printList(suite) }
        let report = try await report(suite, environment)
        try write(report)
        if let measured { try write(measured) }
        if !report.problems.isEmpty { throw HookswitchExit.badFlows.code }
        guard !report.results.isEmpty else {
            let what = filter.isEmpty ? "no *_spec.lua in \(flows)" : "no case with \(filter.joined(separator: " or "))"
            throw Console.fail(.usage, "there is \(what)")
        }
        if report.failed > 0 { throw HookswitchExit.specsFailed.code }
    }

    private func suite(
        of tree: FlowTree, _ environment: FlowEnvironment, _ measured: FlowCoverage?
    ) throws -> SpecSuite {
        guard let stdlib else { return SpecSuite(files: tree.files, environment: environment, coverage: measured) }
        let modules: [String: [UInt8]]
        do throws(FlowTreeError) {
            modules = try StdlibFolder.modules(in: stdlib)
        } catch {
            throw Console.fail(.badFlows, error.description)
        }
        return SpecSuite(files: tree.files, environment: environment, stdlib: modules, coverage: measured)
    }

    private func report(_ suite: SpecSuite, _ environment: FlowEnvironment) async throws -> SpecReport {
        var run = SpecRun(suite)
        run.filters = filter
        run.seed = seed
        run.crashesEverywhere = crashEverywhere
        run.alwaysReplays = alwaysReplay
        if let faults { run.faults = faults == "all" ? .mixture : try FaultOptions.read(faults) }
        run.faultSeeds = faultSeeds
        run.workers = jobs ?? run.workers
        let progress = SpecProgress(total: run.count, isShown: Console.isTerminal)
        let begin = ContinuousClock.now
        let results = try await results(of: run, environment) { progress.add($0) }
        let took = (ContinuousClock.now - begin) / .seconds(1)
        progress.end()
        return SpecReport(results: results, problems: suite.problems, took: took, seed: seed)
    }

    private func results(
        of run: SpecRun, _ environment: FlowEnvironment, told: @escaping @Sendable (SpecResult) -> Void
    ) async throws -> [SpecResult] {
        if transport.over == .acs {
            let test = ServiceTest(
                flows: flows, environment: environment, web: try flowOptions.web.settings(),
                settings: try service.settings(environment))
            return try await test.results(of: run, told: told)
        }
        return try await transport.with(min(run.workers, run.count), environment) { links in
            var run = run
            run.links = links
            return await run.run(told: told)
        }
    }

    private func write(_ report: SpecReport) throws {
        let text =
            switch json ? .json : format {
            case .text: report.text
            case .tap: report.tap
            case .junit: report.junit
            case .json: report.json.text
            }
        guard let output else { return Console.line(text) }
        do {
            try (text + "\n").write(toFile: output, atomically: true, encoding: .utf8)
        } catch {
            throw Console.fail(.failure, "the report cannot be written to \(output): \(error.localizedDescription)")
        }
        Console.line(report.summary)
    }

    private func write(_ measured: FlowCoverage) throws {
        if coverage, format == .text && !json || output != nil { Console.line(measured.text) }
        guard let lcov else { return }
        do {
            try measured.lcov.write(toFile: lcov, atomically: true, encoding: .utf8)
        } catch {
            throw Console.fail(.failure, "the coverage cannot be written to \(lcov): \(error.localizedDescription)")
        }
    }

    private func printList(_ suite: SpecSuite) throws {
        for problem in suite.problems { Console.note("\(problem)") }
        for spec in suite.cases { Console.line("\(spec.file):\(spec.line)  \(spec.name)") }
        if !suite.problems.isEmpty { throw HookswitchExit.badFlows.code }
    }

    private func watchFolder(_ environment: FlowEnvironment) async throws {
        let (trees, continuation) = AsyncStream<FlowTree>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let watcher = FlowWatcher(root: flows, scanner: FlowTreeScanner(takesSpecs: true))
        watcher.start(onTree: { continuation.yield($0) }, onProblem: { Console.note("\($0)") })
        defer { watcher.stop() }
        // Ending it is what a person does when they are done.
        _ = try await Interruption().watch { [self] in
            for await tree in trees {
                let measured = coverage ? FlowCoverage(measuresLibrary: stdlib != nil) : nil
                try write(try await report(try suite(of: tree, environment, measured), environment))
                if let measured { Console.line(measured.text) }
                Console.note("waiting for the next edit in \(flows)")
            }
        }
    }
}
