import FlowEngine
import Testing

@testable import CallRuntime
@testable import FlowCheck

/// What the check believes to be in a flow's world is there.
struct HostCatalogueTests {
    @Test func everyNameIsInTheWorld() {
        var lines: [String] = []
        for (space, names) in HostCatalogue.spaces { lines += names.map { "local _ = \(space).\($0)" } }
        lines += (HostCatalogue.base + HostCatalogue.globals).map { "local _ = \($0)" }
        // One function at most has so many variables.
        let source = lines.map { "do \($0) end" }.joined(separator: "\n")
        let sources = FlowSources(files: ["a.lua": Array(source.utf8)])
        let report = FlowLoader.load(sources, environment: Checking.environment, allowsFlowsWithoutHooks: true)
        #expect(report.problems == [])
    }

    @Test(arguments: [
        "string.trim", "os.clock", "os.getenv", "io", "print", "load", "math.pow", "table.getn", "debug.getinfo",
    ])
    func whatTheCheckMissesTheWorldMissesToo(_ name: String) {
        let sources = FlowSources(files: ["a.lua": Array("assert(\(name) ~= nil)".utf8)])
        #expect(FlowLoader.load(sources, environment: Checking.environment).problems.count == 1)
        let parts = name.split(separator: ".").map(String.init)
        #expect(
            parts.count == 1
                ? !Host.allGlobals.contains(name) : HostCatalogue.spaces[parts[0]]?.contains(parts[1]) == false)
    }

    @Test func callsHaveTheStatesOfTheRuntime() {
        #expect(HostCatalogue.callStates == Leg.State.allCases.map(\.rawValue))
    }

    @Test func everyRuleHasANameOfItsOwn() {
        let names = RuleFinder.rules.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "_" } })
    }
}
