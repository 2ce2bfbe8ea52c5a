import CallEmulator
import Testing

@testable import FlowTesting

/// Cases at a service of which only address, key and events are known, with phones that are numbers of it.
struct ServiceRunTests {
    @Test(arguments: GridSubscription.Schema.allCases)
    func aPhoneCallsHearsThePromptAndHangsUp(schema: GridSubscription.Schema) async throws {
        let outcomes = try await ServiceBench.outcomes(
            """
            it("a", function()
              local caller = phone "+18005550142"
              local call = caller:dial "+18005550199"
              caller:hears "Press a key."
              expect(call):is_connected()
              expect(call):has_participants { caller }
              expect(call):sent("recognize", { target = caller })
              caller:hangs_up()
              expect(call):has_ended { how = "caller_hung_up" }
              expect(call):has_timeline { "answered", "recognize_started", "hung_up" }
              expect(caller):is_free()
            end)
            it("b", function()
              local caller = phone "+18005550142"
              local call = caller:dial "+18005550199"
              caller:hears("Nothing.", { within = 20 })
              expect(caller):heard "Press a key."
              expect(call):has_ended { how = "application_hung_up" }
              expect(call):logged("done", { key = "initial_silence" })
            end)
            """, schema: schema)
        for outcome in outcomes { ServiceBench.check(outcome) }
    }

    @Test func keysOfAPhoneReachTheFlow() async throws {
        try await ServiceBench.passes(
            """
            local call = caller:dial "+18005550199"
            caller:hears "Press a key."
            caller:presses "7"
            caller:hears "You pressed 7."
            expect(call):has_timeline { "key_pressed", "You pressed 7." }
            expect(call):has_ended { how = "application_hung_up" }
            """)
    }

    @Test func aPhoneThatIsCalledAnswers() async throws {
        try await ServiceBench.passes(
            """
            local session = launch("desk", { to = "+18005550142" })
            local call = caller:rings()
            caller:hears "Hello."
            expect(call):has_ended { how = "application_hung_up" }
            expect(session):is_over()
            """)
    }

    @Test func aPhoneThatIsCalledDeclinesIsBusyOrIsPickedUpByHand() async throws {
        try await ServiceBench.passes(
            """
            caller:declines { after = 0.1 }
            local first = launch("desk", { to = "+18005550142" })
            expect(first):logged("not reached", { reason = "declined" })
            expect(caller):has_ended { how = "not_answered" }
            local other = phone "+18005550143"
            other:busy()
            local second = launch("desk", { to = "+18005550143" })
            expect(second):logged("not reached", { reason = "busy" })
            caller:never_answers()
            launch("desk", { to = "+18005550142" })
            caller:picks_up()
            caller:hears "Hello."
            """)
    }

    @Test func aCallerThatIsRejectedOrGivesUpIsTold() async throws {
        let flow = """
            on("IncomingCall", { from = "+18005550142" }, function(call) call:reject { reason = "busy" } end)
            on("IncomingCall", { from = "+18005550143" }, function(call) sleep(30) end)
            """
        try await ServiceBench.passes(
            """
            local call = caller:dial "+18005550199"
            expect(call):has_ended { how = "rejected" }
            expect(call):sent("reject", { reason = "busy" })
            local other = phone "+18005550143"
            local second = other:dial "+18005550199"
            advance(0.2)
            other:hangs_up()
            expect(second):has_ended { how = "cancelled" }
            """, flows: ["desk": flow])
    }

    @Test func phonesThatAFlowBringsTogetherAreInOneCall() async throws {
        let flow = """
            flow { caller_id = "+18005550199" }
            on("IncomingCall", function(call)
              call:answer()
              call:add_participant { target = "+18005550143" }
              sleep(30)
            end)
            """
        try await ServiceBench.passes(
            """
            local other = phone "+18005550143"
            local call = caller:dial "+18005550199"
            expect(caller):speaks_with(other)
            expect(call):has_participants { caller, other }
            caller:hangs_up()
            """, flows: ["desk": flow])
    }

    @Test func callsAtTheSameTimeAreToldApart() async throws {
        let flow = """
            flow { locale = "en-US", voice = "en-US-AvaNeural" }
            on("IncomingCall", function(call)
              call:answer()
              call:play { text = call.from == "+18005550142" and "Hello." or "Welcome." }
              sleep(3)
            end)
            """
        try await ServiceBench.passes(
            """
            local other = phone "+18005550143"
            local first, second = caller:dial "+18005550199", other:dial "+18005550199"
            caller:hears "Hello."
            other:hears "Welcome."
            expect(caller):did_not_hear "Welcome."
            expect(other):did_not_hear "Hello."
            caller:hangs_up()
            expect(first):has_ended { how = "caller_hung_up" }
            expect(second):goes_on()
            expect(first):has_timeline { "the caller hung up" }
            """, flows: ["desk": flow])
    }

    @Test func anInvitationThatIsTakenBackRingsNoMore() async throws {
        let flow = """
            flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }
            on("IncomingCall", function(call)
              call:answer()
              local invitation = call:add_participant { target = "+18005550143", wait = false }
              sleep(1)
              invitation:cancel()
              call:play { text = "Nobody is there." }
              sleep(30)
            end)
            """
        try await ServiceBench.passes(
            """
            local other = phone "+18005550143"
            other:never_answers()
            local call = caller:dial "+18005550199"
            other:rings()
            caller:hears "Nobody is there."
            expect(other):is_free()
            expect(call):has_participants { caller }
            caller:hangs_up()
            expect(call):has_ended { how = "caller_hung_up" }
            """, flows: ["desk": flow])
    }

