import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Waiting for time, for events and for several things together.
struct WaitTests {
    @Test func sleepTakesItsTimeButNeverNone() throws {
        let driver = try MachineDriver(
            #"on("IncomingCall", function() local t = now() sleep(0) log.info(now() - t) sleep(2) log.info(now() - t) end)"#
        )
        driver.advance(0.011)
        #expect(driver.said.count == 1)
        let first = try #require(driver.said.first.flatMap { Double($0) })
        #expect(abs(first - 0.01) < 0.001)
        driver.advance(2)
        #expect(driver.said.count == 2)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func waitForTakesTheNextEventThatFits() throws {
        let driver = try ActionTests.connected(
            """
            local event = wait_for("ParticipantsUpdated", { sequence_number = 3 }, 10)
            log.info(event.sequence_number)
            local none, err = wait_for("ParticipantsUpdated", 5)
            log.info(tostring(none) .. err.reason)
            log.info(wait_for("*").name)
            """)
        driver.event("ParticipantsUpdated", [("participants", [[:]]), ("sequenceNumber", 2)])
        #expect(driver.said.isEmpty)
        driver.event("ParticipantsUpdated", [("participants", [[:]]), ("sequenceNumber", 3)])
        #expect(driver.said == ["3"])
        driver.advance(5)
        #expect(driver.said == ["3", "niltimeout"])
        #expect(driver.event("PlayStarted"))
        #expect(driver.said == ["3", "niltimeout", "PlayStarted"])
        try driver.verify()
    }

