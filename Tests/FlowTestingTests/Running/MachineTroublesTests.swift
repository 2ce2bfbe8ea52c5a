import Testing

@testable import FlowTesting

struct MachineTroublesTests {
    @Test func nothingLeavesBeforeItsRecordIsDurable() async throws {
        try await SpecBench.passes(
            """
            store_stalls(3)
            local before = now()
            local call = caller:dial "+18005550199"
            advance(2)
            expect(call.state):equals "ringing"
            caller:hears "Press a key."
            expect(now() - before):is_above(3)
            store_stalls(4)
            caller:presses "5"
            advance(3)
            expect(caller):did_not_hear "You pressed"
            caller:hears "You pressed 5."
            expect(call):has_ended()
            expect(call):sent("play", {}, { times = 1 })
            """)
    }

    @Test func aProcessThatStandsStillGoesOnAfterwards() async throws {
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            caller:hears "Press a key."
            runtime_freezes(8)
            caller:presses "5"
            advance(7)
            expect(caller):did_not_hear "You pressed"
            caller:hears "You pressed 5."
            expect(call):has_ended { how = "application_hung_up" }
            """)
    }

    @Test(arguments: [-3_600, -10, 10, 3_600])
    func aClockThatJumpsChangesNoStory(_ seconds: Int) async throws {
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            caller:hears "Press a key."
            clock_jumps(\(seconds))
            caller:presses "5"
            caller:hears "You pressed 5."
            expect(call):has_ended { how = "application_hung_up" }
            expect(call.session):is_over { way = "finished" }
            """)
    }

    @Test func whatIsInTheQueueOfAStalledStoreIsLostWithTheProcess() async throws {
        try await SpecBench.passes(
            """
            store_stalls(2)
            local call = caller:dial "+18005550199"
            advance(1)
            crash { down = 5 }
            caller:hears("Press a key.", { within = 60 })
            expect(#sessions()):equals(1)
            expect(call):sent("answer", {}, { times = 1 })
            """)
    }
}
