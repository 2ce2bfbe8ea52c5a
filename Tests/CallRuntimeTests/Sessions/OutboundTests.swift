import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Calls that a flow makes or joins, scenario by scenario: the order of request, response and events.
struct OutboundTests {
    static let phone = "+14255550123"

    /// A launched session whose handler is `lua`.
    static func launched(_ lua: String, environment: FlowEnvironment = FlowEnvironment()) throws -> MachineDriver {
        try MachineDriver(
            "on(\"Launch\", function(event) \(lua) end)",
            prelude: #"flow { locale = "en-US", voice = "v", caller_id = "+18005550199" } "#, launch: ["params": [:]],
            environment: environment)
    }

    /// The same, with a call to a phone that is up: operation 1, connection c1.
    static func connected(_ lua: String) throws -> MachineDriver {
        let driver = try launched("local call, err = create_call { target = \"\(phone)\" } \(lua)")
        try driver.grantLine("1")
        try driver.answer("1", 201, ["callConnectionId": "c1"])
        driver.event("CallConnected", context: "1.1")
        return driver
    }

    @Test func createOneToOneAnswered() throws {
        let driver = try Self.launched(
            #"local call = create_call { target = "+14255550123" } log.info(call.state .. " " .. call.to) call:hang_up()"#
        )
        #expect(driver.asked == ["1 take +18005550199"], "the lines of the caller ID come first")
        #expect(driver.sent.isEmpty)
        try driver.grantLine("1")
        #expect(driver.sent == ["1 create_call 4:+14255550123 as +18005550199"])
        #expect(driver.state == "creating")
        try driver.answer("1", 201, ["callConnectionId": "c1", "correlationId": "k1"])
        driver.event("ParticipantsUpdated", [("participants", [["identifier": ["rawId": "4:+14255550123"]]])])
        #expect(driver.said.isEmpty, "the list may come first")
        driver.event("CallConnected", context: "1.1")
        #expect(driver.said == ["connected +14255550123"])
        #expect(driver.sent.last == "2 hang_up c1 leave")
        try driver.answer("2", 204)
        driver.disconnect()
        #expect(driver.asked.last == "1 free")
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test(arguments: [
        (603, 560_603, "declined"), (486, 560_486, "busy"), (480, 560_480, "no_answer"), (404, 560_404, "not_found"),
        (487, 10004, "no_answer"), (480, 10037, "unreachable"),
    ])
    func createOneToOneNotAnswered(code: Int, subCode: Int, reason: String) throws {
        let driver = try Self.launched(
            #"local call, err = create_call { target = "8:acs:a_b" } log.info(tostring(call) .. err.reason)"#)
        #expect(driver.asked.isEmpty, "a user of the service takes no line")
        #expect(driver.sent == ["1 create_call 8:acs:a_b"])
        try driver.answer("1", 201, ["callConnectionId": "c1"])
        driver.event("CreateCallFailed", context: "1.1", [MachineDriver.result(code, subCode)])
        #expect(driver.said == ["nil\(reason)"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func theEventMayBeatTheResponse() throws {
        let driver = try Self.launched(
            #"local call = create_call { target = "8:acs:a_b" } call:play { text = "hi" } log.info("heard")"#)
        driver.event("CallConnected", context: "1.1")
        #expect(driver.sent.count == 1, "one request of a leg at a time")
        try driver.answer("1", 201, ["callConnectionId": "c1"])
        #expect(driver.sent.last == "2 play c1 hi")
        try driver.complete("2", "PlayCompleted")
        #expect(driver.said == ["heard"])
        try driver.verify()
    }

    @Test func createGroupConnectsWithTheFirstWhoAnswers() throws {
        let driver = try Self.launched(
            """
            local call = create_call { targets = { "+14255550123", "8:acs:a_b" } }
            log.info(call.state .. " " .. tostring(call.to))
            call:hang_up { for_everyone = true }
            """)
        try driver.grantLine("1")
        #expect(driver.sent == ["1 create_call 4:+14255550123 8:acs:a_b as +18005550199"])
        try driver.answer("1", 201, ["callConnectionId": "c1"])
        driver.event("CallConnected", context: "1.1")
        #expect(driver.said == ["connected nil"])
        #expect(driver.sent.last == "2 hang_up c1 everyone")
        try driver.verify()
    }

    @Test(arguments: [
        (#"server_call_id = "aHR0""#, "serverCall"), (#"room_id = "99""#, "room"),
        (#"group_call_id = "00000000-0000-4000-8000-000000000001""#, "groupCall"),
    ])
    func connectJoinsARunningCall(locator: String, word: String) throws {
        let driver = try Self.launched("local call = connect_call { \(locator) } log.info(call.state) call:hang_up()")
        #expect(driver.sent.first?.hasPrefix("1 connect_call \(word)") == true)
        #expect(driver.state == "connecting")
        try driver.answer("1", 200, ["callConnectionId": "c1", "serverCallId": "s9"])
        #expect(driver.calls == ["s9"])
        driver.event("CallConnected", context: "1.1", call: "s9")
        #expect(driver.said == ["connected"])
        try driver.answer("2", 204)
        driver.disconnect()
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func connectFails() throws {
        let driver = try Self.launched(
            #"local call, err = connect_call { room_id = "99" } log.info(tostring(call) .. err.reason)"#)
        try driver.answer("1", 200, ["callConnectionId": "c1"])
        driver.event("ConnectFailed", context: "1.1", [MachineDriver.result(404, 8522)])
        #expect(driver.said == ["nilnot_found"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test(arguments: [(400, 8523, "invalid_request"), (403, 7504, "forbidden"), (429, 8516, "throttled")])
    func aRefusedCallIsNilAndErr(status: Int, subCode: Int, reason: String) throws {
        let driver = try Self.launched(
            #"local call, err = create_call { target = "+14255550123" } log.info(tostring(call) .. err.reason)"#)
        try driver.grantLine("1")
        try driver.refuse("1", status, subCode)
        #expect(driver.said == ["nil\(reason)"])
        #expect(driver.asked.last == "1 free")
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func anUnknownAnswerWaitsForTheEvent() throws {
        let driver = try Self.launched(#"log.info(create_call { target = "8:acs:a_b" }.state)"#)
        try driver.fault("1", .unknown)
        #expect(driver.said.isEmpty)
        driver.event("CallConnected", context: "1.1")
        #expect(driver.said == ["connected"])
        try driver.verify()
    }

    @Test func twoCallsOfOneSessionDoNotWaitForOneAnother() throws {
        let driver = try Self.launched(
            """
            local first, second = all {
              function() return create_call { target = "8:acs:a_1" } end,
              function() return create_call { target = "8:acs:a_2" } end,
            }
            first:play { text = "one" }
            second:hang_up()
            """)
        #expect(driver.sent == ["1 create_call 8:acs:a_1", "2 create_call 8:acs:a_2"])
        driver.event("ParticipantsUpdated", leg: "2", connection: "c2", [("participants", [[:], [:]])])
        driver.event("CallConnected", context: "2.1", leg: "2", connection: "c2")
        driver.event("CallConnected", context: "1.1")
        try driver.answer("2", 201, ["callConnectionId": "c2"])
        try driver.answer("1", 201, ["callConnectionId": "c1"])
        #expect(driver.sent.last == "3 play c1 one")
        driver.event("CallDisconnected", leg: "2", connection: "c2")
        try driver.complete("3", "PlayCompleted")
        #expect(driver.sent.count == 3, "hanging up a call that has ended needs no request")
        driver.disconnect()
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    // MARK: - What turns up too late

    @Test func aCallThatIsNotAnsweredInTimeStopsRinging() throws {
        let driver = try Self.launched(
            #"local call, err = create_call { target = "8:acs:a_b", timeout = 20 } log.info(err.reason)"#)
        try driver.answer("1", 201, ["callConnectionId": "c1"])
        driver.advance(20)
        #expect(driver.said == ["timeout"])
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        try driver.answer("r1", 204)
        driver.disconnect()
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aCallThatComesUpAfterItsLimitIsEnded() throws {
        let driver = try Self.launched(
            #"local call, err = create_call { target = "8:acs:a_b", timeout = 20 } log.info(err.reason)"#)
        driver.advance(20)
        #expect(driver.said == ["timeout"])
        try driver.answer("1", 201, ["callConnectionId": "c1"])
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        driver.event("CallConnected", context: "1.1")
        try driver.answer("r1", 204)
        driver.disconnect()
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aJoinedCallIsLeftAndNotEnded() throws {
        let driver = try Self.launched(#"connect_call { server_call_id = "aHR0" } error("oops")"#)
        try driver.answer("1", 200, ["callConnectionId": "c1"])
        driver.event("CallConnected", context: "1.1")
        #expect(driver.sent.last == "r1 hang_up c1 leave", "other people's call goes on")
        try driver.verify()
    }

    @Test func aLosingCallOfARaceStopsRinging() throws {
        let driver = try Self.launched(
            """
            local first = race {
              function() return create_call { target = "8:acs:a_1" } end,
              function() return create_call { target = "8:acs:a_2" } end,
            }
            log.info(first)
            """)
        try driver.answer("1", 201, ["callConnectionId": "c1"])
        try driver.answer("2", 201, ["callConnectionId": "c2"])
        driver.event("CallConnected", context: "2.1", leg: "2", connection: "c2")
        #expect(driver.said == ["2"])
        #expect(driver.sent.last == "r1 hang_up c1 everyone", "the other shall not ring on")
        try driver.verify()
    }

    @Test func aCancelledCallStopsRinging() throws {
        let driver = try Self.launched(
            """
            local ringing = create_call { target = "8:acs:a_b", wait = false }
            log.info(tostring(ringing:cancel()))
            local call, err = ringing:wait()
            log.info(err.reason)
            """)
        #expect(driver.said == ["true", "cancelled"])
        try driver.answer("1", 201, ["callConnectionId": "c1"])
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        try driver.verify()
    }

    // MARK: - Lines

    @Test func waitingForALineCountsForNoLimit() throws {
        let driver = try Self.launched(
            #"local call, err = create_call { target = "+14255550123" } log.info(err.reason)"#)
        driver.advance(500)
        #expect(driver.said.isEmpty)
        try driver.grantLine("1")
        driver.advance(124)
        #expect(driver.said.isEmpty)
        driver.advance(1)
        #expect(driver.said == ["timeout"])
        try driver.verify()
    }

    @Test func aCallThatGivesUpItsPlaceNeverLeaves() throws {
        let driver = try Self.launched(
            """
            local call, err = within(5, function() return create_call { target = "+14255550123" } end)
            log.info(err.reason)
            """)
        driver.advance(5)
        #expect(driver.said == ["timeout"])
        #expect(driver.asked == ["1 take +18005550199", "1 free"])
        try driver.grantLine("1")
        #expect(driver.sent.isEmpty, "a line that comes too late is nobody's")
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func stoppingTheSessionEndsItsCalls() throws {
        let driver = try Self.launched(#"create_call { target = "8:acs:a_b" }"#)
        try driver.answer("1", 201, ["callConnectionId": "c1"])
        driver.stop()
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        try driver.answer("r1", 204)
        driver.disconnect()
        #expect(driver.end?.way == .stopped)
        try driver.verify()
    }
}
