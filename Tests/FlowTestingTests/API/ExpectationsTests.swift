import Testing

@testable import FlowTesting

struct ExpectationsTests {
    @Test func valuesAreCompared() async throws {
        try await SpecBench.passes(
            """
            expect(1):equals(1.0)
            expect({ 1, { a = "b" } }):equals { 1, { a = "b" } }
            expect("abc"):contains "b"
            expect({ "a", "b" }):contains "b"
            expect("abc"):matches "^a%l+$"
            expect("a"):differs_from "b"
            expect(nil):is_nil()
            expect(true):is_true()
            expect(false):is_false()
            expect(2):is_above(1)
            expect(2):is_below(3)
            """)
    }

    @Test(arguments: [
        ("expect(1):equals(2)", "expected 2, but it is 1"), ("expect('a'):contains 'b'", "a text with \"b\""),
        ("expect(nil):is_true()", "expected true, but it is nil"), ("expect(3):is_below(3)", "a number below 3"),
        ("expect({ a = 1 }):equals { a = 1, b = 2 }", "{a = 1, b = 2}"),
        ("expect(5):has_ended()", "said of a call"), ("expect(5):heard 'x'", "said of a phone"),
        ("expect(caller):has_ended()", "has been in no call"),
    ])
    func aWrongSentenceFails(_ body: String, _ part: String) async throws {
        let failure = try await SpecBench.failure(body)
        #expect(failure.problem.message.contains(part), "\(failure.problem)")
    }

    @Test func actionsAreFoundByNameAndFields() async throws {
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            caller:presses "1"
            expect(call):sent("play", { text = "You pressed 1." })
            expect(call):sent("play", { text = pattern "pressed %d" }, { times = 1 })
            expect(call):sent_in_order { "answer", "recognize", "play", "hang_up" }
            expect(call):did_not_send("play", { text = "Nothing." })
            expect(call):did_not_send "transfer"
            expect(call):logged("done", { key = "1" })
            expect(call):did_not_log "signalled"
            expect(call):has_timeline { "answered", "connected", "key_pressed", "You pressed 1.", "hung_up" }
            expect(call.session):is_over { way = "finished" }
            """)
    }

    @Test(arguments: [
        ("expect(call):sent('transfer', {}, { within = 1 })", "expected transfer", "sent were answer, recognize"),
        ("expect(call):sent('answer', {}, { times = 2, within = 1 })", "2 times, not 1", ""),
        ("expect(call):did_not_send 'answer'", "not to be sent, but it was", ""),
        ("expect(call):sent_in_order({ 'recognize', 'answer' }, { within = 1 })", "in this order", ""),
        ("expect(call):sent 'transfre'", "did you mean 'transfer'", ""),
        ("expect(call):logged('x', {}, { within = 1 })", "logged was nothing", ""),
        ("expect(call):has_ended { within = 1 }", "but it is connected", ""),
        ("expect(call):has_participants({ '+14255550199' }, { within = 1 })", "there are: +14255550100", ""),
        ("expect(call):goes_on(30)", "but it ended as application_hung_up", ""),
        ("expect(call):has_timeline({ 'transferred' }, { within = 1 })", "expected \"transferred\" to happen", ""),
        ("expect(call.session):is_over { within = 1 }", "but it goes on", ""),
        ("expect(caller):is_free { within = 1 }", "but it is not", ""),
    ])
    func aWrongSentenceAboutACallFails(_ body: String, _ part: String, _ more: String) async throws {
        let failure = try await SpecBench.failure(
            "local call = caller:dial '+18005550199' caller:hears 'Press'\n" + body)
        #expect(failure.problem.message.contains(part), "\(failure.problem)")
        #expect(more.isEmpty || failure.problem.message.contains(more), "\(failure.problem)")
        #expect(failure.problem.line == 3)
    }

    @Test func whatIsPromisedIsLookedAtWhenTheStoryIsOver() async throws {
        let failure = try await SpecBench.failure(
            """
            local call = caller:dial "+18005550199"
            expect(call):never_sends("play", { text = "You pressed 1." })
            expect(call):never_logs "nothing"
            caller:presses "1"
            advance(10)
            """)
        #expect(failure.problem.line == 3)
        #expect(failure.problem.message.contains("looked at when the story was over"), "\(failure.problem)")
        let often = try await SpecBench.failure(
            """
            local call = caller:dial "+18005550199"
            expect(call):sent("answer", {}, { times = 1 })
            expect(call):sent("recognize", { dtmf = { max = 1 } }, { times = 1 })
            caller:presses "1"
            expect(call):sent("hang_up", { for_everyone = true })
            expect(call):sent("play", { txt = "a" })
            """)
        #expect(often.problem.message.contains("no action has a field 'txt'; did you mean 'text'"), "\(often.problem)")
    }

    @Test func sessionsAreSignalledAndLaunchedOnce() async throws {
        try await SpecBench.passes(
            """
            local callee = phone "+14255550123"
            local session = launch("desk", { to = callee.number }, { key = "k" })
            expect(launch("desk", { to = callee.number }, { key = "k" }).id):equals(session.id)
            callee:hears "Hello."
            session:signal("bell", { n = 3 })
            expect(session):logged("signalled", { name = "bell", n = "3" })
            expect(session.flow):equals "desk"
            expect(#sessions()):equals(1)
            expect(#calls()):equals(1)
            expect(logs()[1].message):equals "signalled"
            """)
    }
}
