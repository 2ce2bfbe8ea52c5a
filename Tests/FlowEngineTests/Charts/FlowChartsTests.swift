import Testing

@testable import FlowEngine

struct FlowChartsTests {
    /// A library that tells of its charts whatever a test wants.
    private static func library(charts: String = "{}", findings: String = "{}") -> [String: [UInt8]] {
        let module = """
            local line = {}
            function line.incoming() on("IncomingCall", function() end) end
            function line.charts() return \(charts) end
            function line.findings() return \(findings) end
            return line
            """
        return ["flow": Array(module.utf8), "menu": Array("return {}".utf8)]
    }

    private static func report(
        _ flow: String, _ stdlib: [String: [UInt8]], asks: Bool = true,
        environment: FlowEnvironment = FlowEnvironment()
    ) -> FlowLoader.Report {
        FlowLoader.load(
            FlowSources(files: ["desk/main.lua": Array(flow.utf8)], stdlib: stdlib), environment: environment,
            asksForCharts: asks)
    }

    private static let line = #"require("std.flow").incoming()"#

    private static let chart = """
        { { name = "desk", made = "incoming", place = "desk/main.lua:7", start = "hello", hang_up = "bye",
            starts = { to = "+18005550199" },
            steps = {
              { name = "hello", kind = "menu", label = "Press 1.", exits = {
                { word = "1", to = "shop", language = "en" }, { word = "failed", to = "bye", default = true } } },
              { name = "shop", kind = "flow", label = "part", exits = {}, part = "shop", ends = true },
              { name = "bye", kind = "hang_up", exits = {} },
            },
            parts = { { name = "shop", made = "part", place = "desk/main.lua:2", start = "ask", exits = { "sold" },
              steps = { { name = "ask", kind = "say", label = "Hm.", exits = { { word = "next", to = "sold" } } } } } } } }
        """

    @Test func hooksThatTheLibraryMakesStandAtTheLineOfTheFlow() throws {
        let flow = "local line = require \"std.flow\"\n\nline.incoming()\nline.incoming()"
        let report = Self.report(flow, Self.library())
        let problem = try #require(report.problems.first)
        #expect(problem.file == "desk/main.lua" && problem.line == 4)
        #expect(problem.reason.hasPrefix("wants the same calls as desk/main.lua:3;"))
    }

    @Test func proofsOfALargeChartAreNoInputOfACall() throws {
        let steps = (0..<400).map { #"m\#($0) = { "menu", text = "x", keys = { "m\#(($0 + 1) % 400)", "bye" } },"# }
        let flow = """
            flow { locale = "en-US", voice = "en-US-AvaNeural" }
            require("std.flow").incoming { start = "m0", defaults = { silence = "bye", error = "bye" }, steps = {
              \(steps.joined(separator: " ")) bye = { "hang_up" } } }
            """
        let report = Self.report(flow, FlowSources.ownStdlib)
        #expect(report.problems == [])
        #expect(report.charts["desk"]?.problem == nil)
        #expect(report.charts["desk"]?.charts.first?.steps.count == 401)
    }

    @Test func chartsAreReadWithTheirParts() throws {
        let report = Self.report(Self.line, Self.library(charts: Self.chart))
        let charts = try #require(report.charts["desk"])
        #expect(charts.problem == nil && charts.findings.isEmpty && report.problems.isEmpty)
        let chart = try #require(charts.charts.first)
        #expect(chart.name == "desk" && chart.origin == .incoming && chart.file == "desk/main.lua" && chart.line == 7)
        #expect(chart.to == "+18005550199" && chart.start == "hello" && chart.hangUp == "bye")
        #expect(chart.steps.map(\.name) == ["hello", "shop", "bye"])
        let exits = chart.steps[0].exits
        #expect(exits.map(\.word) == ["1", "failed"] && exits.map(\.isDefault) == [false, true])
        #expect(exits[0].language == "en" && exits[0].to == "shop")
        #expect(chart.steps[1].part == "shop" && chart.steps[1].ends && chart.steps[2].label == "hang_up")
        #expect(chart.all.map(\.name) == ["desk", "shop"])
        #expect(chart.parts[0].origin == .part && chart.parts[0].exits == ["sold"] && chart.parts[0].line == 2)
    }

    @Test func findingsAreReadWithTheirPaths() throws {
        let findings = """
            { { rule = "no_way_out", path = { "steps", "main", "keys", 1 }, message = "round and round",
                severity = "warning", chart = "desk", place = "desk/main.lua:3" } }
            """
        let report = Self.report(Self.line, Self.library(findings: findings))
        let finding = try #require(report.charts["desk"]?.findings.first)
        #expect(finding.rule == "no_way_out" && !finding.isError && finding.chart == "desk")
        #expect(finding.path == [.name("steps"), .name("main"), .name("keys"), .index(1)])
        #expect(finding.file == "desk/main.lua" && finding.line == 3)
    }

    @Test func onlyFlowsThatUseTheModuleAreAskedAndOnlyWhenSomebodyWantsToKnow() {
        let plain = #"require "std.menu" on("IncomingCall", function() end)"#
        #expect(Self.report(plain, Self.library(charts: Self.chart)).charts.isEmpty)
        #expect(Self.report(Self.line, Self.library(charts: Self.chart), asks: false).charts.isEmpty)
    }

    @Test func aFlowThatDoesNotLoadStillTellsItsFindings() throws {
        let findings = #"{ { rule = "unknown_step", path = {}, message = "no step", severity = "error" } }"#
        let report = Self.report(Self.line + " error('no')", Self.library(charts: Self.chart, findings: findings))
        #expect(report.problems.count == 1 && report.generation == nil)
        let charts = try #require(report.charts["desk"])
        #expect(charts.charts.isEmpty && charts.findings.first?.isError == true && charts.problem == nil)
    }

    @Test(
        arguments: [
            ("{ { name = 'a' } }", "charts[1] has no start"),
            ("{ { name = 'a', start = 'b', steps = { { name = 'b' } } } }", "charts[1].steps[1] has no kind"),
            ("error('mine')", "mine"),
            ("(function() while true do end end)()", "too long"),
            ("call:play {}", "call"),
        ])
    func whatIsNoChartIsAProblem(given: String, words: String) throws {
        var environment = FlowEnvironment()
        environment.limits.lua.instructions = 100_000
        let report = Self.report(Self.line, Self.library(charts: given), environment: environment)
        let problem = try #require(report.charts["desk"]?.problem)
        #expect(problem.contains(words), "\(problem)")
        #expect(report.problems.isEmpty, "the flow itself is good: \(report.problems)")
    }

    @Test func whateverElseStandsThereIsNoChart() throws {
        for given in ["nil", "7", "'text'", "function() end", "{ a = 1 }"] {
            let charts = try #require(Self.report(Self.line, Self.library(charts: given)).charts["desk"])
            #expect(charts == FlowCharts(), "\(given)")
        }
    }
}
