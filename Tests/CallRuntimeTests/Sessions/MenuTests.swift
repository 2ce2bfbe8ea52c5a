import CallModel
import Testing

@testable import CallRuntime

/// `std.menu`, heard by a session.
struct MenuTests {
    @Test func aChoiceIsWhatTheKeyStandsFor() throws {
        let driver = try Self.asking()
        #expect(driver.sent.last == "2 recognize c1 Press 1. max 1")
        try driver.press("2", ["one"])
        #expect(driver.said == ["sales nil"])
        try driver.verify()
    }

    @Test func nothingAndOtherKeysAreAskedAgain() throws {
        let driver = try Self.asking()
        try driver.complete("2", "RecognizeFailed", [MachineDriver.result(400, 8510)])
        #expect(driver.sent.last == "3 play c1 Nothing.")
        try driver.complete("3", "PlayCompleted")
        try driver.press("4", ["nine"])
        #expect(driver.sent.last == "5 play c1 Wrong.")
        try driver.complete("5", "PlayCompleted")
        try driver.press("6", ["two"])
        #expect(driver.said == ["2 nil"])
        try driver.verify()
    }

    @Test func theLastWordIsNotFollowedByAPromptToTryAgain() throws {
        let driver = try Self.asking()
        try driver.complete("2", "RecognizeFailed", [MachineDriver.result(400, 8510)])
        try driver.complete("3", "PlayCompleted")
        try driver.press("4", ["nine"])
        try driver.complete("5", "PlayCompleted")
        try driver.press("6", ["asterisk"])
        #expect(driver.said == ["nil no_match"])
        #expect(driver.sent.last == "6 recognize c1 Press 1. max 1")
        try driver.verify()
    }

    @Test func silenceToTheEndSaysSo() throws {
        let driver = try Self.asking("retries = 0")
        try driver.complete("2", "RecognizeFailed", [MachineDriver.result(400, 8510)])
        #expect(driver.said == ["nil no_input"])
        try driver.verify()
    }

    @Test func aFailureIsToldAtOnce() throws {
        let driver = try Self.asking()
        try driver.complete("2", "RecognizeFailed", [MachineDriver.result(500, 8511)])
        #expect(driver.said == ["nil prompt_failed"])
        try driver.verify()
    }

    @Test func hangingUpEndsTheMenuQuietly() throws {
        let driver = try Self.asking()
        try driver.answer("2", 202)
        driver.disconnect()
        #expect(driver.said.isEmpty)
        #expect(driver.complaints.isEmpty)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aChoiceMayBeFalse() throws {
        let driver = try Self.asking(#"choices = { ["1"] = false }"#)
        try driver.press("2", ["one"])
        #expect(driver.said == ["false nil"])
        try driver.verify()
    }

    @Test(arguments: [
        ("nil", "choices are missing"), ("{ text = 'x' }", "choices are missing"),
        ("{ text = 'x', choices = {} }", "there is nothing to choose from"),
        ("{ text = 'x', choices = { ['12'] = 1 } }", "a choice is one key in quotes, as in [\"1\"], not 12"),
        ("{ text = 'x', choices = { 'a' } }", "a choice is one key in quotes, as in [\"1\"], not 1"),
        ("{ text = 'x', choices = { x = 1 } }", "no phone has the key 'x'"),
        ("{ text = 'x', choices = { ['1'] = 1 }, retrys = 1 }", "unknown option 'retrys'"),
        ("{ text = 'x', choices = { ['1'] = 1 }, retries = '2' }", "retries must be a whole number"),
        ("{ text = 'x', choices = { ['1'] = 1 }, retries = -1 }", "retries must be a whole number"),
    ])
    func mistakesAreToldAtTheFlowsLine(options: String, part: String) throws {
        let driver = try ActionTests.connected("\nrequire('std.menu').ask(call, \(options))")
        let message = try #require(driver.complaints.first)
        #expect(message.hasPrefix("test/main.lua:4: menu.ask: "), "\(message)")
        #expect(message.contains(part), "\(message)")
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        try driver.verify()
    }

    private static func asking(_ extra: String = "") throws -> MachineDriver {
        let own = #"choices = { ["1"] = "sales", ["2"] = 2 }, "#
        return try ActionTests.connected(
            """
            local choice, reason = require("std.menu").ask(call, {
              text = "Press 1.", no_input = "Nothing.", no_match = "Wrong.", \(extra.contains("choices") ? "" : own) \(extra)
            })
            log.info(tostring(choice) .. " " .. tostring(reason))
            """)
    }
}
