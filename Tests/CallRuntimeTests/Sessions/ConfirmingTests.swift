import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Holding succeeds in silence: the participant is asked for.
struct ConfirmingTests {
    private func driver(_ action: String = "hold") throws -> MachineDriver {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              call:answer()
              local result, err = call:\(action)()
              log.info(tostring(result) .. " " .. (err and err.reason or "no err"))
              wait_for("Signal")
            end)
            """)
        try driver.connect()
        #expect(driver.sent.last?.hasPrefix("2 \(action)") == true)
        return driver
    }

    @Test(arguments: [("hold", true), ("unhold", false)])
    func theParticipantIsAskedFor(action: String, isOnHold: Bool) throws {
        let driver = try driver(action)
        try driver.answer("2", 200)
        #expect(driver.said.isEmpty)
        #expect(driver.sent.last?.hasPrefix("r1 get_participant") == true)
        try driver.answer("r1", 200, ["isOnHold": .bool(isOnHold)])
        #expect(driver.said == ["true no err"])
        try driver.verify()
    }

    @Test func whatIsNotSoYetIsAskedForAgain() throws {
        let driver = try driver()
        try driver.answer("2", 200)
        try driver.answer("r1", 200, ["isOnHold": false])
        #expect(driver.said.isEmpty)
        driver.advance(0.6)
        #expect(driver.sends.count { $0.text.hasPrefix("hold") } == 1, "it is not put on hold twice")
        try driver.answer("r2", 200, ["isOnHold": true])
        #expect(driver.said == ["true no err"])
        try driver.verify()
    }

    @Test func theServiceMayTellOfAFailure() throws {
        let driver = try driver()
        try driver.answer("2", 200)
        driver.event(
            "HoldFailed", context: "2.1", [("resultInformation", ["code": 400, "subCode": 8535, "message": "no"])])
        #expect(driver.said == ["nil prompt_failed"])
        try driver.answer("r1", 200, ["isOnHold": false])
        driver.advance(30)
        #expect(driver.said.count == 1)
        try driver.verify()
    }

    @Test func whatNobodyKnowsIsAskedForAndRepeatedWhenItIsNotSo() throws {
        let driver = try driver()
        try driver.fault("2", .unknown)
        #expect(driver.sent.last?.hasPrefix("r1 get_participant") == true)
        try driver.answer("r1", 200, ["isOnHold": false])
        #expect(driver.sends.count { $0.op == "2" } == 2)
        try driver.answer("2", 200, attempt: 2)
        try driver.answer("r2", 200, ["isOnHold": true])
        #expect(driver.said == ["true no err"])
        try driver.verify()
    }

    @Test func theNextRequestWaitsForARepeat() throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              call:answer()
              spawn(function() call:play { file = "https://example.com/a.wav" } end)
              call:hold()
            end)
            """)
        try driver.connect()
        #expect(driver.sends.last?.text.hasPrefix("hold") == true)
        try driver.fault("2", .unknown)
        try driver.answer("r1", 200, ["isOnHold": false])
        #expect(driver.sends.last?.op == "2", "the play waits: \(driver.sent)")
        try driver.answer("2", 200, attempt: 2)
        try driver.answer("r2", 200, ["isOnHold": true])
        #expect(driver.sent.contains { $0.hasPrefix("3 play") })
        try driver.verify()
    }

    @Test func whatNobodyKnowsAndIsSoIsNotRepeated() throws {
        let driver = try driver()
        try driver.fault("2", .unknown)
        try driver.answer("r1", 200, ["isOnHold": true])
        #expect(driver.sends.count { $0.op == "2" } == 1)
        #expect(driver.said == ["true no err"])
        try driver.verify()
    }

    @Test func aServiceThatNeverSaysSoLeavesItUnknown() throws {
        let driver = try driver()
        try driver.answer("2", 200)
        for question in 1...6 {
            try driver.answer("r\(question)", 200, ["isOnHold": false])
            driver.advance(8)
        }
        #expect(driver.said.first.map { ["nil outcome_unknown", "nil timeout"].contains($0) } == true)
        try driver.verify()
    }

    @Test func aProcessThatTakesTheSessionUpAsks() throws {
        let driver = try driver()
        driver.resume()
        #expect(driver.sent.last?.hasPrefix("r1 get_participant") == true)
        try driver.answer("r1", 200, ["isOnHold": true])
        #expect(driver.said == ["true no err"])
        try driver.verify()
    }

    @Test func whoIsNotThereFailsAtOnce() throws {
        let driver = try driver()
        try driver.refuse("2", 404, 8522)
        #expect(driver.said == ["nil not_found"])
        try driver.verify()
    }
}
