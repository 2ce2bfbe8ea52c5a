import CallEmulator
import Testing

@testable import FlowTesting

struct CaseVerdictTests {
    /// It waits for ever once its caller has gone.
    private static let forgetful = """
        flow { locale = "en-US", voice = "en-US-AvaNeural", linger = 86400 }
        on("IncomingCall", function(call)
          call:answer()
          spawn(function() while true do sleep(3600) end end)
          call:play { text = "Hello." }
          call:hang_up { for_everyone = true }
        end)
        """
    private static let story = """
        it("a", function()
          local call = phone("+14255550100"):dial "+18005550199"
          expect(call):has_ended()
        end)
        """

    private func run(_ change: (inout SpecRun) -> Void) async throws -> SpecResult {
        var run = SpecRun(SpecBench.suite(Self.story, flows: ["desk": Self.forgetful]))
        change(&run)
        return try #require(await run.run().first)
    }

    @Test func aSessionThatStaysIsFoundWhenSomethingWentWrongOnTheWay() async throws {
        #expect(try await run { _ in }.outcome == .passed, "undisturbed, only the story counts")
        for result in [
            try await run { $0.crashesEverywhere = true }, try await run { $0.faults = .mixture },
        ] {
            guard case .failed(let failure) = result.outcome else {
                Issue.record("it passed")
                continue
            }
            #expect(failure.problem.message.contains("still there two hours after"), "\(failure.problem)")
        }
    }

    @Test func worldsAreLetGo() async throws {
        weak var world: SpecWorld?
        do {
            let entry = try #require(SpecBench.suite("it('a', function() end)").entries.first)
            let made = try SpecWorld(entry.file)
            world = made
            let stage = try VirtualStage(StageSettings(generation: entry.generation))
            made.promises.append(("a", { [made] in made.promises.isEmpty ? "" : nil }))
            try CaseRunner.drive(made, made.plan.entries[0], on: stage)
            stage.end()
            made.end()
        }
        #expect(world == nil)
    }

    @Test func whatIsDueInTheLastInstantOfAWaitHappens() async throws {
        try await SpecBench.passes(
            """
            launch("later", {})
            advance(60)
            expect(#logs()):equals(1)
            """,
            flows: ["later": "on('Launch', function() sleep(60) log.info('now') wait_for('Signal') end)"])
    }

    @Test(arguments: [
        ("expect(call):did_not_send('recognize', { initial_silence_timout = 5 })", "initial_silence_timeout"),
        ("expect(call):did_not_send('play', { 'Hello' })", "with names"),
        ("expect(caller):did_not_hear(pattern '[')", "no Lua pattern"),
    ])
    func aSentenceThatCannotFailIsRefused(_ sentence: String, _ part: String) async throws {
        let failure = try await SpecBench.failure("local call = caller:dial '+18005550199'\n" + sentence)
        #expect(failure.problem.message.contains(part), "\(failure.problem)")
    }
}
