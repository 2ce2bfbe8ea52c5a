import Testing

@testable import FlowTesting

struct PhoneFunctionsTests {
    @Test func aCallerListensAndPresses() async throws {
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            expect(call.state):equals "ringing"
            caller:hears "Press a"
            expect(caller.state):equals "in_call"
            caller:presses "5"
            caller:hears(pattern "pressed %d", { whole = true })
            expect(call):has_ended { how = "application_hung_up" }
            expect(caller.state):equals "idle"
            expect(caller):heard "Press a key."
            expect(caller):did_not_hear "Nothing"
            """)
    }

    @Test func silenceEndsWhenNobodyListensAnyMore() async throws {
        try await SpecBench.passes(
            """
            local before = now()
            caller:dial "+18005550199"
            caller:stays_silent()
            expect(now() - before):is_above(5)
            caller:hears "Nothing."
            """)
    }

    @Test func aPromptIsHeardOnce() async throws {
        let failure = try await SpecBench.failure(
            """
            caller:dial "+18005550199"
            caller:hears "Press a key."
            caller:hears("Press a key.", { within = 3 })
            """)
        #expect(failure.problem.line == 4)
    }

    @Test(arguments: [
        ("answers { after = 2 }", "finished", ""), ("declines()", "", "declined"), ("busy()", "", "busy"),
        ("never_answers()", "", "no_answer"), ("unreachable()", "", "not_found"),
        ("invalid_number()", "", "not_found"),
    ])
    func aPhoneDoesWhatItIsToldWhenRung(_ reaction: String, _ way: String, _ reason: String) async throws {
        try await SpecBench.passes(
            """
            local callee = phone "+14255550123"
            callee:\(reaction)
            local session = launch("desk", { to = callee.number })
            if "\(reason)" == "" then
              callee:hears "Hello."
              expect(session):sent("create_call", { target = callee })
            else
              expect(session):logged("not reached", { reason = "\(reason)" }, { within = 120 })
            end
            expect(session):is_over { way = "finished" }
            """)
    }

    @Test func aRungPhoneCanBePickedUpByHand() async throws {
        try await SpecBench.passes(
            """
            local callee = phone "+14255550123"
            callee:never_answers()
            launch("desk", { to = "+14255550123" })
            local call = callee:rings()
            expect(callee.state):equals "ringing"
            advance(3)
            callee:picks_up()
            callee:hears "Hello."
            expect(call):has_ended { how = "application_hung_up" }
            """)
    }

    @Test func aCallerMayHangUpAtAnyTime() async throws {
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            caller:hears "Press a key."
            caller:hangs_up()
            expect(call):has_ended { how = "caller_hung_up" }
            expect(call):did_not_send "hang_up"
            """)
    }

    @Test(arguments: [
        ("caller:hangs_up()", "is not in a call"), ("caller:presses('1', { within = 1 })", "nobody listens"),
        ("caller:presses('x', { at_once = true })", "call"), ("caller:rings { within = 1 }", "nobody calls"),
        ("caller:hears(5)", "must be a text or a table"), ("caller:dials '+1'", "dials"),
        ("phone 'nobody'", "nobody"), ("caller.number = 1", "cannot be set"),
        ("caller:dial '+18005550199' caller:dial '+18005550199'", "in a call already"),
    ])
    func whatCannotBeDoneIsSaidAtItsLine(_ body: String, _ part: String) async throws {
        let failure = try await SpecBench.failure(body)
        #expect(failure.problem.message.contains(part), "\(failure.problem)")
        #expect(failure.problem.line == 2, "\(failure.problem)")
    }
}
