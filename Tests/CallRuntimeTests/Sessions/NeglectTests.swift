import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Calls that nobody looks after, errors, stops and limits.
struct NeglectTests {
    static let sorry = #"flow { locale = "en-US", idle = 20, linger = 7, on_failure = { text = "Sorry." } } "#

    @Test func anErrorIsToldOnceAndTheCallEndsWithThePrompt() throws {
        let driver = try ActionTests.connected(
            "error('oops')",
            hooks: """
                on("FlowError", function(call, event)
                  log.info(call.state .. " " .. event.message .. " " .. event.file .. ":" .. event.line)
                  error("again")
                end)
                """, prelude: Self.sorry)
        #expect(driver.said == ["connected test/main.lua:3: oops test/main.lua:3"])
        #expect(driver.complaints == ["test/main.lua:3: oops", "test/main.lua:7: again"])
        #expect(driver.sent.last == "r1 play c1 Sorry.")
        try driver.complete("r1", "PlayCompleted")
        #expect(driver.sent.last == "r2 hang_up c1 everyone")
        try driver.answer("r2", 204)
        driver.disconnect()
        #expect(driver.end?.way == .failed)
        try driver.verify()
    }

    @Test func tasksOfAnErrorHandlerDoNotStartItAgain() throws {
        let driver = try ActionTests.connected(
            "error('oops')",
            hooks: """
                on("FlowError", function(call, event)
                  log.info("handler")
                  spawn(function() error("in a task") end)
                  all { function() error("in a block") end }
                end)
                """)
        #expect(driver.said == ["handler"])
        #expect(driver.complaints.count == 3)
        try driver.verify()
    }

    @Test func anErrThatIsRaisedIsAnErrorLikeAnyOther() throws {
        let driver = try ActionTests.connected(
            "\nassert(call:play { text = \"hi\" })",
            hooks:
                #"on("FlowError", function(call, event) log.info(event.file .. ":" .. event.line .. " " .. event.message) end)"#
        )
        try driver.complete("2", "PlayCanceled", [MachineDriver.result(400, 8508)])
        #expect(driver.said == ["test/main.lua:4 why"])
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        try driver.verify()
    }

    @Test func aFailurePromptThatFailsStillHangsUp() throws {
        for way in ["refused", "event", "silence"] {
            let driver = try ActionTests.connected("error('oops')", prelude: Self.sorry)
            switch way {
            case "refused": try driver.refuse("r1", 400, 8567)
            case "event": try driver.complete("r1", "PlayFailed", [MachineDriver.result(400, 8536)])
            default:
                try driver.answer("r1", 202)
                driver.advance(600)
            }
            #expect(driver.sent.contains("r2 hang_up c1 everyone"))
            try driver.verify()
        }
    }

