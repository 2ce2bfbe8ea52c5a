import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// What is done when nobody knows whether a request took effect: the recovery table, live and after another process.
struct UnknownTests {
    private static func connected(_ lua: String, flow: String = "") throws -> MachineDriver {
        let driver = try MachineDriver(
            "on(\"IncomingCall\", function(call) call:answer() \(lua) end)",
            prelude: #"flow { locale = "en-US", voice = "v", \#(flow) } "#)
        try driver.connect()
        return driver
    }

    private static func sents(_ driver: MachineDriver, _ op: String) -> [SentRecord] {
        driver.records.compactMap { record in
            if case .sent(let sent) = record.body, "\(sent.op)" == op { return sent }
            return nil
        }
    }

    private static func bytes(_ driver: MachineDriver, _ op: String) -> [String] {
        driver.sends.filter { $0.op == op }.map(\.text)
    }

    @Test(arguments: [500, 503, 408, 0])
    func anIdentifiedRequestIsSentAgainWithTheSameBytesAndId(_ status: Int) throws {
        let driver = try Self.connected(#"log.info(tostring(call:transfer { target = "+14255550123" } ~= nil))"#)
        if status == 0 { try driver.fault("2", .unknown) } else { try driver.refuse("2", status, 1) }
        let sents = Self.sents(driver, "2")
        #expect(sents.map(\.attempt) == [1, 2])
        #expect(sents[0].send.repeatabilityID == sents[1].send.repeatabilityID)
        #expect(sents[0].send.firstSent == sents[1].send.firstSent)
        #expect(sents[0].context == sents[1].context)
        #expect(Set(Self.bytes(driver, "2")).count == 1)
        try driver.complete("2", "CallTransferAccepted")
        #expect(driver.said == ["true"])
        try driver.verify()
    }

    @Test func aRepeatThatStillRunsIsAskedForAgain() throws {
        let driver = try Self.connected(#"call:transfer { target = "+14255550123" } log.info("done")"#)
        try driver.fault("2", .unknown)
        try driver.refuse("2", 409, 8519)
        #expect(driver.said.isEmpty, "a conflict of a repeat is no failure")
        driver.advance(1)
        #expect(Self.sents(driver, "2").map(\.attempt) == [1, 2, 3])
        try driver.complete("2", "CallTransferAccepted")
        #expect(driver.said == ["done"])
        try driver.verify()
    }

    @Test(arguments: [401, 403, 429])
    func aRepeatThatWasNotLetInSaysNothingAboutTheFirst(_ status: Int) throws {
        let driver = try Self.connected(#"call:transfer { target = "+14255550123" } log.info("done")"#)
        try driver.fault("2", .unknown)
        try driver.refuse("2", status, 0)
        #expect(driver.said.isEmpty, "the first try may have run")
        driver.advance(1)
        try driver.fault("2", .notSent)
        #expect(driver.said.isEmpty)
        driver.advance(1)
        #expect(Self.sents(driver, "2").map(\.attempt) == [1, 2, 3, 4])
        try driver.complete("2", "CallTransferAccepted")
        #expect(driver.said == ["done"])
        try driver.verify()
    }

    @Test(arguments: [409, 412])
    func aCallThatIsUpIsNotLostByTheRefusalOfARepeat(_ status: Int) throws {
        let driver = try MachineDriver(
            #"on("Launch", function() local call = connect_call { room_id = "99000000000000001" } "#
                + #"log.info(call.state) sleep(5) log.info(call.state) call:hang_up() end)"#, launch: [:])
        try driver.fault("1", .unknown)
        driver.event("CallConnected", context: "1.1")
        #expect(driver.said == ["connected"])
        try driver.refuse("1", status, 0)
        driver.advance(5)
        #expect(driver.said == ["connected", "connected"])
        #expect(driver.sends.last?.text.hasPrefix("hang_up") == true)
        try driver.verify()
    }

    @Test func whatHasTheSameEffectIsRepeatedHoweverManyProcessesEnd() throws {
        let driver = try Self.connected(
            #"local list = call:list_participants() log.info(list and "listed" or "failed")"#)
        for _ in 0..<12 { driver.resume() }
        let body: JSONValue = ["value": []]
        try driver.answer("2", 200, body, attempt: 13)
        #expect(driver.said == ["listed"])
        try driver.verify()
    }

    @Test func aRepeatThatTheServiceHasForgottenStaysUnknown() throws {
        let driver = try Self.connected(
            #"local ok, err = call:transfer { target = "+14255550123" } log.info(err.reason)"#)
        try driver.fault("2", .unknown)
        try driver.refuse("2", 412, 0)
        #expect(driver.said.isEmpty, "its event may still come")
        driver.advance(80)
        #expect(driver.said == ["timeout"])
        try driver.verify()
    }

    @Test func theFirstTryThatIsTooOldForTheServiceHasFailed() throws {
        let driver = try Self.connected(
            #"local ok, err = call:transfer { target = "+14255550123" } log.info(err.reason ~= "" and "failed" or "")"#)
        try driver.refuse("2", 412, 0)
        #expect(driver.said == ["failed"])
        #expect(Self.sents(driver, "2").count == 1)
    }

    @Test func nothingIsRepeatedBeyondItsLimit() throws {
        let driver = try Self.connected(
            #"local ok, err = call:transfer { target = "+14255550123", timeout = 20 } log.info(err.reason)"#)
        try driver.neverAnswers("2")
        driver.advance(100)
        #expect(driver.said == ["timeout"])
        let sents = Self.sents(driver, "2")
        #expect(sents.count > 3)
        #expect(
            driver.records.last { if case .sent(let sent) = $0.body { "\(sent.op)" == "2" } else { false } }!.at < 1_020
        )
        try driver.verify()
    }

    @Test func otherRequestsOfTheLegWaitForTheRepeat() throws {
        let driver = try Self.connected(
            #"spawn(function() call:mute_participant { target = "8:acs:a_b" } end) call:play { text = "Hi." }"#)
        let first = driver.sends.last?.op ?? ""
        try driver.fault(first, .unknown)
        #expect(driver.sends.last?.op == first)
        try driver.fault(first, .unknown)
        #expect(driver.sends.count(where: { $0.text.hasPrefix("play") }) <= 1)
        try driver.verify()
    }

    // MARK: - Audible

    @Test func aPromptOfWhichNothingIsHeardIsRepeatedBehindAFence() throws {
        let driver = try Self.connected(#"log.info(tostring(call:play { text = "Hi." } ~= nil))"#)
        try driver.fault("2", .unknown)
        #expect(driver.sends.last?.op == "2", "not at once: it may be playing")
        driver.advance(3)
        #expect(driver.sends.last == .init(op: "r1", text: "cancel_all_media c1"))
        driver.event("PlayCanceled", context: "2.1")
        #expect(driver.said.isEmpty, "what the fence cancels is no outcome")
        try driver.answer("r1", 202)
        #expect(driver.sends.last?.op == "2")
        #expect(Self.sents(driver, "2").map(\.context) == ["2.1", "2.2"])
        try driver.answer("2", 202, attempt: 2)
        driver.event("PlayCompleted", context: "2.2")
        #expect(driver.said == ["true"])
        try driver.verify()
    }

    @Test func aPromptThatIsHeardAfterAllIsNotRepeated() throws {
        let driver = try Self.connected(#"log.info(tostring(call:play { text = "Hi." } ~= nil))"#)
        try driver.fault("2", .unknown)
        driver.event("PlayStarted", context: "2.1")
        driver.advance(4)
        #expect(driver.sends.count == 2)
        driver.event("PlayCompleted", context: "2.1")
        #expect(driver.said == ["true"])
        try driver.verify()
    }

    @Test func theOutcomeOfTheFirstTryCounts() throws {
        let driver = try Self.connected(#"log.info(tostring(call:play { text = "Hi." } ~= nil))"#)
        try driver.fault("2", .unknown)
        driver.advance(3)
        driver.event("PlayCompleted", context: "2.1")
        #expect(driver.said == ["true"])
        try driver.answer("r1", 202)
        #expect(Self.sents(driver, "2").count == 1, "it is not repeated")
        try driver.verify()
    }

    @Test func whatIsSettledWhileItWaitsToBeRepeatedIsNot() throws {
        let driver = try Self.connected(
            #"spawn(function() call:play { text = "b" } end) call:play { text = "a" } "#
                + #"local ok = call:play { text = "c" } log.info(tostring(ok ~= nil))"#)
        let (first, second) = (driver.sends[1].op, "3")
        try driver.answer(first, 202)
        try driver.fault(second, .unknown)
        driver.advance(3)
        try driver.answer("r1", 202)
        #expect(driver.sends.last?.op == first, "the first goes again, the second waits for its answer")
        driver.event("PlayCompleted", context: second + ".1")
        try driver.answer(first, 202, attempt: 2)
        driver.event("PlayCompleted", context: first + ".2")
        #expect(Self.sents(driver, second).count == 1, "it has been heard")
        #expect(driver.sends.last?.text.hasSuffix(" c") == true, "the leg goes on")
        try driver.verify()
    }

    @Test(arguments: [("skip", "true nil"), ("fail", "nil outcome_unknown")])
    func aFlowMayWantAPromptSkippedOrFailed(_ policy: String, _ said: String) throws {
        let lua =
            "local ok, err = call:play { text = \"Hi.\" } log.info(tostring(ok) .. \" \" .. tostring(err and err.reason))"
        for driver in [
            try Self.connected(lua.replacing("\"Hi.\"", with: "\"Hi.\", on_unknown = \"\(policy)\"")),
            try Self.connected(lua, flow: "on_unknown = \"\(policy)\""),
        ] {
            try driver.fault("2", .unknown)
            driver.advance(3)
            #expect(driver.said == [said])
            #expect(driver.sends.count == 2)
            try driver.verify()
        }
    }

    // MARK: - Another process

    @Test func whatWasSentWithoutAnAnswerIsSentAgain() throws {
        let driver = try Self.connected(#"call:transfer { target = "+14255550123" } log.info("done")"#)
        driver.resume()
        #expect(Self.sents(driver, "2").map(\.attempt) == [1, 2])
        try driver.complete("2", "CallTransferAccepted")
        #expect(driver.said == ["done"])
        try driver.verify()
    }

    @Test func limitsWaitForTheGraceAndSleepsDoNot() throws {
        let driver = try Self.connected(
            #"spawn(function() sleep(10) log.info("slept") end) "#
                + #"local e, err = wait_for("Signal", 10) log.info(err.reason)"#)
        driver.pass(20)
        driver.resume()
        driver.advance(0)
        #expect(driver.said == ["slept"])
        driver.advance(4)
        #expect(driver.said == ["slept"])
        driver.advance(1)
        #expect(driver.said == ["slept", "timeout"])
        try driver.verify()
    }

    @Test func aPromptThatHasSurelyEndedIsRepeated() throws {
        let driver = try Self.connected(#"log.info(tostring(call:play { text = "Hi.", timeout = 200 } ~= nil))"#)
        try driver.answer("2", 202)
        driver.resume()
        driver.advance(9)
        #expect(driver.sends.count == 2, "it may still be heard")
        driver.advance(3)
        #expect(driver.sends.last?.text == "cancel_all_media c1")
        try driver.answer("r1", 202)
        #expect(Self.sents(driver, "2").map(\.context) == ["2.1", "2.2"])
        driver.event("PlayCompleted", context: "2.2")
        #expect(driver.said == ["true"])
        try driver.verify()
    }

    @Test func aLaunchWithoutAnAnswerIsAskedForAgain() throws {
        let driver = try Self.connected(#"log.info(launch("other", { a = 1 }))"#)
        driver.resume()
        #expect(driver.asked.count == 2)
        #expect(Set(driver.asked).count == 1)
        try driver.answer("2", 200, ["session": "s"])
        #expect(driver.said == ["s"])
        try driver.verify()
    }

    @Test func aHangUpWithoutAnAnswerIsRepeatedAndAGoneCallIsSuccess() throws {
        let driver = try Self.connected("call:hang_up() log.info(\"down\")")
        driver.resume()
        #expect(Self.sents(driver, "2").count == 2)
        try driver.refuse("2", 404, 8522)
        #expect(driver.said == ["down"])
        try driver.verify()
    }

    @Test func aSecondDisconnectChangesNothing() throws {
        let driver = try Self.connected("sleep(100)")
        driver.disconnect()
        #expect(driver.event("CallDisconnected", id: "again") == false)
        try driver.verify()
    }
}
