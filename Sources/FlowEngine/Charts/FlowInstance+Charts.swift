import LuaEngine

extension FlowInstance {
    /// The module that runs flows which are data.
    static let chartModule = "std.flow"

    /// What the flow says about its charts; nil when it did not ask for the module. It is the world of a check, after its
    /// top level ran, be it to the end or not. No call waits for it, so that proofs of large charts may take longer than
    /// an input, and not for ever.
    func charts(hasLoaded: Bool) -> FlowCharts? {
        guard requiredModules?.contains(Self.chartModule) == true else { return nil }
        var result = FlowCharts()
        var limits = environment.limits.lua
        limits.instructions *= 200
        limits.cpuSeconds = max(limits.cpuSeconds, 20)
        limits.memoryBytes *= 4
        world.setLimits(limits)
        do throws(ChartReader.Fault) {
            result.findings = try ChartReader.findings(try ask("findings"))
            if hasLoaded { result.charts = try ChartReader.charts(try ask("charts")) }
        } catch {
            // Charts of a flow that did not load may be half made; that it did not load is told anyway.
            if hasLoaded { result.problem = "std.flow does not tell of its charts: \(error.sentence)" }
        }
        return result
    }

    private func ask(_ function: String) throws(ChartReader.Fault) -> LuaValue {
        try run("return require \"\(Self.chartModule)\".\(function)()", [])
    }

    /// A library of another day may not have the function.
    func askIfThere(_ function: String, _ arguments: [LuaValue] = []) throws(ChartReader.Fault) -> LuaValue {
        try run(
            "local line = require \"\(Self.chartModule)\" if line.\(function) then return line.\(function)(...) end",
            arguments)
    }

    private func run(_ source: String, _ arguments: [LuaValue]) throws(ChartReader.Fault) -> LuaValue {
        let chunk: LuaChunk
        do {
            chunk = try LuaChunk.compile(Array(source.utf8), name: "@charts")
        } catch {
            throw ChartReader.Fault(sentence: error.message)
        }
        world.beginInput()
        switch world.run(chunk, arguments: arguments) {
        case .returned(let values):
            for value in values { world.releaseFunctions(in: value) }
            return values.first ?? .nil
        case .failed(let error): throw ChartReader.Fault(sentence: error.message)
        case .stopped(let stop): throw ChartReader.Fault(sentence: stop.message)
        }
    }
}
