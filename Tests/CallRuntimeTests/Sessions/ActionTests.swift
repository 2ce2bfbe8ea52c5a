import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Every action's way from the flow to its outcome.
struct ActionTests {
    @Test func answerWaitsForCallConnected() throws {
        let driver = try MachineDriver(
            #"on("IncomingCall", function(call) call:answer() log.info(call.state) call:hang_up() end)"#)
        #expect(driver.sent == ["1 answer 1.1"])
        #expect(driver.state == "answering")
        try driver.answer("1", 200, ["callConnectionId": "c1"])
        #expect(driver.said.isEmpty)
        driver.event("CallConnected", context: "1.1")
        #expect(driver.said == ["connected"])
        #expect(driver.sent.last == "2 hang_up c1 leave")
        try driver.answer("2", 204)
        driver.disconnect()
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func anEventMayBeatItsResponse() throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              call:answer()
              log.info(call:play { text = "one" }.name)
              call:hang_up { for_everyone = true }
            end)
            """)
        driver.event("CallConnected", context: "1.1")
        #expect(driver.sent.count == 1, "one request of a leg at a time")
        try driver.answer("1", 200, ["callConnectionId": "c1"])
        driver.event("PlayCompleted", context: "2.1")
        #expect(driver.said == ["PlayCompleted"])
        try driver.answer("2", 202)
        #expect(driver.sent.last == "3 hang_up c1 everyone")
        try driver.answer("3", 204)
        driver.disconnect()
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func rejectRefusesTheOffer() throws {
        let driver = try MachineDriver(
            #"on("IncomingCall", function(call) log.info(tostring(call:reject { reason = "busy" })) end)"#)
        #expect(driver.sent == ["1 reject busy"])
        try driver.answer("1", 204)
        #expect(driver.said == ["true"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aRefusedRejectIsNilAndErr() throws {
        let driver = try MachineDriver(
            #"on("IncomingCall", function(call) local ok, err = call:reject() log.info(tostring(ok) .. err.reason) end)"#
        )
        try driver.refuse("1", 403, 7504)
        #expect(driver.said == ["nilforbidden"])
        try driver.verify()
    }

    @Test func recognizeGivesTheKeys() throws {
        let driver = try Self.connected(##"log.info(call:recognize { dtmf = { max = 3, stop = "#" } }.tones)"##)
        #expect(driver.sent.last == "2 recognize c1 max 3")
        try driver.press("2", ["one", "pound", "asterisk"])
        #expect(driver.said == ["1#*"])
        try driver.verify()
    }

    @Test(arguments: [
        ("RecognizeFailed", 400, 8510, "initial_silence"), ("RecognizeFailed", 400, 8532, "inter_tone_timeout"),
        ("RecognizeFailed", 500, 8511, "prompt_failed"), ("RecognizeCanceled", 400, 8508, "cancelled"),
    ])
    func aFailedRecognitionSaysWhy(event: String, code: Int, subCode: Int, reason: String) throws {
        let driver = try Self.connected(
            "local heard, err = call:recognize { dtmf = { max = 1 } } "
                + "log.info(tostring(heard) .. err.reason .. err.code .. err.sub_code .. err.event.name)")
        try driver.complete("2", event, [MachineDriver.result(code, subCode)])
        #expect(driver.said == ["nil\(reason)\(code)\(subCode)\(event)"])
        try driver.verify()
    }

    @Test func aFailedPlayIsNilAndErr() throws {
        let driver = try Self.connected(
            #"local ok, err = call:play { text = "hi" } log.info(tostring(ok) .. err.reason .. err.remedy)"#)
        try driver.complete("2", "PlayFailed", [MachineDriver.result(400, 8535)])
        #expect(driver.said == ["nilprompt_failedGive a WAV file, mono, 16-bit PCM at 16 kHz."])
        try driver.verify()
    }

    @Test func aTransferThatIsDeclinedSaysWhy() throws {
        let driver = try Self.connected(
            #"local ok, err = call:transfer { target = "+14255550123" } log.info(tostring(ok) .. err.reason .. call.state)"#
        )
        #expect(driver.sent.last == "2 transfer c1 4:+14255550123")
        try driver.answer("2", 202)
        #expect(driver.state == "transferring")
        driver.event("CallTransferFailed", context: "2.1", [MachineDriver.result(603, 560_603)])
        #expect(driver.said == ["nildeclinedconnected"])
        try driver.verify()
    }

    @Test(arguments: [true, false])
    func anAcceptedTransferSucceedsInEitherOrderOfEvents(acceptedFirst: Bool) throws {
        let driver = try Self.connected(
            #"log.info(call:transfer { target = "+14255550123" }.name)"#)
        try driver.answer("2", 202)
        if acceptedFirst {
            driver.event("CallTransferAccepted", context: "2.1")
            driver.disconnect()
        } else {
            driver.disconnect()
            #expect(driver.said.isEmpty)
            driver.advance(0.9)
            driver.event("CallTransferAccepted", context: "2.1")
        }
        #expect(driver.said == ["CallTransferAccepted"])
        #expect(driver.end?.way == .finished)
        #expect(driver.sent.count == 2, "the runtime does not end a call that was given away")
        try driver.verify()
    }

    @Test func aDisconnectDuringATransferEndsTheCallAfterASecond() throws {
        let driver = try Self.connected(
            #"local ok, err = pcall(call.transfer, call, { target = "+14255550123" }) log.info(err.reason)"#)
        try driver.answer("2", 202)
        driver.disconnect()
        driver.advance(1)
        #expect(driver.said == ["call_ended"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func cancelAllMediaEndsPlays() throws {
        let driver = try Self.connected(
            """
            local play = call:play { text = "music", loop = true }
            log.info(tostring(call:cancel_all_media()))
            local ok, err = play:wait()
            log.info(tostring(ok) .. err.reason)
            """)
        #expect(driver.sent.last == "2 play c1 music (loop)")
        try driver.answer("2", 202)
        #expect(driver.sent.last == "3 cancel_all_media c1")
        try driver.answer("3", 202)
        driver.event("PlayCanceled", context: "2.1", [MachineDriver.result(400, 8508)])
        #expect(driver.said == ["true", "nilcancelled"])
        try driver.verify()
    }

    @Test func anOperationCanBeWaitedForAndCancelled() throws {
        let driver = try Self.connected(
            """
            local play = call:play { text = "one", wait = false }
            log.info("on")
            local ok, err = play:wait(2)
            log.info(err.reason)
            log.info(tostring(play:cancel()))
            ok, err = play:wait()
            log.info(err.reason)
            log.info(tostring(play:cancel()))
            """)
        #expect(driver.said == ["on"])
        try driver.answer("2", 202)
        driver.advance(2)
        #expect(driver.said == ["on", "timeout"])
        try driver.answer("3", 202)
        driver.event("PlayCanceled", context: "2.1", [MachineDriver.result(400, 8508)])
        #expect(driver.said == ["on", "timeout", "true", "cancelled", "true"])
        try driver.verify()
    }

    @Test(arguments: [
        (400, 8501, "not_established"), (403, 7504, "forbidden"), (409, 8519, "conflict"),
        (412, 8583, "incompatible_media"), (429, 0, "throttled"), (400, 8523, "invalid_request"),
    ])
    func aRefusalIsNilAndErr(status: Int, subCode: Int, reason: String) throws {
        let driver = try Self.connected(
            #"local ok, err = call:play { text = "hi" } log.info(err.reason .. err.code)"#)
        try driver.refuse("2", status, subCode)
        #expect(driver.said == ["\(reason)\(status)"])
        try driver.verify()
    }

    @Test func whatNeverLeftSaysSo() throws {
        let driver = try Self.connected(#"local ok, err = call:play { text = "hi" } log.info(err.reason)"#)
        try driver.fault("2", .notSent)
        #expect(driver.said == ["not_sent"])
        try driver.verify()
    }

    @Test(arguments: [408, 500, 503, 0])
    func anUnknownOutcomeWaitsForTheEventWithinItsLimit(status: Int) throws {
        let driver = try Self.connected(
            #"log.info(call:play { text = "hi" }.name) local ok, err = call:play { text = "ho", timeout = 9 } log.info(err.reason)"#
        )
        if status == 0 { try driver.fault("2", .unknown) } else { try driver.refuse("2", status, 0) }
        #expect(driver.said.isEmpty)
        driver.event("PlayCompleted", context: "2.1")
        #expect(driver.said == ["PlayCompleted"])
        if status == 0 { try driver.fault("3", .unknown) } else { try driver.refuse("3", status, 0) }
        driver.advance(9)
        #expect(driver.said == ["PlayCompleted", "timeout"])
        #expect(driver.sent.contains("r1 cancel_all_media c1"), "what times out is cancelled at the service")
        #expect(!driver.event("PlayCompleted", context: "3.1"), "its late event is inert")
        try driver.verify()
    }

    @Test func whatTheServiceRefusesToTakeIsToldAtOnce() throws {
        let driver = try Self.connected(
            """
            local first = call:play { text = "unpreparable", wait = false }
            local second = call:play { text = "two", wait = false }
            local ok, err = first:wait()
            log.info(err.reason)
            log.info(second:wait().name)
            """)
        #expect(driver.said == ["invalid_request"])
        try driver.complete("3", "PlayCompleted")
        #expect(driver.said == ["invalid_request", "PlayCompleted"])
        try driver.verify()
    }

    /// A call that is connected, whose handler goes on with `body`.
    static func connected(
        _ body: String, hooks: String = "", prelude: String = MachineDriver.prelude, limits: FlowLimits = FlowLimits()
    ) throws -> MachineDriver {
        let driver = try MachineDriver(
            "on(\"IncomingCall\", function(call)\ncall:answer()\n\(body)\nend)\n\(hooks)", prelude: prelude,
            limits: limits)
        try driver.connect()
        return driver
    }
}
