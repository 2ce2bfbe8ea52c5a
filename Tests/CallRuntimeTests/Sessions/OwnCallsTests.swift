import CallModel
import Testing

@testable import CallRuntime

/// What reviewers found in sessions that hold calls of their own: each of these once left somebody in silence, or ended
/// what should have gone on.
struct OwnCallsTests {
    private static let prelude =
        #"flow { locale = "en-US", voice = "v", caller_id = "+18005550199", linger = 10, idle = 5 } "#

    private func launched(_ lua: String) throws -> MachineDriver {
        try MachineDriver("on(\"Launch\", function(event) \(lua) end)", prelude: Self.prelude, launch: ["params": [:]])
    }

    private func connected(_ lua: String) throws -> MachineDriver {
        try ActionTests.connected(lua, prelude: Self.prelude)
    }

    @Test func aLaterCallOutlivesTheLingerOfAnEarlierOne() throws {
        let driver = try launched(
            """
            local call = create_call { target = "8:acs:a_1" }
            sleep(5)
            call = create_call { target = "8:acs:a_2" }
            sleep(100)
            """)
        try driver.answer("1", 201, ["callConnectionId": "c1"])
        driver.event("CreateCallFailed", context: "1.1", [MachineDriver.result(486, 0)])
        driver.advance(5)
        try driver.answer("2", 201, ["callConnectionId": "c2"])
        driver.event("CallConnected", context: "2.1", leg: "2", connection: "c2")
        driver.advance(50)
        #expect(driver.sent.count == 2, "nobody hangs up: \(driver.sent)")
        #expect(driver.complaints.isEmpty)
        try driver.verify()
    }

