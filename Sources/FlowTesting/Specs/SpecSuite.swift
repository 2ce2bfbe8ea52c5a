import FlowEngine
import Foundation

/// All specs of a folder, with the flows that they are about.
public struct SpecSuite: Sendable {
    /// One file with its cases.
    public struct Entry: Sendable {
        /// The file.
        public var file: SpecFile
        /// Its cases, in order.
        public var cases: [SpecCase]
        /// The flows for them.
        public var generation: FlowGeneration
        /// Whether the file brings flows along.
        public var bringsFlows: Bool { !givenFlows.isEmpty }
        /// The names of flows that the file brings along.
        public var givenFlows: Set<String> = []
    }

    /// Hears what of the flows is reached; nil where nobody measures.
    let coverage: FlowCoverage?

    /// In order of their paths.
    public var entries: [Entry] = []
    /// What is wrong with files or their flows, so that they cannot be run.
    public var problems: [SpecProblem] = []

    /// All cases.
    public var cases: [SpecCase] { entries.flatMap(\.cases) }

    /// Loads specs: compiles each, registers its cases, and loads the flows once for all files that bring none along.
    /// - Parameters:
    ///   - files: sources by relative path, flows and specs together.
    ///   - environment: what the flows read.
    ///   - stdlib: the standard library by module name; that of this program if not given.
    ///   - coverage: hears what of the flows is reached; nil where nobody measures.
    public init(
        files: [String: [UInt8]], environment: FlowEnvironment, stdlib: [String: [UInt8]] = FlowSources.ownStdlib,
        coverage: FlowCoverage? = nil
    ) {
        self.coverage = coverage
        var (sources, environment) = (FlowSources(files: files, stdlib: stdlib), environment)
        // Whatever a flow calls its secrets: requests of specs have no values of them.
        environment.web.secrets = nil
        if let coverage {
            sources = coverage.instrument(sources)
            // Each statement costs a call more.
            environment.limits.lua.instructions *= 50
            environment.limits.lua.cpuSeconds = 60
            environment.limits.lua.sliceUnits *= 50
        }
        var shared: FlowGeneration?
        var generations: [[String: String]: FlowGeneration] = [:]
        for (path, source) in files.sorted(by: { $0.key < $1.key }) where path.hasSuffix("_spec.lua") {
            do throws(SpecProblem) {
                let file = try SpecFile(path: path, source: source)
                let (cases, flows) = try file.cases()
                let generation: FlowGeneration
                if flows.isEmpty, let shared {
                    generation = shared
                } else if let known = generations[flows] {
                    generation = known
                } else {
                    generation = try Self.load(
                        sources, with: flows, environment, coverage, for: path)
                    if flows.isEmpty { shared = generation } else { generations[flows] = generation }
                }
                entries.append(
                    Entry(file: file, cases: cases, generation: generation, givenFlows: Set(flows.keys)))
            } catch {
                if !problems.contains(error) { problems.append(error) }
            }
        }
    }

    private static func load(
        _ sources: FlowSources, with flows: [String: String], _ environment: FlowEnvironment,
        _ coverage: FlowCoverage?, for spec: String
    ) throws(SpecProblem) -> FlowGeneration {
        var files = sources.files
        for (name, source) in flows {
            files = files.filter { $0.key != "\(name).lua" && !$0.key.hasPrefix("\(name)/") }
            files["\(name)/main.lua"] = Array(source.utf8)
        }
        // A folder of modules has files that are no flows.
        let report = FlowLoader.load(
            FlowSources(files: files, stdlib: sources.stdlib), environment: environment, allowsFlowsWithoutHooks: true,
            probe: coverage, asksForCharts: coverage != nil)
        coverage?.add(report.charts, except: Set(flows.keys))
        if let generation = report.generation { return generation }
        let problem = report.problems.first
        if let name = problem?.flow, flows[name] != nil {
            throw SpecProblem(file: spec, message: "given_flow: \(problem.map { "\($0)" } ?? name)")
        }
        throw SpecProblem(
            file: problem?.file ?? spec, line: problem?.line, message: problem?.reason ?? "the flows cannot be loaded")
    }
}
