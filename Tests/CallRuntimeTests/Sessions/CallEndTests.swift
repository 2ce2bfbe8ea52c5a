import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// The end of a call: what it does to waits, later actions and the session.
struct CallEndTests {
    @Test(arguments: [
        "call:play { text = \"hi\" }", "call:recognize { dtmf = { max = 1 } }", "call:cancel_all_media()",
        "call:play({ text = \"hi\", loop = true }):wait()",
    ])
    func aDisconnectEndsTheWaitQuietly(action: String) throws {
        let driver = try ActionTests.connected(
            """
            local closing <close> = setmetatable({}, { __close = function() log.info("closed") end })
            \(action)
            log.info("not reached")
            """, hooks: #"on("FlowError", function() log.info("error") end)"#)
        driver.disconnect()
        #expect(driver.said == ["closed"])
        #expect(driver.complaints.isEmpty)
        try driver.answer("2", 202)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aDisconnectBeforeConnectedEndsTheAnswer() throws {
        let driver = try MachineDriver(
            #"on("IncomingCall", function(call) local ok, err = pcall(call.answer, call) log.info(err.reason) end)"#)
        driver.disconnect()
        #expect(driver.said == ["call_ended"])
        try driver.answer("1", 200, ["callConnectionId": "c1"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func hangingUpSucceedsWhenTheEndIsFirst() throws {
        let driver = try ActionTests.connected("log.info(tostring(call:hang_up { for_everyone = true }))")
        driver.disconnect()
        #expect(driver.said == ["true"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func afterTheEndActionsRaiseAndHangingUpSucceeds() throws {
        let driver = try ActionTests.connected(
            """
            sleep(1)
            log.info(call.state .. tostring(call:hang_up()))
            for _, name in ipairs { "play", "recognize", "transfer", "cancel_all_media" } do
              local options = { play = { text = "x" }, recognize = { dtmf = { max = 1 } }, transfer = { target = "+14255550123" } }
              local ok, err = pcall(call[name], call, options[name])
              log.info(name .. " " .. err.reason)
            end
            call:play { text = "x" }
            log.info("not reached")
            """)
        driver.disconnect()
        driver.advance(1)
        #expect(
            driver.said == [
                "disconnectedtrue", "play call_ended", "recognize call_ended", "transfer call_ended",
                "cancel_all_media call_ended",
            ])
        #expect(driver.complaints.isEmpty)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test(arguments: ["event", "refused", "gone", "notSent"])
    func anAnswerThatFailsIsTheEndOfTheCall(way: String) throws {
        let driver = try MachineDriver(
            #"on("IncomingCall", function(call) local ok, err = pcall(call.answer, call) log.info(err.reason .. call.state) end)"#
        )
        switch way {
        case "event":
            try driver.answer("1", 200, ["callConnectionId": "c1"])
            driver.event("AnswerFailed", context: "1.1", [MachineDriver.result(487, 0)])
        case "refused": try driver.refuse("1", 403, 7504)
        case "gone": try driver.refuse("1", 404, 8522)
        default: try driver.fault("1", .notSent)
        }
        #expect(driver.said == ["call_endeddisconnected"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func anAnswerWithoutOutcomeIsTheEndAndTheCallIsHungUp() throws {
        let driver = try MachineDriver(
            #"on("IncomingCall", function(call) local ok, err = pcall(call.answer, call) log.info(err.reason) end)"#)
        try driver.answer("1", 200, ["callConnectionId": "c1"])
        driver.advance(40)
        #expect(driver.said == ["call_ended"])
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        try driver.answer("r1", 204)
        driver.disconnect()
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aCallThatComesUpAfterItWasGivenUpIsHungUp() throws {
        let driver = try MachineDriver(#"on("IncomingCall", function(call) call:answer() log.info("up") end)"#)
        try driver.neverAnswers("1")
        #expect(driver.end == nil, "it may still come up")
        driver.event("CallConnected", context: "1.1")
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        try driver.answer("r1", 204)
        driver.disconnect()
        #expect(driver.said.isEmpty)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aCallThatNeverComesUpEndsItsSession() throws {
        let driver = try MachineDriver(#"on("IncomingCall", function(call) call:answer() end)"#)
        try driver.neverAnswers("1")
        driver.advance(100)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test(arguments: [(404, 8522), (400, 8528)])
    func anActionOnACallThatIsGoneEndsItButTheLastEventIsHeard(status: Int, subCode: Int) throws {
        let driver = try ActionTests.connected(
            #"call:play { text = "hi" } log.info("not reached")"#,
            hooks: #"on("CallDisconnected", function(call, event) log.info(event.result_information.message) end)"#)
        try driver.refuse("2", status, subCode)
        #expect(driver.end == nil)
        driver.disconnect()
        #expect(driver.said == ["bye"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aCallThatIsGoneWithoutALastEventEndsItsSession() throws {
        let driver = try ActionTests.connected(#"call:play { text = "hi" }"#)
        try driver.refuse("2", 404, 8522)
        driver.advance(10)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aParticipantWhoIsNotFoundIsNotTheEnd() throws {
        let driver = try ActionTests.connected(
            #"local ok, err = call:play { text = "hi", to = "+14255550177" } log.info(err.reason .. call.state)"#)
        try driver.refuse("2", 404, 8522)
        #expect(driver.said == ["not_foundconnected"])
        try driver.verify()
    }

    @Test func hangingUpACallThatIsGoneSucceeds() throws {
        let driver = try ActionTests.connected("log.info(tostring(call:hang_up()))")
        try driver.refuse("2", 404, 8522)
        #expect(driver.said == ["true"])
        driver.advance(10)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aRefusedHangUpIsNilAndErrAndTheCallGoesOn() throws {
        let driver = try ActionTests.connected(
            #"local ok, err = call:hang_up() log.info(err.reason .. call.state) call:play { text = "still here" }"#)
        try driver.refuse("2", 429, 0)
        #expect(driver.said == ["throttledconnected"])
        #expect(driver.sent.last == "3 play c1 still here")
        try driver.verify()
    }

    @Test func aHangUpWithoutDisconnectEndsTheSessionAfterAWhile() throws {
        let driver = try ActionTests.connected("call:hang_up()")
        try driver.answer("2", 204)
        driver.advance(29)
        #expect(driver.end == nil)
        driver.advance(1)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aHangUpWithoutResponseEndsTheSessionToo() throws {
        let driver = try ActionTests.connected("call:hang_up()")
        driver.advance(30)
        try driver.fault("2", .unknown)
        driver.advance(30)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func hangingUpOvertakesAndDropsWhatHasNotLeft() throws {
        let driver = try ActionTests.connected(
            """
            local one = call:play { text = "one", wait = false }
            local two = call:play { text = "two", wait = false }
            call:hang_up()
            local ok, err = pcall(two.wait, two)
            log.info(err.reason)
            """)
        #expect(driver.sent.suffix(2) == ["2 play c1 one", "4 hang_up c1 leave"])
        try driver.answer("4", 204)
        #expect(driver.said == ["call_ended"])
        driver.disconnect()
        try driver.answer("2", 202)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func hangingUpWhileAnsweringWaitsForTheConnection() throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              local _, err = within(2, function() call:answer() end)
              log.info(err.reason)
              log.info(tostring(call:hang_up { for_everyone = true }))
            end)
            """)
        driver.advance(2)
        #expect(driver.sent.count == 1)
        try driver.answer("1", 200, ["callConnectionId": "c1"])
        #expect(driver.sent.last == "2 hang_up c1 everyone")
        try driver.answer("2", 204)
        driver.event("CallConnected", context: "1.1")
        driver.disconnect()
        #expect(driver.said == ["timeout", "true"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func hangingUpWhileAnsweringEndsEvenIfTheAnswerFails() throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              within(2, function() call:answer() end)
              log.info(tostring(call:hang_up()))
            end)
            """)
        driver.advance(2)
        try driver.refuse("1", 404, 8522)
        #expect(driver.said == ["true"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func anAcceptedTransferIsNeverTerminated() throws {
        let driver = try ActionTests.connected(
            """
            call:transfer { target = "+14255550123" }
            log.info(tostring(call:hang_up { for_everyone = true }))
            error("oops")
            """, prelude: #"flow { locale = "en-US", on_failure = { text = "Sorry." } } "#)
        try driver.complete("2", "CallTransferAccepted")
        #expect(driver.said == ["true"])
        #expect(driver.sent.count == 2)
        driver.disconnect()
        #expect(driver.end?.way == .failed)
        try driver.verify()
    }

    @Test func aTransferOutOfAGroupLeavesTheCallUp() throws {
        let driver = try ActionTests.connected(
            """
            call:transfer { target = "+14255550123", transferee = "+14255550100" }
            log.info(call.state)
            call:play { text = "on" }
            """)
        try driver.complete("2", "CallTransferAccepted")
        #expect(driver.said == ["connected"])
        #expect(driver.sent.last == "3 play c1 on")
        try driver.verify()
    }

    @Test func aTransferThatTimesOutLeavesTheCallConnected() throws {
        let driver = try ActionTests.connected(
            #"local ok, err = call:transfer { target = "+14255550123", timeout = 5 } log.info(err.reason .. call.state)"#
        )
        try driver.answer("2", 202)
        driver.advance(5)
        #expect(driver.said == ["timeoutconnected"])
        try driver.verify()
    }

    @Test func theTimelineOfTheEndIsOnceAndNothingFollows() throws {
        let driver = try ActionTests.connected("call:hang_up()")
        driver.disconnect()
        let count = driver.records.count
        driver.event("ParticipantsUpdated")
        try driver.answer("2", 204)
        driver.stop()
        driver.advance(1_000)
        #expect(driver.records.count == count)
        #expect(driver.ends.count == 1)
        #expect(driver.timers.isEmpty)
        try driver.verify()
    }
}