    @Test func oneEventWakesEveryWaitOnceAndBeforeItsHooks() throws {
        let driver = try ActionTests.connected(
            """
            all {
              function() log.info("a " .. wait_for("PlayStarted").id) end,
              function() log.info("b " .. wait_for("PlayStarted").id) log.info("b " .. wait_for("PlayStarted").id) end,
            }
            """, hooks: #"on("PlayStarted", function(call, event) log.info("hook " .. event.id) end)"#)
        driver.event("PlayStarted", id: "x")
        driver.event("PlayStarted", id: "y")
        #expect(driver.said == ["a x", "b x", "hook x", "b y", "hook y"])
        try driver.verify()
    }

    @Test func theOperationGoesFirstThenWaitsThenHooks() throws {
        let driver = try ActionTests.connected(
            """
            spawn(function() wait_for("PlayCompleted") log.info("wait") end)
            call:play { text = "hi" }
            log.info("operation")
            """,
            hooks: """
                on("PlayCompleted", function() log.info("first hook") end)
                on("*", function(call, event) if event.name == "PlayCompleted" then log.info("second hook") end end)
                """)
        try driver.complete("2", "PlayCompleted")
        #expect(driver.said == ["operation", "wait", "first hook", "second hook"])
        try driver.verify()
    }

    @Test func hooksForEveryEventSeeTheOfferInOrderOfRegistration() throws {
        let driver = try MachineDriver(
            """
            on("*", function(call, event) log.info("1 " .. event.name) end)
            on("*", { caller_display_name = "Bob" }, function(call, event) log.info("2 " .. event.name) end)
            on("*", { caller_display_name = "Ada" }, function(call, event) log.info("3 " .. event.name) end)
            on("IncomingCall", { to = "+18005550199" }, function(call, event) log.info("4 " .. event.name) end)
            on("IncomingCall", function(call, event) log.info("5 " .. event.name) end)
            """)
        #expect(driver.said == ["1 IncomingCall", "3 IncomingCall", "4 IncomingCall"])
        try driver.verify()
    }

    // MARK: - Together

    @Test func withinCancelsWhatStillPlays() throws {
        let driver = try ActionTests.connected(
            """
            local r, err = within(3, function() return call:play { text = "long" } end)
            log.info(tostring(r) .. err.reason)
            log.info(within(3, function() return "in time" end))
            call:recognize { dtmf = { max = 1 } }
            """)
        try driver.answer("2", 202)
        driver.advance(3)
        #expect(driver.said == ["niltimeout", "in time"])
        #expect(driver.sent.last == "r1 cancel_all_media c1")
        try driver.answer("r1", 202)
        #expect(driver.sent.last == "3 recognize c1 max 1")
        driver.event("PlayCanceled", context: "2.1", [MachineDriver.result(400, 8508)])
        #expect(driver.timers.count == 1, "only the limit of the recognition is left")
        try driver.verify()
    }

    @Test func theLoserOfARaceIsCancelled() throws {
        let driver = try ActionTests.connected(
            """
            local n, value = race {
              function() local ok, err = pcall(call.play, call, { text = "music", timeout = 100 }) log.info(err.reason) end,
              function() sleep(2) return "slept" end,
              function() sleep(1000) end,
            }
            log.info(n .. value)
            """)
        try driver.answer("2", 202)
        driver.advance(2)
        #expect(driver.said == ["cancelled", "2slept"])
        #expect(driver.sent.last == "r1 cancel_all_media c1")
        #expect(driver.timers.count == 2, "limits of the play and of its cancel; the long sleep is gone")
        try driver.verify()
    }

    @Test func twoLosersCancelMediaOnce() throws {
        let driver = try ActionTests.connected(
            """
            race {
              function() call:play { text = "one" } end,
              function() call:play { text = "two" } end,
              function() sleep(2) end,
            }
            """)
        try driver.answer("2", 202)
        driver.advance(2)
        #expect(driver.sent.filter { $0.contains("cancel_all_media") }.isEmpty, "one request at a time")
        try driver.answer("3", 202)
        #expect(driver.sent.filter { $0.contains("cancel_all_media") }.count == 1)
        try driver.verify()
    }

    @Test func aLoserThatHasNotLeftIsDropped() throws {
        let driver = try ActionTests.connected(
            """
            local one = call:play { text = "one", wait = false }
            within(1, function() call:play { text = "two" } end)
            log.info(one:wait().name)
            """)
        driver.advance(1)
        try driver.complete("2", "PlayCompleted")
        #expect(driver.said == ["PlayCompleted"])
        #expect(driver.sent.count == 2, "neither the second play nor a cancel left: \(driver.sent)")
        try driver.verify()
    }

    @Test func anOperationThatHasNotLeftIsCancelledAlone() throws {
        let driver = try ActionTests.connected(
            """
            local one = call:play { text = "one", wait = false }
            local two = call:play { text = "two", wait = false }
            log.info(tostring(two:cancel()))
            local ok, err = two:wait()
            log.info(err.reason)
            log.info(one:wait().name)
            """)
        #expect(driver.said == ["true", "cancelled"])
        try driver.complete("2", "PlayCompleted")
        #expect(driver.said.last == "PlayCompleted")
        #expect(driver.sent.count == 2)
        try driver.verify()
    }

    @Test func anOperationIsAwaitedByOneAndForAsLongAsItIsKept() throws {
        let driver = try ActionTests.connected(
            """
            local one = call:play { text = "one", wait = false }
            spawn(function() one:wait() end)
            sleep(1)
            log.info(select(2, pcall(one.wait, one)))
            sleep(1)
            log.info(one:wait().name)
            log.info(one:wait().name)
            """)
        driver.advance(1)
        #expect(
            driver.said == ["test/main.lua:6: operation:wait: another task waits for this operation already"]
                || driver.said.first?.hasSuffix("operation:wait: another task waits for this operation already") == true
        )
        try driver.complete("2", "PlayCompleted")
        driver.advance(1)
        #expect(driver.said.suffix(2) == ["PlayCompleted", "PlayCompleted"])
        try driver.verify()
    }

    // MARK: - Media

    @Test func theTimeLimitOfMediaStartsAtItsTurn() throws {
        let driver = try ActionTests.connected(
            """
            local one = call:play { text = "one", wait = false, timeout = 20 }
            local two = call:play { text = "two", wait = false, timeout = 5 }
            local ok, err = two:wait()
            log.info(err.reason)
            """)
        try driver.answer("2", 202)
        try driver.answer("3", 202)
        driver.advance(10)
        #expect(driver.said.isEmpty)
        driver.event("PlayCompleted", context: "2.1")
        driver.advance(4.9)
        #expect(driver.said.isEmpty)
        driver.advance(0.1)
        #expect(driver.said == ["timeout"])
        try driver.verify()
    }

