import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Loops over events and keys: none is lost, and each loop ends.
struct QueueTests {
    private func driver(_ body: String) throws -> MachineDriver {
        let driver = try MachineDriver("on('IncomingCall', function(call) call:answer() \(body) end)")
        try driver.connect()
        return driver
    }

    private func press(_ driver: MachineDriver, _ tone: String, op: Int = 2) {
        driver.event("ContinuousDtmfRecognitionToneReceived", context: "\(op).1", [("tone", .string(tone))])
    }

    @Test func keysThatComeBetweenTwoTurnsAreKept() throws {
        let driver = try driver("for tone in call:tones() do log.info(tone) sleep(5) end log.info('over')")
        #expect(driver.sent.last == "2 start_continuous_dtmf c1 4:+14255550100")
        try driver.answer("2", 200)
        for tone in ["one", "pound", "asterisk"] { press(driver, tone) }
        #expect(driver.said == ["1"])
        driver.advance(20)
        #expect(driver.said == ["1", "#", "*"])
        press(driver, "a")
        #expect(driver.said.last == "A")
        driver.disconnect()
        driver.advance(6)
        #expect(driver.said.last == "over")
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aLoopWithATimeoutEnds() throws {
        let driver = try driver(
            "for tone in call:tones { timeout = 3 } do log.info(tone) end log.info('over') sleep(60)")
        try driver.answer("2", 200)
        driver.advance(2)
        press(driver, "nine")
        driver.advance(2)
        #expect(driver.said == ["9"])
        driver.advance(2)
        #expect(driver.said == ["9", "over"])
        try driver.verify()
    }

    @Test func aServiceThatTellsNoKeysEndsTheLoop() throws {
        let driver = try driver(
            "local tones = call:tones() local tone, err = tones:next() log.info(tostring(tone) .. err.reason) sleep(60)"
        )
        try driver.refuse("2", 400, 8523)
        #expect(driver.said == ["nilinvalid_request"])
        try driver.verify()
    }

    @Test func keysOfAnotherLoopAreNotMine() throws {
        let driver = try driver(
            """
            spawn(function() for tone in call:tones() do log.info("a " .. tone) end end)
            for tone in call:tones { target = "+14255550177" } do log.info("b " .. tone) end
            """)
        try driver.answer("2", 200)
        try driver.answer("3", 200)
        press(driver, "one", op: 3)
        press(driver, "two", op: 2)
        #expect(Set(driver.said) == ["b 1", "a 2"] || Set(driver.said) == ["a 1", "b 2"])
        try driver.verify()
    }

    @Test func eventsAreKeptFromTheOpeningOn() throws {
        let driver = try driver(
            """
            local changes = call:events("Signal")
            local updates = call:events("ParticipantsUpdated", { sequence_number = 2 })
            sleep(1)
            log.info(updates:next().name .. " " .. tostring(updates:next(1)))
            call:hang_up()
            log.info(tostring(updates:next()))
            """)
        driver.event("ParticipantsUpdated", [("participants", []), ("sequenceNumber", 1)])
        driver.event("ParticipantsUpdated", [("participants", []), ("sequenceNumber", 2)])
        driver.advance(2.5)
        #expect(driver.said == ["ParticipantsUpdated nil"])
        try driver.answer("2", 204)
        driver.disconnect()
        #expect(driver.said.last == "nil")
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aLoopThatNobodyTurnsIsStopped() throws {
        let driver = try driver("local tones = call:tones() sleep(600)")
        try driver.answer("2", 200)
        for _ in 0...EventQueue.limit { press(driver, "one") }
        #expect(driver.complaints.contains { $0.contains("leaves more than 1000") })
    }

    @Test(arguments: [
        ("call:events('Nothing')", "there is no event 'Nothing'"),
        ("for x in call:events('Signal', 3) do end", "'filter'"),
        ("call:tones { timeout = 0 }", "must be from 0.1"),
    ])
    func aMistakeSaysWhatIsWrong(code: String, sentence: String) throws {
        let driver = try driver(code)
        #expect(driver.complaints.first?.contains(sentence) == true, "\(driver.complaints)")
    }
}
