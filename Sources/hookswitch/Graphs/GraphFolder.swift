import CallModel
import CallRuntime
import FlowEngine
import FlowGraph
import FlowTesting

/// The folder that a flow is drawn from.
struct GraphFolder {
    /// What the specs of a flow reached, and how many of them failed.
    struct Measured {
        var coverage: FlowCoverage
        var failed: Int
    }

    let flows: String
    let files: [String: [UInt8]]
    let library: [String: [UInt8]]
    let environment: FlowEnvironment

    init(flows: String, stdlib: String?, environment: FlowEnvironment) throws {
        do throws(FlowTreeError) {
            files = try FlowTreeScanner(takesSpecs: true).scan(root: flows).files
            library = try stdlib.map(StdlibFolder.modules) ?? FlowSources.ownStdlib
        } catch {
            throw Console.fail(.badFlows, error.description)
        }
        (self.flows, self.environment) = (flows, environment)
    }

    /// Ends the command when there is no such flow.
    func expect(_ flow: String) throws {
        let names = Set(FlowSources(files: files).entries.map(\.name)).sorted()
        guard !names.contains(flow) else { return }
        Console.noteOneFlow(in: flows)
        throw Console.fail(
            .usage, "there is no flow '\(flow)' in \(flows)" + Nearest.help(for: flow, among: names, "flows"))
    }

    /// Runs the specs of a flow: those that lie with it.
    func measured(_ flow: String) async throws -> Measured {
        let coverage = FlowCoverage()
        let own = files.filter { path, _ in
            !path.hasSuffix("_spec.lua") || path.hasPrefix("\(flow)/") || path == "\(flow)_spec.lua"
        }
        let suite = SpecSuite(files: own, environment: environment, stdlib: library, coverage: coverage)
        guard suite.problems.isEmpty else {
            for problem in suite.problems { Console.note("\(problem)") }
            throw HookswitchExit.badFlows.code
        }
        if suite.cases.isEmpty { Console.note("hookswitch: \(flow) has no specs; nothing of it is reached") }
        let results = await SpecRun(suite).run()
        return Measured(coverage: coverage, failed: results.count(where: \.isFailure))
    }

    /// The drawing of a flow: its charts, and hooks that are written beside them.
    func graph(
        of flow: String, _ coverage: FlowCoverage?, drawsDefaults: Bool
    ) throws -> FlowGraph.Graph {
        // Others may be broken.
        let own = files.filter { path, _ in
            path == "\(flow).lua" || path.hasPrefix("\(flow)/") || path.hasPrefix("shared/")
        }
        let sources = FlowSources(files: own, stdlib: library)
        let report = FlowLoader.load(sources, environment: environment, asksForCharts: true)
        let charts = report.charts[flow]
        var problems = report.problems.map(\.description)
        if let problem = charts?.problem { problems.append(problem) }
        guard problems.isEmpty else {
            for problem in problems { Console.note(problem) }
            throw HookswitchExit.badFlows.code
        }
        do throws(FlowProblem) {
            return try FlowDrawing.graph(
                of: flow, in: sources, charts: charts?.charts ?? [], visits: coverage?.visits(of: flow),
                isReached: coverage.map { coverage in { coverage.isReached($0, $1) } },
                drawsDefaults: drawsDefaults)
        } catch {
            Console.note("\(error)")
            throw HookswitchExit.badFlows.code
        }
    }
}