    @Test func twoRecognitionsAreAMistakeThatNamesBothLines() throws {
        let driver = try ActionTests.connected(
            """
            spawn(function()
              call:recognize { dtmf = { max = 1 } }
            end)
            sleep(1)
            call:recognize { dtmf = { max = 1 } }
            """)
        try driver.answer("2", 202)
        driver.advance(1)
        let message = try #require(driver.complaints.first)
        #expect(
            message.hasPrefix("test/main.lua:7: call:recognize: another recognition is listening (test/main.lua:4)"))
        #expect(message.hasSuffix("(test/main.lua:7)"))
        try driver.verify()
    }

    @Test func interruptTakesOver() throws {
        let driver = try ActionTests.connected(
            """
            spawn(function()
              local heard, err = call:recognize { dtmf = { max = 1 } }
              log.info(err.reason)
            end)
            sleep(1)
            log.info(call:recognize({ dtmf = { max = 1 }, interrupt = true }).tones)
            """)
        try driver.answer("2", 202)
        driver.advance(1)
        #expect(driver.sent.last == "3 recognize c1 max 1 (interrupt)")
        try driver.answer("3", 202)
        driver.event("RecognizeCanceled", context: "2.1", [MachineDriver.result(400, 8508)])
        try driver.press("3", ["five"])
        #expect(driver.said == ["cancelled", "5"])
        try driver.verify()
    }

    @Test func afterACancelOneMayListenAtOnce() throws {
        let driver = try ActionTests.connected(
            """
            local first = call:recognize { dtmf = { max = 1 }, wait = false }
            first:cancel()
            log.info(call:recognize({ dtmf = { max = 1 } }).tones)
            """)
        try driver.answer("2", 202)
        try driver.answer("3", 202)
        #expect(driver.complaints.isEmpty)
        driver.event("RecognizeCanceled", context: "2.1", [MachineDriver.result(400, 8508)])
        try driver.press("4", ["one"])
        #expect(driver.said == ["1"])
        try driver.verify()
    }

    @Test(arguments: [
        "call:play { text = \"x\" }", "call:recognize { dtmf = { max = 1 } }",
        "call:transfer { target = \"+14255550123\" }", "call:cancel_all_media()",
    ])
    func mediaBeforeTheAnswerIsAMistake(action: String) throws {
        let driver = try MachineDriver("on(\"IncomingCall\", function(call)\n\(action)\nend)")
        #expect(driver.complaints.first?.contains("test/main.lua:2: call:") == true)
        #expect(driver.complaints.first?.contains("the call was never answered; call:answer() comes first") == true)
        #expect(driver.sent == ["r1 reject none"], "nothing else leaves")
        try driver.verify()
    }

    @Test func answeringTwiceIsAMistake() throws {
        let driver = try ActionTests.connected("call:answer()")
        #expect(driver.complaints.first?.contains("this flow has answered the call already") == true)
        try driver.verify()
    }

    // MARK: - Events that find nobody

    @Test func eventsOfOtherLegsAndContextsAreInert() throws {
        let driver = try ActionTests.connected(#"log.info(call:play { text = "hi" }.id)"#)
        try driver.answer("2", 202)
        #expect(!driver.event("PlayCompleted", context: "2.1", leg: "9"))
        #expect(!driver.event("PlayCompleted", context: "7.1"))
        #expect(!driver.event("PlayCompleted", context: "words"))
        #expect(!driver.event("PlayCompleted"))
        #expect(!driver.event("RecognizeCompleted", context: "2.1"))
        #expect(!driver.event("CallDisconnected", leg: "9"))
        #expect(driver.said.isEmpty)
        #expect(driver.event("PlayCompleted", context: "2.1 words", id: "it"))
        #expect(!driver.event("PlayCompleted", context: "2.1"))
        #expect(driver.said == ["it"])
        try driver.verify()
    }

    // MARK: - Launch and signals

    @Test func aLaunchHasItsParametersUntouched() throws {
        let driver = try MachineDriver(
            """
            on("Launch", { ["params.phoneNumber"] = "+1" }, function(event)
              log.info(event.name .. event.params.phoneNumber .. event.params.list[2] .. event.params.name)
              local signal = wait_for("Signal", { signal = "go" })
              log.info(signal.data.rawId)
            end)
            on("Launch", function(event) log.info("every launch") end)
            on("Launch", { ["params.phoneNumber"] = "+2" }, function(event) log.info("no") end)
            on("Signal", function(call, event) log.info(tostring(call) .. event.signal) end)
            on("*", function(call, event) log.info("any " .. tostring(call) .. event.name) end)
            """, launch: ["params": ["phoneNumber": "+1", "list": [1, 2], "name": "Bob"]])
        #expect(driver.said == ["Launch+12Bob", "every launch", "any nilLaunch"])
        driver.event("Signal", leg: nil, [("signal", "stay"), ("data", ["rawId": "x"])])
        driver.event("Signal", leg: nil, [("signal", "go"), ("data", ["rawId": "x"])])
        #expect(driver.said.suffix(3) == ["x", "nilgo", "any nilSignal"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }
}
