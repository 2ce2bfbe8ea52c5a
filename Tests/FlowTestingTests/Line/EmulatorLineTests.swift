import CallEmulator
import Logging
import Testing

@testable import FlowTesting

/// Specs over HTTP: the emulator is another one, only its address is known.
struct EmulatorLineTests {
    private func results(_ spec: String, crashes: Bool = false, faults: FaultSettings = .init()) async throws
        -> [SpecResult]
    {
        let suite = SpecBench.suite(spec)
        try #require(suite.problems.isEmpty, "\(suite.problems)")
        return try await EmulatorBench.withLink { link in
            var run = SpecRun(suite)
            run.links = [link]
            run.crashesEverywhere = crashes
            run.faults = faults
            return await run.run()
        }
    }

    private func passes(_ body: String) async throws {
        for result in try await results("it('a', function() local caller = phone '+14255550100'\n\(body)\nend)") {
            if case .failed(let failure) = result.outcome {
                Issue.record("\(failure.problem)\n\(failure.story.joined(separator: "\n"))")
            }
        }
    }

    @Test func aStoryComesAboutAsItDoesInProcess() async throws {
        let spec = """
            it("a", function()
              local caller = phone "+14255550100"
              local call = caller:dial "+18005550199"
              caller:hears "Press a key."
              caller:presses "1"
              caller:hears("You pressed 1.", { whole = true })
              expect(call):has_ended { within = 60 }
              expect(call):sent "hang_up"
            end)
            """
        let near = try await SpecBench.run(spec)
        let far = try await results(spec)
        #expect(near[0].outcome == .passed, "\(near[0].outcome)")
        #expect(far[0].outcome == .passed, "\(far[0].outcome)")
        // The same things happen at the same moments, to the millisecond.
        #expect(abs(near[0].virtualSeconds - far[0].virtualSeconds) < 0.001)
    }

    @Test func hoursOfWaitingCostNothing() async throws {
        let far = try await results("it('a', function() advance(36000) end)")
        #expect(far[0].outcome == .passed && far[0].virtualSeconds == 36_000)
    }

    @Test func phonesDoWhatTheyAreTold() async throws {
        try await passes(
            """
            local other = phone "+14255550101"
            other:busy()
            launch("desk", { to = "+14255550101" })
            advance(5)
            other:answers { after = 2 }
            launch("desk", { to = "+14255550101" })
            other:rings()
            other:picks_up()
            other:hears "Hello."
            caller:joins { room_id = "a room/1" }
            other:says("Who is there?", { at_once = true })
            caller:hangs_up()
            """)
    }

    @Test func whatTheEmulatorRefusesIsTold() async throws {
        let far = try await results("it('a', function() phone('+14255550100'):hangs_up() end)")
        guard case .failed(let failure) = far[0].outcome else { throw Unexpected() }
        #expect(failure.problem.message.contains("+14255550100"), "\(failure.problem)")
    }

    @Test func aProcessThatIsKilledTakesTheCallUpAgain() async throws {
        let spec = """
            it("a", function()
              local caller = phone "+14255550100"
              local call = caller:dial "+18005550199"
              caller:hears "Press a key."
              crash { down = 2 }
              caller:presses "1"
              caller:hears "You pressed 1."
              expect(call):has_ended { within = 60 }
            end)
            """
        let far = try await results(spec, crashes: true)
        #expect(far[0].outcome == .passed, "\(far[0].outcome)")
        #expect(far[0].runs > 3)
    }

    @Test func machinesAndServicesMisbehave() async throws {
        try await passes(
            """
            faults { slow = { chance = 1, seconds = 12, only = { "Play" } }, cut_after = { times = 1, only = { "HangupCall" } } }
            local call = caller:dial "+18005550199"
            store_stalls(3)
            caller:hears("Press a key.", { within = 60 })
            runtime_freezes(2)
            caller:presses "1"
            expect(call):has_ended { within = 200 }
            """)
        let mixed = try await results(
            """
            it("a", function()
              local call = phone("+14255550100"):dial "+18005550199"
              phone("+14255550100"):presses "1"
              expect(call):has_ended { within = 60 }
            end)
            """, faults: .mixture)
        #expect(mixed[0].outcome == .passed, "\(mixed[0].outcome)")
    }

    @Test func anEmulatorThatIsNotThereIsTold() async throws {
        await #expect(throws: (any Error).self) {
            _ = try await EmulatorLink(connectionString: "endpoint=http://127.0.0.1:9/;accesskey=a2V5")
        }
    }

    private struct Unexpected: Error {}
}

/// An emulator that is reached over HTTP only.
enum EmulatorBench {
    static func withLink<Value: Sendable>(_ body: (EmulatorLink) async throws -> Value) async throws -> Value {
        let emulator = try CallEmulator(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await emulator.start()
        let result: Result<Value, any Error>
        do {
            let link = try await EmulatorLink(connectionString: await emulator.connectionString ?? "")
            do { result = .success(try await body(link)) } catch { result = .failure(error) }
            await link.close()
        } catch {
            result = .failure(error)
        }
        await emulator.stop()
        return try result.get()
    }
}