    @Test func aLoneCallThatIsLeftAloneEndsAfterAWhile() throws {
        let driver = try ActionTests.connected("", prelude: Self.sorry)
        driver.event("ParticipantsUpdated", [("participants", [[:]]), ("sequenceNumber", 1)])
        driver.advance(19.9)
        #expect(driver.sent.count == 1)
        driver.advance(0.1)
        #expect(driver.sent.last == "r1 play c1 Sorry.")
        try driver.complete("r1", "PlayCompleted")
        try driver.answer("r2", 204)
        driver.disconnect()
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func severalParticipantsAreNotAlone() throws {
        let driver = try ActionTests.connected("", prelude: Self.sorry)
        driver.event("ParticipantsUpdated", [("participants", [[:], [:]]), ("sequenceNumber", 2)])
        driver.event("ParticipantsUpdated", [("participants", [[:]]), ("sequenceNumber", 1)])
        driver.advance(1_000)
        #expect(driver.sent.count == 1, "an older list counts for nothing")
        driver.event("ParticipantsUpdated", [("participants", [[:]]), ("sequenceNumber", 3)])
        driver.advance(20)
        #expect(driver.sent.last == "r1 play c1 Sorry.")
        try driver.verify()
    }

    @Test func whatWaitsOrPlaysIsNotLeftAlone() throws {
        let driver = try ActionTests.connected(
            #"call:play { text = "music", loop = true } spawn(function() sleep(30) end)"#, prelude: Self.sorry)
        try driver.answer("2", 202)
        driver.advance(100)
        #expect(driver.sent.count == 2)
        driver.event("PlayCanceled", context: "2.1", [MachineDriver.result(400, 8508)])
        driver.advance(20)
        #expect(driver.sent.last == "r1 play c1 Sorry.")
        try driver.verify()
    }

    @Test func afterAnErrorMusicDoesNotPlayForEver() throws {
        let driver = try ActionTests.connected(
            #"call:play { text = "music", loop = true } sleep(1) error("oops")"#, prelude: Self.sorry)
        try driver.answer("2", 202)
        driver.advance(1)
        #expect(driver.sent.last == "r1 play c1 Sorry. (interrupt)")
        try driver.answer("r1", 202)
        driver.event("PlayCanceled", context: "2.1", [MachineDriver.result(400, 8508)])
        driver.event("PlayCompleted", context: "r1.1")
        #expect(driver.sent.last == "r2 hang_up c1 everyone")
        driver.disconnect()
        #expect(driver.end?.way == .failed)
        try driver.verify()
    }

    @Test func aCallNobodyAnswersRingsOnAndTheSessionEnds() throws {
        let driver = try MachineDriver(#"on("IncomingCall", function(call) log.info(call.state) end)"#)
        #expect(driver.said == ["offered"])
        #expect(driver.sent.isEmpty)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func tasksMayLingerAfterTheCall() throws {
        for (seconds, way) in [(6.0, "finished"), (9.0, "stopped")] {
            let driver = try ActionTests.connected("sleep(\(seconds)) log.info('done')", prelude: Self.sorry)
            driver.disconnect()
            driver.advance(10)
            #expect(driver.end?.way.rawValue == way)
            #expect(driver.said == (way == "finished" ? ["done"] : []))
            try driver.verify()
        }
    }

    // MARK: - Stops

    @Test func anEndlessLoopStopsTheSessionWithItsLine() throws {
        let driver = try ActionTests.connected("call:play { text = 'hi' }\nlocal x = 0\nwhile true do x = x + 1 end")
        try driver.complete("2", "PlayCompleted")
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        try driver.answer("r1", 204)
        driver.disconnect()
        #expect(driver.end?.way == .stopped)
        #expect(driver.end?.report.hasPrefix("test/main.lua:5: the script ran for too long") == true)
        try driver.verify()
    }

    @Test func aMemoryBombStopsTheSession() throws {
        let driver = try ActionTests.connected("local t = {}\nfor i = 1, 1e9 do t[i] = { i } end")
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        driver.disconnect()
        #expect(driver.end?.way == .stopped)
        #expect(driver.end?.report.hasPrefix("test/main.lua:4: ") == true)
        try driver.verify()
    }

    @Test func anOperatorStopsTheFlowAndHangsUp() throws {
        let driver = try ActionTests.connected("call:play { text = 'hi' } log.info('not reached')")
        try driver.answer("2", 202)
        driver.stop()
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        driver.event("PlayCanceled", context: "2.1", [MachineDriver.result(400, 8508)])
        try driver.answer("r1", 204)
        driver.disconnect()
        #expect(driver.said.isEmpty)
        #expect(driver.end?.way == .stopped)
        #expect(driver.end?.report == "test stopped the session")
        #expect(driver.timers.isEmpty)
        try driver.verify()
    }

    @Test func aStopWhileAnsweringHangsUpWhenItIsConnected() throws {
        let driver = try MachineDriver(#"on("IncomingCall", function(call) call:answer() end)"#)
        driver.stop()
        #expect(driver.end == nil)
        try driver.connect()
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        driver.disconnect()
        #expect(driver.end?.way == .stopped)
        try driver.verify()
    }

    @Test func aStopWhileAnsweringEndsEvenIfNothingComes() throws {
        let driver = try MachineDriver(#"on("IncomingCall", function(call) call:answer() end)"#)
        driver.stop()
        try driver.neverAnswers("1")
        driver.advance(200)
        #expect(driver.end?.way == .stopped)
        try driver.verify()
    }

    @Test func aStopWhileHangingUpEndsEvenIfNothingComes() throws {
        let driver = try ActionTests.connected("call:hang_up()")
        driver.stop()
        try driver.fault("2", .unknown)
        driver.advance(100)
        #expect(driver.end?.way == .stopped)
        try driver.verify()
    }

    @Test func aHangUpThatIsRefusedIsTriedAgainThenGivenUp() throws {
        let driver = try ActionTests.connected("error('oops')")
        try driver.refuse("r1", 403, 7504)
        driver.advance(5)
        try driver.fault("r2", .notSent)
        driver.advance(5)
        try driver.refuse("r3", 429, 0)
        #expect(
            driver.sent.suffix(3) == ["r1 hang_up c1 everyone", "r2 hang_up c1 everyone", "r3 hang_up c1 everyone"])
        #expect(driver.end?.way == .failed)
        try driver.verify()
    }

    @Test func aStopEndsAlsoWhenTheFlowsOwnHangUpIsRefused() throws {
        let driver = try ActionTests.connected("call:hang_up()")
        driver.stop()
        try driver.refuse("2", 429, 0)
        driver.advance(5)
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        driver.disconnect()
        #expect(driver.end?.way == .stopped)
        try driver.verify()
    }

    // MARK: - Limits

    @Test func tooManyInputsStopTheSession() throws {
        var limits = FlowLimits()
        limits.inputs = 20
        let driver = try ActionTests.connected("while true do sleep(0) end", limits: limits)
        driver.advance(10)
        #expect(driver.end == nil)
        driver.disconnect()
        #expect(driver.end?.report.contains("more than 20 inputs") == true)
        try driver.verify()
    }

    @Test func inertEventsAreNoInputs() throws {
        var limits = FlowLimits()
        limits.inputs = 10
        let driver = try ActionTests.connected("call:play { text = 'hi' }", limits: limits)
        for _ in 0..<50 { #expect(!driver.event("PlayStarted", context: "2.1")) }
        driver.event("CallConnected", context: "1.1")
        try driver.answer("2", 202)
        #expect(driver.end == nil)
        try driver.verify()
    }

    @Test func moreTasksThanAllowedStopTheSessionWhenAnEventWantsOne() throws {
        var limits = FlowLimits()
        limits.tasks = 4
        let driver = try ActionTests.connected(
            "for i = 1, 3 do spawn(function() sleep(1000) end) end sleep(1000)",
            hooks: #"on("PlayStarted", function() end)"#, limits: limits)
        #expect(driver.event("PlayStarted"))
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        driver.disconnect()
        #expect(driver.end?.report.contains("more than 4 tasks in one session") == true)
        try driver.verify()
    }

    @Test func tooManyPendingOperationsAreAMistake() throws {
        var limits = FlowLimits()
        limits.pendingOperations = 3
        let driver = try ActionTests.connected(
            "for i = 1, 4 do call:play { text = 'x', wait = false } end", limits: limits)
        #expect(driver.complaints.first?.contains("test/main.lua:3: more than 3 operations are pending") == true)
        try driver.verify()
    }

    @Test func theLogIsLimitedButTheRuntimeStillSpeaks() throws {
        var limits = FlowLimits()
        limits.logBytes = 500
        let driver = try ActionTests.connected(
            "for i = 1, 100 do log.info('a line of the log') end error('oops')", limits: limits)
        #expect(driver.said.count < 10)
        #expect(driver.complaints.count == 2)
        #expect(driver.complaints.last?.contains("oops") == true)
        try driver.verify()
    }

    @Test func settledOperationsAreLetGo() throws {
        let driver = try ActionTests.connected(
            """
            for i = 1, 100 do
              local ok, err = call:play { text = "x", timeout = 1 }
            end
            for i = 1, 100 do call:play({ text = "y", wait = false }):cancel() end
            sleep(1000)
            """)
        for op in 2...101 { try driver.complete("\(op)", "PlayCompleted") }
        #expect(driver.machine.operations.count <= 2)
        for op in stride(from: 102, through: 300, by: 2) {
            try driver.answer("\(op)", 202)
            try driver.answer("\(op + 1)", 202)
            driver.event("PlayCanceled", context: "\(op).1", [MachineDriver.result(400, 8508)])
        }
        #expect(driver.machine.operations.count <= OperationTable.keptHandles + 2)
        #expect(driver.complaints.isEmpty)
        try driver.verify()
    }
}
