import CallModel
import Testing

@testable import CallRuntime

/// Who comes and goes in a call, scenario by scenario.
struct ParticipantTests {
    private func connected(_ lua: String) throws -> MachineDriver {
        try ActionTests.connected(lua, prelude: #"flow { locale = "en-US", voice = "v", caller_id = "+18005550199" } "#)
    }

    @Test func addParticipantSucceeds() throws {
        let driver = try connected(
            #"local joined = call:add_participant { target = "+14255550123" } log.info(joined.participant.raw_id)"#)
        #expect(driver.sent.last == "2 add_participant c1 4:+14255550123")
        try driver.answer("2", 202, ["invitationId": "i1"])
        driver.event("ParticipantsUpdated", [("participants", [[:], [:]]), ("sequenceNumber", 2)])
        driver.event(
            "AddParticipantSucceeded", context: "2.1", [("participant", ["rawId": "4:+14255550123"])])
        #expect(driver.said == ["4:+14255550123"])
        try driver.verify()
    }

    @Test(arguments: [(603, 560_603, "declined"), (486, 560_486, "busy"), (480, 560_480, "no_answer")])
    func addParticipantFails(code: Int, subCode: Int, reason: String) throws {
        let driver = try connected(
            #"local joined, err = call:add_participant { target = "+14255550123" } log.info(tostring(joined) .. err.reason)"#
        )
        try driver.answer("2", 202, ["invitationId": "i1"])
        driver.event("AddParticipantFailed", context: "2.1", [MachineDriver.result(code, subCode)])
        #expect(driver.said == ["nil\(reason)"])
        try driver.verify()
    }

    @Test func cancelAddWhileItRings() throws {
        let driver = try connected(
            """
            local invitation = call:add_participant { target = "8:acs:a_b", wait = false }
            local joined, err = invitation:wait(3)
            log.info(err.reason)
            log.info(call:cancel_add_participant { operation = invitation }.invitation_id)
            joined, err = invitation:wait()
            log.info(err.reason)
            """)
        try driver.answer("2", 202, ["invitationId": "i1"])
        driver.advance(3)
        #expect(driver.sent.last == "3 cancel_add_participant c1 i1")
        try driver.answer("3", 202)
        driver.event("CancelAddParticipantSucceeded", context: "3.1", [("invitationId", "i1")])
        #expect(driver.said == ["timeout", "i1", "cancelled"])
        try driver.verify()
    }

    @Test func cancelAfterAcceptFails() throws {
        let driver = try connected(
            """
            local invitation = call:add_participant { target = "8:acs:a_b", wait = false }
            invitation:wait(3)
            local ok, err = call:cancel_add_participant { operation = invitation }
            log.info(tostring(ok) .. err.reason)
            log.info(invitation:wait().name)
            """)
        try driver.answer("2", 202, ["invitationId": "i1"])
        driver.advance(3)
        driver.event("AddParticipantSucceeded", context: "2.1")
        try driver.answer("3", 202)
        driver.event("CancelAddParticipantFailed", context: "3.1", [MachineDriver.result(400, 8585)])
        #expect(driver.said == ["nilwrong_state", "AddParticipantSucceeded"])
        try driver.verify()
    }

    @Test func cancellingTheOperationTakesTheInvitationBack() throws {
        let driver = try connected(
            """
            local invitation = call:add_participant { target = "8:acs:a_b", wait = false }
            log.info(invitation:cancel().name)
            """)
        try driver.answer("2", 202, ["invitationId": "i1"])
        #expect(driver.sent.last == "3 cancel_add_participant c1 i1")
        try driver.complete("3", "CancelAddParticipantSucceeded", [("invitationId", "i1")])
        #expect(driver.said == ["CancelAddParticipantSucceeded"])
        try driver.verify()
    }

    @Test func anInvitationThatIsGivenUpIsTakenBack() throws {
        let driver = try connected(
            #"local _, err = call:add_participant { target = "8:acs:a_b", timeout = 5 } log.info(err.reason)"#)
        try driver.answer("2", 202, ["invitationId": "i1"])
        driver.advance(5)
        #expect(driver.said == ["timeout"])
        #expect(driver.sent.last == "r1 cancel_add_participant c1 i1")
        try driver.verify()
    }

    @Test func anInvitationThatIsNamedTooLateIsTakenBack() throws {
        let driver = try connected(
            #"within(5, function() call:add_participant { target = "8:acs:a_b" } end) log.info("on")"#)
        driver.advance(5)
        #expect(driver.said == ["on"])
        #expect(driver.sent.count == 2)
        try driver.answer("2", 202, ["invitationId": "i1"])
        #expect(driver.sent.last == "r1 cancel_add_participant c1 i1")
        try driver.verify()
    }

    @Test func whoJoinsAllTheSameIsRemoved() throws {
        let driver = try connected(#"call:add_participant { target = "8:acs:a_b", timeout = 5 } sleep(60)"#)
        try driver.answer("2", 202, ["invitationId": "i1"])
        driver.advance(5)
        try driver.answer("r1", 202)
        driver.event("AddParticipantSucceeded", context: "2.1", [("participant", ["rawId": "8:acs:a_b"])])
        #expect(driver.sent.last == "r2 remove_participant c1 8:acs:a_b")
        try driver.verify()
    }

    @Test func removeParticipantSucceeds() throws {
        let driver = try connected(#"log.info(call:remove_participant { target = "+14255550123" }.name)"#)
        #expect(driver.sent.last == "2 remove_participant c1 4:+14255550123")
        try driver.answer("2", 202)
        driver.event("ParticipantsUpdated", [("participants", [[:]]), ("sequenceNumber", 3)])
        driver.event("RemoveParticipantSucceeded", context: "2.1")
        #expect(driver.said == ["RemoveParticipantSucceeded"])
        try driver.verify()
    }

    @Test(arguments: [true, false])
    func removeOfOneWhoLeftIsNilAndErr(atOnce: Bool) throws {
        let driver = try connected(
            #"local ok, err = call:remove_participant { target = "+14255550123" } log.info(err.reason .. call.state)"#)
        if atOnce {
            try driver.refuse("2", 404, 8522)
        } else {
            try driver.answer("2", 202)
            driver.event("RemoveParticipantFailed", context: "2.1", [MachineDriver.result(400, 8558)])
        }
        #expect(driver.said == ["not_foundconnected"], "the call goes on")
        try driver.verify()
    }

    @Test func moveParticipantsWaitsForEachOfThem() throws {
        let driver = try connected(
            """
            local moved = call:move_participants { targets = { "8:acs:a_1", "8:acs:a_2" }, from = "c9" }
            log.info(#moved .. moved[2].participant.raw_id)
            """)
        #expect(driver.sent.last == "2 move_participants c1 8:acs:a_1 8:acs:a_2 from c9")
        try driver.answer("2", 202)
        driver.event("MoveParticipantSucceeded", context: "2.1", [("participant", ["rawId": "8:acs:a_1"])])
        #expect(driver.said.isEmpty)
        driver.event("MoveParticipantSucceeded", context: "2.1", [("participant", ["rawId": "8:acs:a_2"])])
        #expect(driver.said == ["28:acs:a_2"])
        try driver.verify()
    }

    @Test func moveParticipantsFailsWhenOneDoes() throws {
        let driver = try connected(
            """
            local moved, err = call:move_participants { targets = { "8:acs:a_1", "8:acs:a_2" }, from = "c9" }
            log.info(tostring(moved) .. err.reason .. err.event.participant.raw_id)
            """)
        try driver.answer("2", 202)
        driver.event(
            "MoveParticipantFailed", context: "2.1",
            [MachineDriver.result(404, 8522), ("participant", ["rawId": "8:acs:a_1"])])
        driver.event("MoveParticipantSucceeded", context: "2.1", [("participant", ["rawId": "8:acs:a_2"])])
        #expect(driver.said == ["nilnot_found8:acs:a_1"])
        try driver.verify()
    }

    @Test func muteEndsWithItsResponse() throws {
        let driver = try connected(#"log.info(tostring(call:mute_participant { target = "8:acs:a_b" }))"#)
        #expect(driver.sent.last == "2 mute_participant c1 8:acs:a_b")
        try driver.answer("2", 200)
        #expect(driver.said == ["true"])
        try driver.verify()
    }

    @Test func listParticipantsReadsEveryPage() throws {
        let driver = try connected(
            "local list = call:list_participants() log.info(#list .. list[2].identifier.raw_id .. tostring(list[1].is_muted))"
        )
        #expect(driver.sent.last == "2 list_participants c1")
        try driver.answer(
            "2", 200,
            ["value": [["identifier": ["rawId": "8:acs:a_1"], "isMuted": true]], "nextLink": "/more?page=2"])
        #expect(driver.said.isEmpty)
        #expect(driver.sent.last == "2 list_participants c1 /more?page=2")
        try driver.answer("2", 200, ["value": [["identifier": ["rawId": "8:acs:a_2"]]]], attempt: 2)
        #expect(driver.said == ["28:acs:a_2true"])
        try driver.verify()
    }

    @Test func getParticipantAndPropertiesAreAnswers() throws {
        let driver = try connected(
            """
            log.info(call:get_participant { target = "+14255550100" }.identifier.raw_id)
            local properties = call:properties()
            log.info(properties.call_connection_state .. properties.server_call_id)
            """)
        try driver.answer("2", 200, ["identifier": ["rawId": "4:+14255550100"]])
        try driver.answer("3", 200, ["callConnectionState": "transferAccepted", "serverCallId": "s1"])
        #expect(driver.said == ["4:+14255550100", "transfer_accepteds1"])
        try driver.verify()
    }

    @Test func anAnswerThatCannotBeReadIsAFailure() throws {
        let driver = try connected("local p, err = call:properties() log.info(tostring(p) .. err.reason)")
        try driver.answer("2", 200, "no object")
        #expect(driver.said == ["nilservice_error"])
        try driver.verify()
    }

    @Test func eventsThatGoElsewhereAreNotWaitedFor() throws {
        let driver = try connected(
            """
            local result = call:add_participant {
              target = "8:acs:a_b", operation_context = "mine", operation_callback_uri = "https://example.com/events" }
            log.info(tostring(result.awaited) .. result.invitation_id)
            """)
        #expect(driver.sent.last == "2 add_participant c1 8:acs:a_b (elsewhere)")
        try driver.answer("2", 202, ["invitationId": "i1", "operationContext": "mine"])
        #expect(driver.said == ["falsei1"])
        try driver.verify()
    }

    @Test func aRedirectEndsTheOffer() throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              log.info(tostring(call:redirect { target = "8:acs:a_b" }))
              local ok, err = pcall(call.answer, call)
              log.info(err.reason)
            end)
            """)
        #expect(driver.sent == ["1 redirect 8:acs:a_b"])
        try driver.answer("1", 204)
        #expect(driver.said == ["true", "call_ended"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aRefusedRedirectLeavesTheOffer() throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              local ok, err = call:redirect { target = "8:acs:a_b" }
              log.info(err.reason)
              call:reject()
            end)
            """)
        try driver.refuse("1", 400, 8523)
        #expect(driver.said == ["invalid_request"])
        #expect(driver.sent.last == "2 reject none")
        try driver.verify()
    }

    @Test func hangingUpWhileATransferIsPendingEndsTheTransfer() throws {
        let driver = try connected(
            """
            local transfer = call:transfer { target = "+14255550123", wait = false }
            call:hang_up { for_everyone = true }
            local ok, err = transfer:wait()
            log.info(tostring(ok) .. err.reason)
            """)
        try driver.answer("2", 202)
        #expect(driver.sent.last == "3 hang_up c1 everyone")
        try driver.answer("3", 204)
        driver.event("CallTransferFailed", context: "2.1", [MachineDriver.result(487, 0)])
        driver.disconnect()
        #expect(driver.said == ["nilcancelled"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func eventsAfterTheDisconnectChangeNothing() throws {
        let driver = try connected(#"call:add_participant { target = "8:acs:a_b" }"#)
        driver.disconnect()
        #expect(driver.event("ParticipantsUpdated", [("participants", [])]) == false)
        #expect(driver.event("AddParticipantSucceeded", context: "2.1") == false)
        try driver.answer("2", 202)
        #expect(driver.end?.way == .finished, "the session waits for the answer to what has left")
        let records = driver.records.count
        #expect(driver.event("ParticipantsUpdated", [("participants", [])]) == false)
        #expect(driver.records.count == records)
        try driver.verify()
    }

    @Test func aTransferOfOneOfAGroupLeavesTheCallUp() throws {
        let driver = try connected(
            #"log.info(call:transfer { target = "+14255550123", transferee = "+14255550100" }.name .. call.state)"#)
        try driver.answer("2", 202)
        driver.event("CallTransferAccepted", context: "2.1")
        driver.event("ParticipantsUpdated", [("participants", [[:]]), ("sequenceNumber", 4)])
        #expect(driver.said == ["CallTransferAcceptedconnected"])
        try driver.verify()
    }

    @Test func aTransferCannotBeCancelled() throws {
        let driver = try connected(
            """
            local transfer = call:transfer { target = "+14255550123", wait = false }
            sleep(1)
            local ok, err = transfer:cancel()
            log.info(tostring(ok) .. err.reason)
            """)
        try driver.answer("2", 202)
        driver.advance(1)
        #expect(driver.said == ["nilnot_supported"])
        try driver.verify()
    }
}
