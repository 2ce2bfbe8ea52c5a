import FlowEngine
import Testing

@testable import FlowTesting

struct FlowCoverageTests {
    private static let flow = """
        local function greet(call, name)
          call:play { text = "Hello " .. (name or "you") .. "." }
        end
        on("IncomingCall", { to = "+18005550199" }, function(call)
          call:answer()
          if call.from == "+14255550100" then
            greet(call, "Ada")
          else
            greet(call)
          end
          call:hang_up { for_everyone = true }
        end)
        on("Signal", function() log.info("bell") end)
        """

    private func measured(_ spec: String) async throws -> FlowCoverage {
        let coverage = FlowCoverage()
        let prelude = "flow { locale = 'en-US', voice = 'en-US-AvaNeural' }\n"
        let suite = SpecSuite(
            files: ["desk/main.lua": Array((prelude + Self.flow).utf8), "a_spec.lua": Array(spec.utf8)],
            environment: FlowEnvironment(), stdlib: [:], coverage: coverage)
        try #require(suite.problems.isEmpty, "\(suite.problems)")
        for result in await SpecRun(suite).run() { #expect(result.outcome == .passed) }
        return coverage
    }

    @Test func whatWasReachedIsCountedAndTheRestIsNamed() async throws {
        let coverage = try await measured(
            """
            it("a", function()
              local call = phone("+14255550100"):dial "+18005550199"
              expect(call):has_ended()
            end)
            """)
        let text = coverage.text
        #expect(text.contains("desk/main.lua"))
        #expect(text.contains("1/2 "), "one of two hooks: \(text)")
        #expect(text.contains("desk/main.lua:9: else of the if in line 7 never taken"), "\(text)")
        #expect(text.contains("desk/main.lua:14:"), "the other hook: \(text)")
        #expect(coverage.lcov.contains("SF:desk/main.lua"))
    }

    /// A case that passes, with flows and modules that it does not need.
    private func coverage(measuresLibrary: Bool) async throws -> FlowCoverage {
        let coverage = FlowCoverage(measuresLibrary: measuresLibrary)
        let greet = Array("local function unused() end return function(call) call:answer() call:hang_up() end".utf8)
        let desk = """
            local greet = require "std.greet"
            on("IncomingCall", { to = "+18005550199" }, function(call) greet(call) end)
            """
        let suite = SpecSuite(
            files: [
                "desk/main.lua": Array(desk.utf8), "desk/lib/never.lua": Array("return 1".utf8),
                "guide/page.lua": Array("return 1".utf8),
                "greet.lua": measuresLibrary ? greet : Array("local x = 1".utf8),
                "a_spec.lua": Array(
                    "it('a', function() phone('+14255550100'):dial '+18005550199' advance(5) end)".utf8),
            ],
            environment: FlowEnvironment(), stdlib: ["greet": greet], coverage: coverage)
        try #require(suite.problems.isEmpty, "\(suite.problems)")
        for result in await SpecRun(suite).run() { #expect(result.outcome == .passed) }
        return coverage
    }

    @Test func whatNoFlowCanRequireIsNotMeasuredAndWhatNoneDoesIsOneLine() async throws {
        let coverage = try await coverage(measuresLibrary: false)
        #expect(coverage.gaps == ["desk/lib/never.lua:1: never loaded"])
        #expect(!coverage.text.contains("guide/page.lua"))
    }

    @Test func modulesOfTheStandardLibraryAreMeasuredOnlyWhenAskedFor() async throws {
        #expect(!(try await coverage(measuresLibrary: false)).text.contains("std/greet.lua"))
        let gaps = try await coverage(measuresLibrary: true).gaps
        #expect(gaps.contains { $0.hasPrefix("std/greet.lua:1: function unused") }, "\(gaps)")
        #expect(!gaps.contains { $0.hasPrefix("greet.lua") }, "the module as a flow: \(gaps)")
    }

    @Test func errorsKeepTheirLinesAndValuesTheirIdentity() async throws {
        let coverage = FlowCoverage()
        let flow = """
            on("IncomingCall", function(call)
              call:answer()
              local t = {}
              local u = nil or t
              if u ~= t then error("another table") end
              error("here")
            end)
            """
        let spec = "it('a', function() phone('+14255550100'):dial '+18005550199' advance(5) end)"
        let suite = SpecSuite(
            files: ["desk/main.lua": Array(flow.utf8), "a_spec.lua": Array(spec.utf8)],
            environment: FlowEnvironment(), stdlib: [:], coverage: coverage)
        let results = await SpecRun(suite).run()
        guard case .failed(let failure) = try #require(results.first).outcome else {
            Issue.record("it passed")
            return
        }
        #expect(failure.problem.message.contains("desk/main.lua:6"), "\(failure.problem)")
        #expect(failure.problem.message.contains("here"))
    }

    @Test func withoutCoverageTheFunctionsThatCountAreNotThere() async throws {
        let flows = ["desk": "on('IncomingCall', function(call) call:answer() __covered(1) end)"]
        let failure = try await SpecBench.failure(
            "caller:dial '+18005550199' advance(5)", flows: flows)
        #expect(failure.problem.message.contains("__covered"), "\(failure.problem)")
    }
}
