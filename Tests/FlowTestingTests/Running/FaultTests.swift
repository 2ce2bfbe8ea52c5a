import CallEmulator
import Testing

@testable import FlowTesting

struct FaultTests {
    @Test func aSpecSaysWhatGoesWrong() async throws {
        try await SpecBench.passes(
            """
            faults { duplicate = true, early = true }
            local call = caller:dial "+18005550199"
            caller:presses "5"
            caller:hears "You pressed 5."
            expect(call):has_ended { how = "application_hung_up" }
            expect(call):sent("answer", {}, { times = 1 })
            """)
    }

    @Test func aRequestThatIsCutAfterItRanIsNotCarriedOutTwice() async throws {
        try await SpecBench.passes(
            """
            faults { cut_after = { chance = 1, only = { "AnswerCall" }, times = 1 } }
            local call = caller:dial "+18005550199"
            caller:presses "5"
            expect(call):has_timeline { "answered", "You pressed 5." }
            expect(call):has_ended()
            """)
    }

    @Test func tooManyRequestsAreTriedAgain() async throws {
        try await SpecBench.passes(
            """
            faults { too_many = { chance = 1, retry_after = 2, times = 1, only = { "AnswerCall" } } }
            local before = now()
            local call = caller:dial "+18005550199"
            expect(call):is_connected()
            expect(now() - before):is_above(2)
            """)
    }

    @Test func anUnknownFaultIsToldWithTheNearestName() async throws {
        let failure = try await SpecBench.failure("faults { duplicat = 0.1 }")
        #expect(failure.problem.message.contains("duplicate"), "\(failure.problem)")
        #expect(failure.problem.line == 2)
    }

    @Test func everyCaseIsRunWithSeedsOfFaults() async throws {
        var run = SpecRun(SpecBench.aKeyIsPressed)
        run.faults = .mixture
        run.faultSeeds = 20
        let results = await run.run()
        if case .failed(let failure) = results[0].outcome { Issue.record("\(failure.problem)\n\(failure.story)") }
        #expect(results[0].runs == 21)
    }

    @Test func theSameFaultsComeWithTheSameSeed() async throws {
        let spec = """
            it("a", function()
              faults { slow = { chance = 0.5, seconds = 3 }, delay = 0.5, reorder = true }
              local caller = phone "+14255550100"
              local call = caller:dial "+18005550199"
              caller:presses("1", { within = 60 })
              expect(call):has_ended { within = 600 }
              error(tostring(now()))
            end)
            """
        let first = try await SpecBench.run(spec, seed: 3)
        #expect(try await SpecBench.run(spec, seed: 3).map(\.outcome) == first.map(\.outcome))
        #expect(try await SpecBench.run(spec, seed: 4).map(\.outcome) != first.map(\.outcome))
    }
}
