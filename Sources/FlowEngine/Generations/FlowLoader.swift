import CallModel
import LuaEngine

/// Builds generations: compiles every file, runs every flow's load phase once in a world of its own, checks the hooks.
public enum FlowLoader {
    /// What loading gave: a generation when nothing was wrong, else everything that was.
    public struct Report: Sendable {
        /// Nil when there are problems.
        public var generation: FlowGeneration?
        /// Empty when all is well.
        public var problems: [FlowProblem]
        /// The flows that were seen, sorted.
        public var flowNames: [String]
        /// Flows that loaded but registered nothing: an edit that was cut off looks like this.
        public var flowsWithoutHooks: Set<String>
        /// Those that loaded, by name, whatever is wrong with others.
        public var flows: [String: FlowDefinition] = [:]
        /// What flows that use `std.flow` say about themselves, by name; empty unless asked for.
        public var charts: [String: FlowCharts] = [:]
    }

    /// Loads all flows. Never throws: what is wrong is in the report.
    /// - Parameters:
    ///   - environmentHash: the name of a kept environment; nil for one that is new.
    ///   - level: which behaviour of the host the flows see.
    ///   - allowsFlowsWithoutHooks: whether such flows only stand in the report, and are no problem.
    ///   - probe: hears which points of instrumented sources are reached.
    ///   - asksForCharts: whether flows that use `std.flow` are asked for their charts, those with mistakes too.
    public static func load(
        _ sources: FlowSources, environment: FlowEnvironment, environmentHash: String? = nil, level: Int = flowLevel,
        allowsFlowsWithoutHooks: Bool = false, probe: (any FlowProbe)? = nil, asksForCharts: Bool = false
    ) -> Report {
        var report = Report(generation: nil, problems: [], flowNames: [], flowsWithoutHooks: [])
        guard supportedLevels.contains(level) else {
            report.problems = [FlowProblem(reason: unsupported(level: level))]
            return report
        }
        var flows: [String: FlowDefinition] = [:]
        // Modules that belong to every flow, by name.
        var chunks: [String: LuaChunk] = [:]
        for entry in sources.entries {
            guard flows[entry.name] == nil, !report.flowNames.contains(entry.name) else {
                report.problems.append(
                    FlowProblem(
                        flow: entry.name, file: entry.path,
                        reason: "there is also \(entry.name).lua; keep one of the two"))
                continue
            }
            report.flowNames.append(entry.name)
            do {
                let flow = try loadFlow(
                    entry, sources, environment, probe, asksForCharts: asksForCharts,
                    chunks: &chunks, charts: &report.charts[entry.name])
                flows[entry.name] = flow
                if flow.hooks.isEmpty {
                    report.flowsWithoutHooks.insert(entry.name)
                    if allowsFlowsWithoutHooks { continue }
                    report.problems.append(
                        FlowProblem(
                            flow: entry.name, file: entry.path,
                            reason: "registers no hook; write on(\"IncomingCall\", function(call) … end)"))
                }
            } catch {
                // A broken module of `shared/` breaks every flow; it is told once.
                let isKnown = report.problems.contains {
                    error.file != nil && $0.file == error.file && $0.line == error.line && $0.reason == error.reason
                }
                if !isKnown { report.problems.append(error) }
            }
        }
        report.flows = flows
        report.problems += ties(flows)
        if report.problems.isEmpty {
            report.generation = FlowGeneration(
                sources: sources, level: level, flows: flows, environment: environment,
                environmentHash: environmentHash)
        }
        return report
    }

    private static func loadFlow(
        _ entry: FlowSources.Entry, _ sources: FlowSources, _ environment: FlowEnvironment, _ probe: (any FlowProbe)?,
        asksForCharts: Bool, chunks: inout [String: LuaChunk], charts: inout FlowCharts?
    ) throws(FlowProblem) -> FlowDefinition {
        let main = try compile(sources.files[entry.path] ?? [], path: entry.path, flow: entry.name)
        var modules: [String: LuaChunk] = [:]
        for module in sources.modules(of: entry.name) {
            if let other = modules[module.name] {
                throw FlowProblem(
                    flow: entry.name, file: module.path,
                    reason: "there is also \(other.name.dropFirst()) for \(module.name); keep one of the two")
            }
            if let chunk = chunks[module.name] {
                modules[module.name] = chunk
                continue
            }
            let chunk = try compile(module.source, path: module.path, flow: entry.name)
            modules[module.name] = chunk
            if !module.name.hasPrefix("lib.") { chunks[module.name] = chunk }
        }
        let instance: FlowInstance
        do {
            instance = try FlowInstance(modules: modules, environment: environment, probe: probe, seed: 1)
            try LoadGuard.install(in: instance.world)
        } catch {
            throw FlowProblem(flow: entry.name, reason: error.message)
        }
        defer { instance.drop() }
        if asksForCharts { instance.requiredModules = [] }
        do {
            try instance.load(main, flow: entry.name)
        } catch {
            charts = instance.charts(hasLoaded: false)
            throw error
        }
        charts = instance.charts(hasLoaded: true)
        return FlowDefinition(
            name: entry.name, hooks: instance.hooks, settings: instance.settings, main: main, modules: modules,
            probe: probe)
    }

    private static func compile(_ source: [UInt8], path: String, flow: String) throws(FlowProblem) -> LuaChunk {
        do {
            return try LuaChunk.compile(source, name: "@" + path)
        } catch {
            throw FlowProblem(
                flow: flow, file: error.source ?? path, line: error.line, reason: error.messageWithoutPlace)
        }
    }

    /// Hooks that want exactly the same calls: only one can have them, and nobody said which.
    private static func ties(_ flows: [String: FlowDefinition]) -> [FlowProblem] {
        var seen: [(flow: String, hook: HookDefinition)] = []
        var problems: [FlowProblem] = []
        for (name, flow) in flows.sorted(by: { $0.key < $1.key }) {
            for hook in flow.hooks where hook.event == "IncomingCall" {
                if let other = seen.first(where: { $0.hook.filter.ties(with: hook.filter) }) {
                    problems.append(
                        FlowProblem(
                            flow: name, file: hook.file, line: hook.line,
                            reason: "wants the same calls as \(other.hook.file):\(other.hook.line); "
                                + "give them different filters, such as { to = \"+18005550199\" } and another number"))
                }
                seen.append((name, hook))
            }
        }
        return problems
    }
}