    @Test func anOwnTimeoutCountsWhileAPhoneWaitsForALine() throws {
        let driver = try launched(
            #"local call, err = create_call { target = "+14255550123", timeout = 5 } log.info(err.reason .. err.message)"#
        )
        driver.advance(5)
        #expect(driver.said == ["timeoutno line of +18005550199 was free"])
        #expect(driver.asked.last == "1 free")
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func whoHoldsALineDoesNotWaitForAnotherForEver() throws {
        let driver = try launched(
            """
            create_call { target = "+14255550123" }
            local second, err = create_call { target = "+14255550124" }
            log.info(tostring(second) .. err.reason)
            """)
        try driver.grantLine("1")
        try driver.answer("1", 201, ["callConnectionId": "c1"])
        driver.event("CallConnected", context: "1.1")
        driver.advance(29)
        #expect(driver.said.isEmpty)
        driver.advance(1)
        #expect(driver.said == ["niltimeout"])
        try driver.verify()
    }

    @Test func theApplicationItselfIsNoCompany() throws {
        let driver = try connected(#"error("oops")"#)
        driver.event(
            "ParticipantsUpdated",
            [
                ("sequenceNumber", 1),
                (
                    "participants",
                    [["identifier": ["rawId": "4:+14255550100"]], ["identifier": ["rawId": "4:+18005550199"]]]
                ),
            ])
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        try driver.verify()
    }

    @Test func othersInAJoinedCallAreNotLeftAloneBeforeTheyAreKnown() throws {
        let driver = try launched(#"connect_call { server_call_id = "aHR0" }"#)
        try driver.answer("1", 200, ["callConnectionId": "c1"])
        driver.event("CallConnected", context: "1.1")
        driver.advance(60)
        #expect(driver.sent.count == 1)
        driver.event("ParticipantsUpdated", [("participants", [[:]]), ("sequenceNumber", 1)])
        driver.advance(5)
        #expect(driver.sent.last == "r1 hang_up c1 leave")
        try driver.verify()
    }

    @Test func waitingForAnOperationInABlockDoesNotCancelIt() throws {
        let driver = try connected(
            """
            local op = call:add_participant { target = "8:acs:a_b", wait = false }
            local joined, err = within(1, function() return op:wait() end)
            log.info(err.reason)
            log.info(op:wait().name)
            """)
        try driver.answer("2", 202, ["invitationId": "i1"])
        driver.advance(1)
        #expect(driver.said == ["timeout"])
        #expect(driver.sent.count == 2, "the invitation stands")
        driver.event("AddParticipantSucceeded", context: "2.1")
        #expect(driver.said == ["timeout", "AddParticipantSucceeded"])
        try driver.verify()
    }

    @Test func whatGoesElsewhereCanBeCancelled() throws {
        let driver = try connected(
            """
            local music = call:play {
              text = "music", loop = true, operation_callback_uri = "https://example.com/events" }
            sleep(1)
            log.info(tostring(music:cancel()))
            """)
        try driver.answer("2", 202)
        driver.advance(1)
        #expect(driver.sent.last == "3 cancel_all_media c1")
        try driver.answer("3", 202)
        #expect(driver.said == ["true"])
        try driver.verify()
    }

    @Test func whatGoesElsewhereKeepsTheCallBusy() throws {
        let driver = try connected(
            #"call:add_participant { target = "8:acs:a_b", timeout = 60, operation_callback_uri = "https://example.com/e" }"#
        )
        try driver.answer("2", 202, ["invitationId": "i1"])
        driver.advance(30)
        #expect(driver.sent.count == 2, "somebody may still join")
        driver.advance(36)
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        try driver.verify()
    }

    @Test func aListThatComesAfterTheEndAsksForNoMore() throws {
        let driver = try connected("call:list_participants()")
        driver.disconnect()
        try driver.answer("2", 200, ["value": [], "nextLink": "/more"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aConnectedThatComesAfterTheEndIsLate() throws {
        let driver = try launched(
            """
            local op = create_call { target = "8:acs:a_b", wait = false }
            op:cancel()
            sleep(8)
            """)
        try driver.answer("1", 201, ["callConnectionId": "c1"])
        try driver.answer("r1", 204)
        driver.disconnect()
        driver.event("CallConnected", context: "1.1")
        driver.advance(30)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aCallThatWasGivenUpAndRefusedIsOver() throws {
        let driver = try launched(
            #"local call, err = create_call { target = "8:acs:a_b", timeout = 5 } log.info(err.reason)"#)
        driver.advance(5)
        try driver.refuse("1", 400, 8523)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test(arguments: [
        (#"call:play { text = "hi", wait = false }"#, "is a play, not an add_participant"),
        (#"other:add_participant { target = "8:acs:a_b", wait = false }"#, "into another call"),
    ])
    func aWrongInvitationIsAMistake(_ operation: String, _ words: String) throws {
        let driver = try connected(
            """
            local other = create_call { target = "8:acs:a_2" }
            local ok, message = pcall(call.cancel_add_participant, call, { operation = \(operation) })
            log.info(message)
            """)
        try driver.answer("2", 201, ["callConnectionId": "c2"])
        driver.event("CallConnected", context: "2.1", leg: "2", connection: "c2")
        #expect(driver.said.first?.contains(words) == true, "\(driver.said)")
        try driver.verify()
    }

    @Test func theFlowsOwnContextComesBackAsItWasGiven() throws {
        let driver = try ActionTests.connected(
            """
            local played = call:play { text = "hi", operation_context = "greeting" }
            log.info(tostring(played.operation_context))
            played = call:play { text = "hi" }
            log.info(tostring(played.operation_context))
            local joined = wait_for("PlayCompleted", { operation_context = "later" }, 5)
            log.info(joined.operation_context)
            """,
            hooks:
                #"on("PlayCompleted", { operation_context = "greeting" }, function(call, event) log.info("hook") end)"#)
        driver.event("PlayCompleted", context: "2.1 greeting")
        try driver.answer("2", 202)
        driver.event("PlayCompleted", context: "3.1")
        try driver.answer("3", 202)
        driver.event("PlayCompleted", context: "9.1 later")
        #expect(driver.said == ["greeting", "hook", "nil", "later"])
        try driver.verify()
    }

    @Test func anOfferThatAnErrorLeftIsRefused() throws {
        let driver = try MachineDriver(#"on("IncomingCall", function(call) error("boom") end)"#)
        #expect(driver.sent == ["r1 reject none"])
        try driver.answer("r1", 204)
        #expect(driver.end?.way == .failed)
        #expect(driver.end?.report.contains("boom") == true)
        try driver.verify()
    }

    @Test func anOfferThatNobodyDecidedAboutIsTold() throws {
        let driver = try MachineDriver(#"on("IncomingCall", function(call) end)"#)
        #expect(driver.sent.isEmpty)
        #expect(driver.complaints.first?.contains("without answering") == true)
        try driver.verify()
    }
}
