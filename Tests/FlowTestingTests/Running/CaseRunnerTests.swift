import Testing

@testable import FlowTesting

struct CaseRunnerTests {
    @Test func aFailureTellsTheSpecsLineTheFlowsLineAndWhatHappened() async throws {
        let failure = try await SpecBench.failure(
            """
            caller:dial "+18005550199"
            caller:hears "Press a key."
            caller:hears("Press two keys.", { within = 1 })
            """)
        #expect(failure.problem.file == "a_spec.lua")
        #expect(failure.problem.line == 4)
        #expect(failure.problem.message.contains("does not hear \"Press two keys.\" within 1 s; it hears nothing"))
        #expect(failure.flowPlaces == ["desk/main.lua:4"])
        #expect(failure.story.contains { $0.contains("recognize_started") && $0.contains("Press a key.") })
        #expect(failure.story.contains { $0.contains("a_spec.lua:2") && $0.contains("dials") })
    }

    @Test func anErrorOfTheFlowFailsACaseThatDoesNotAllowIt() async throws {
        let flows = [
            "desk": """
            on("IncomingCall", function(call)
              call:answer()
              error("broken")
            end)
            """
        ]
        let story = "caller:dial '+18005550199' advance(5)"
        let failure = try await SpecBench.failure(story, flows: flows)
        #expect(failure.problem.message.contains("broken"), "\(failure.problem)")
        #expect(failure.problem.message.contains("desk/main.lua:3"), "\(failure.problem)")
        let results = try await SpecBench.run(
            "it('a', { allows_errors = true }, function() phone('+14255550100'):dial '+18005550199' advance(5) end)",
            flows: flows)
        #expect(results[0].outcome == .passed)
    }

    @Test func theSameSeedGivesTheSameRun() async throws {
        let spec = "it('a', function() local c = phone('+14255550100'):dial '+18005550199' error(c.correlation_id) end)"
        let first = try await SpecBench.run(spec, seed: 7)
        #expect(try await SpecBench.run(spec, seed: 7).map(\.outcome) == first.map(\.outcome))
        #expect(try await SpecBench.run(spec, seed: 8).map(\.outcome) != first.map(\.outcome))
    }

    @Test func anHourOfWaitingIsAMatterOfMoments() async throws {
        let results = try await SpecBench.run("it('a', function() advance(3600) end)")
        #expect(results[0].outcome == .passed)
        #expect(results[0].virtualSeconds == 3_600)
    }

    @Test func whatStandsBeforeAndAfterRunsInOrder() async throws {
        let results = try await SpecBench.run(
            """
            local order = {}
            before_each(function() table.insert(order, "outer") end)
            after_each(function()
              table.insert(order, "after")
              expect(table.concat(order, " ")):equals "outer inner body inner-after after"
            end)
            describe("x", function()
              before_each(function() table.insert(order, "inner") end)
              after_each(function() table.insert(order, "inner-after") end)
              it("a", function() table.insert(order, "body") end)
              it("b", function() table.insert(order, "body") end)
            end)
            """)
        #expect(results.map(\.outcome) == [.passed, .passed])
    }

    @Test func someCasesAreLeftOut() async throws {
        let results = try await SpecBench.run(
            """
            it("a", function() error("never") end)
            it("b", { only = true }, function() end)
            it("c", { only = true, skip = "why not" }, function() error("never") end)
            """)
        #expect(results.map(\.outcome) == [.passed, .skipped("why not")])
        var run = SpecRun(SpecBench.suite("it('red', function() end) it('green', function() end)"))
        run.filters = ["gree"]
        #expect(await run.run().map(\.spec.name) == ["green"])
        run.filters = ["a_spec"]
        #expect(run.count == 2)
    }

    @Test func aSpecThatNeverEndsIsStopped() async throws {
        let failure = try await SpecBench.failure("while true do end")
        #expect(failure.problem.message.contains("endless loop"), "\(failure.problem)")
    }

    @Test func aSpecMayBringItsOwnFlow() async throws {
        let results = try await SpecBench.run(
            """
            given_flow("own", [[
              on("IncomingCall", { to = "+18005550111" }, function(call) call:reject { reason = "busy" } end)
            ]])
            it("a", function()
              local call = phone("+14255550100"):dial "+18005550111"
              expect(call):has_ended { how = "rejected" }
              expect(call):sent("reject", { reason = "busy" })
            end)
            """)
        #expect(results.map(\.outcome) == [.passed])
        let problem = SpecBench.suite("given_flow('own', 'nonsense(')").problems.first
        #expect(problem?.file == "a_spec.lua" && problem?.message.contains("own/main.lua:1") == true)
    }
}
