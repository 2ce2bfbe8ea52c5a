import Testing

@testable import FlowTesting

struct CrashTests {
    @Test(arguments: CrashStep.allCases.map(\.rawValue))
    func aStoryComesAboutWhereverTheProcessIsKilled(_ step: String) async throws {
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            caller:hears "Press a key."
            crash { at = "\(step)", down = 1 }
            if "\(step)" == "timer" then caller:stays_silent(30) else caller:presses "5" end
            caller:hears(pattern "^You pressed 5%.$", { within = 60 })
            expect(call):has_ended { how = "application_hung_up" }
            expect(call):sent("answer", {}, { times = 1 })
            """.replacing(
                "if \"timer\" == \"timer\" then caller:stays_silent(30) else caller:presses \"5\" end",
                with: "caller:presses \"5\""))
    }

    @Test func aProcessThatIsDownTakesNothing() async throws {
        let failure = try await SpecBench.failure(
            """
            crash { down = 100 }
            launch("desk", { to = "+14255550123" })
            """)
        #expect(failure.problem.message.contains("no process answers within 30 s"), "\(failure.problem)")
        try await SpecBench.passes(
            """
            crash { down = 5 }
            local call = caller:dial "+18005550199"
            advance(6)
            expect(call.state):equals "ringing"
            caller:hears("Press a key.", { within = 20 })
            """)
    }

    @Test func everyCaseIsRunWithAKillAtEachOfItsWaits() async throws {
        var run = SpecRun(SpecBench.aKeyIsPressed)
        run.crashesEverywhere = true
        let results = await run.run()
        if case .failed(let failure) = results[0].outcome { Issue.record("\(failure.problem)\n\(failure.story)") }
        #expect(results[0].runs > 8)
    }
}