    @Test func aRedirectReachesAPhone() async throws {
        let flow = """
            flow { caller_id = "+18005550199" }
            on("IncomingCall", { to = "+18005550199" }, function(call) call:redirect { target = "+18005550143" } end)
            """
        try await ServiceBench.passes(
            """
            local other = phone "+18005550143"
            local call = caller:dial "+18005550199"
            expect(call):has_ended { how = "redirected" }
            expect(call):sent("redirect", { target = other })
            """, flows: ["desk": flow])
    }

    @Test func aTransferToAPhoneIsTheEndOfTheCall() async throws {
        let flow = """
            on("IncomingCall", function(call)
              call:answer()
              call:transfer { target = "+18005550143" }
            end)
            """
        try await ServiceBench.passes(
            """
            local call = caller:dial "+18005550199"
            expect(call):has_ended { how = "transferred" }
            """, flows: ["desk": flow])
    }

    @Test(
        arguments: [
            ("phone '+14255550100'", "the phone +14255550100 is not among --phones"),
            ("launch('desk', { to = '+14255550101' }) advance(5)", "the phone +14255550101 is not among --phones"),
            ("caller:unreachable()", "a phone that is switched off"),
            ("caller:invalid_number()", "a number that no carrier knows"),
            ("caller:joins { room_id = 'a' }", "a phone that joins a group call or a room by itself"),
            ("faults { duplicate = 1 }", "faults of the service"),
            ("crash()", "kills of the runtime"),
            ("runtime_freezes(1)", "troubles of the machine that the runtime runs on"),
            (
                "caller:dial('+18005550199', { custom_context = { sip_headers = { a = 'b' } } })",
                "a call with a custom context: only a preview of the service takes one"
            ),
        ])
    func whatCannotBeDrivenIsLeftOutByName(body: String, what: String) async throws {
        #expect(try await ServiceBench.reason(body) == "it cannot be driven here: \(what)")
    }

    @Test func casesOfAnotherTimeAreLeftOutByNameAndFailuresAreToldWithoutACall() async throws {
        let outcomes = try await ServiceBench.outcomes(
            """
            it("a", { at = "2026-03-02T13:59:30Z" }, function() end)
            it("b", { exact = true }, function() end)
            it("c", function() advance(61) end)
            it("d", { skip = "no time" }, function() end)
            it("e", function() expect(1):equals(2) end)
            """)
        #expect(
            Array(outcomes.prefix(4)) == [
                .skipped("it begins at a time of its own"), .skipped("it measures moments"),
                .skipped("it takes 61 s"), .skipped("no time"),
            ])
        guard case .failed(let failure)? = outcomes.last else { throw ServiceBench.NotSkipped() }
        #expect(failure.problem.message.hasSuffix("(in its rehearsal; it was not played)"), "\(failure.problem)")
    }

    @Test func whatTheServiceRefusesIsTold() async throws {
        let outcomes = try await ServiceBench.outcomes(
            """
            it("a", function()
              local caller = phone "+14255550100"
              caller:dial "+18005550199"
              caller:hears "Press a key."
            end)
            """, phones: ["+14255550100"])
        guard case .failed(let failure)? = outcomes.first else { throw ServiceBench.NotSkipped() }
        #expect(
            failure.problem.message.contains("the service refuses that +14255550100 calls +18005550199")
                && failure.problem.message.contains("7504"), "\(failure.problem)")
    }

    @Test func whoDoesNotHearThePromptFails() async throws {
        let outcomes = try await ServiceBench.outcomes(
            """
            it("a", function()
              local caller = phone "+18005550142"
              caller:dial "+18005550199"
              caller:hears("Press a key.")
              -- Its rehearsal is in January 2026.
              if now() > 1770000000 then caller:hears("Something else.", { within = 0.3 }) end
            end)
            """)
        guard case .failed(let failure)? = outcomes.first else { throw ServiceBench.NotSkipped() }
        #expect(
            failure.problem.description.hasPrefix(
                "a_spec.lua:6: phone:hears: +18005550142 does not hear \"Something else.\" within 0.3 s"),
            "\(failure.problem)")
        let story = failure.story.joined(separator: "\n")
        #expect(story.contains("recognize_started    Press a key.") && story.contains("answered"), "\(story)")
    }

    @Test func theSecretOfEventGridHoldsForPhonesToo() async throws {
        let spec = """
            it("a", function()
              local caller = phone "+18005550142"
              launch("desk", { to = "+18005550142" })
              caller:hears "Hello."
            end)
            """
        for outcome in try await ServiceBench.outcomes(spec, change: { $0.incomingSecret = "s3cret" }) {
            ServiceBench.check(outcome)
        }
    }

    @Test func aCaseWithoutPhonesIsPlayedToo() async throws {
        let flow = """
            on("Launch", function()
              wait_for("Signal", 20)
              log.info("signalled")
            end)
            on("IncomingCall", function(call) call:reject() end)
            """
        let outcomes = try await ServiceBench.outcomes(
            """
            it("a", function()
              local session = launch("desk", {})
              session:signal("go")
              expect(session):logged "signalled"
            end)
            """, flows: ["desk": flow], phones: [])
        for outcome in outcomes { ServiceBench.check(outcome) }
    }
}
