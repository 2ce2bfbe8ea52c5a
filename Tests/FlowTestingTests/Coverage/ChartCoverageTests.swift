import FlowEngine
import LuaSyntax
import Testing

@testable import FlowTesting

/// Steps and exits of charts, by what `std.flow` logs while specs run.
struct ChartCoverageTests {
    private static let flow = """
        flow { locale = "en-US", voice = "en-US-AvaNeural" }
        local line = require "std.flow"
        line.incoming {
          to = "+18005550199", name = "desk", start = "main",
          defaults = { silence = "bye", error = "sorry", hang_up = "after" },
          steps = {
            main = { "menu", text = "Press 1 or 2.", keys = { "news", "sorry" }, retries = 0 },
            news = { "say", text = "No news.", next = "bye" },
            sorry = { "say", text = "Sorry.", next = "bye", failed = "bye" },
            bye = { "hang_up", text = "Goodbye." },
            after = { "set", { done = "yes" }, next = "bye" },
          },
        }
        """

    private static let spec = """
        it("tells the news", function()
          local caller = phone "+14255550100"
          local call = caller:dial "+18005550199"
          caller:hears "Press 1 or 2."
          caller:presses "1"
          caller:hears "No news."
          expect(call):has_ended()
        end)
        """

    private static func measured(_ spec: String, runs: (inout SpecRun) -> Void = { _ in }) async throws -> FlowCoverage
    {
        let coverage = FlowCoverage()
        let suite = SpecSuite(
            files: ["desk/main.lua": Array(flow.utf8), "a_spec.lua": Array(spec.utf8)], environment: FlowEnvironment(),
            coverage: coverage)
        try #require(suite.problems.isEmpty, "\(suite.problems)")
        var run = SpecRun(suite)
        runs(&run)
        for result in await run.run() { #expect(result.outcome == .passed) }
        return coverage
    }

    private static func row(_ text: String, _ path: String) -> [Substring] {
        text.split(separator: "\n").first { $0.hasPrefix(path) }?.split(separator: " ") ?? []
    }

    @Test func stepsAndExitsAreCountedAndTheRestIsNamed() async throws {
        let text = try await Self.measured(Self.spec).text
        #expect(text.split(separator: "\n").first?.hasSuffix("steps       exits") == true, "\(text)")
        #expect(Self.row(text, "desk/main.lua").suffix(2) == ["3/5", "2/11"], "\(text)")
        for gap in [
            "desk/main.lua:9: step 'sorry' never reached", "desk/main.lua:11: step 'after' never reached",
            "desk/main.lua:7: exit '2' of 'main' never taken", "desk/main.lua:7: exit 'no_input' of 'main' never taken",
            "desk/main.lua:3: exit 'hang_up' of 'desk' never taken",
        ] {
            #expect(text.contains(gap + "\n") || text.hasSuffix(gap), "\(gap) is not in \(text)")
        }
        #expect(!text.contains("exit '1' of 'main'") && !text.contains("of 'sorry'"))
    }

    @Test func furtherRunsCountOnce() async throws {
        let plain = try await Self.measured(Self.spec).chartCoverage["desk/main.lua"]
        let killed = try await Self.measured(Self.spec) { $0.crashesEverywhere = true }.chartCoverage["desk/main.lua"]
        let (first, second) = (try #require(plain), try #require(killed))
        #expect(second.steps.all == first.steps.all && second.exits.all == first.exits.all)
        #expect(second.steps.reached >= first.steps.reached)
    }

    @Test func aFlowThatASpecBringsAlongCountsForNobody() async throws {
        let given = """
            given_flow("desk", [==[
            \(Self.flow)
            ]==])
            \(Self.spec)
            """
        let coverage = try await Self.measured(given)
        #expect(coverage.chartCoverage.isEmpty)
        #expect(!coverage.text.contains("steps"))
        #expect(coverage.visits(of: "desk") == ChartVisits())
    }

    @Test func withoutChartsThereAreNoColumnsForThem() async throws {
        let coverage = FlowCoverage()
        let flow = "on('IncomingCall', function(call) call:reject() end)"
        let spec = "it('a', function() phone('+14255550100'):dial '+18005550199' end)"
        let suite = SpecSuite(
            files: ["desk/main.lua": Array(flow.utf8), "a_spec.lua": Array(spec.utf8)], environment: FlowEnvironment(),
            coverage: coverage)
        _ = await SpecRun(suite).run()
        #expect(!coverage.text.contains("exits") && coverage.isReached("desk/main.lua", .start) == true)
    }
}
