import CallModel
import Testing

@testable import CallEmulator

@Suite struct CallLifeTests {
    @Test func anOfferNamesBothSidesAndTheCall() throws {
        var bench = try CoreBench()
        _ = try bench.dial()
        let event = try #require(bench.published.first)
        #expect(event.type == "Microsoft.Communication.IncomingCall")
        #expect(event.subject == "/caller/4:+14255550100/recipient/4:+18005550199")
        #expect(event.data["from"]?["phoneNumber"]?["value"] == "+14255550100")
        #expect(event.data["to"]?["kind"] == "phoneNumber")
        let asGrid = try JSONValue(parsing: event.body(.eventGrid))
        #expect(asGrid[0]?["eventType"]?.stringValue == event.type)
        let asCloud = try JSONValue(parsing: event.body(.cloudEvents))
        #expect(asCloud["type"]?.stringValue == event.type)
    }

    @Test func callbacksHaveTheServicesEnvelope() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let event = try #require(bench.events.first?.event)
        #expect(event["type"] == "Microsoft.Communication.CallConnected")
        #expect(event["source"] == .string(String(path.dropFirst())))
        #expect(event["subject"] == event["source"])
        #expect(event["specversion"] == "1.0")
        #expect(
            event["time"] == "2026-03-12T10:00:00.0499999+00:00" || event["time"] == "2026-03-12T10:00:00.0500000+00:00"
        )
        #expect(event["data"]?["version"] == "2026-03-12")
        #expect(event["data"]?["publicEventType"] == event["type"])
        #expect(bench.events[1].event["data"]?["sequenceNumber"] == 1)
        #expect(bench.events[1].event["data"]?["participants"]?[0]?["identifier"]?["rawId"] == "4:+14255550100")
    }

    @Test func theStateFollowsTheCall() throws {
        var bench = try CoreBench()
        let (_, offer) = try bench.dial()
        let path = "/calling/callConnections/\(bench.answer(offer).body?["callConnectionId"]?.stringValue ?? "")"
        func state() -> JSONValue? { bench.request("GET", path).body?["callConnectionState"] }
        #expect(state() == "connecting")
        bench.wait(0.1)
        #expect(state() == "connected")
        _ = bench.transfer(path)
        #expect(state() == "transferring")
        bench.wait(1)
        let response = bench.request("GET", path)
        #expect(response.status == 404 && response.body?["error"]?["code"] == "8522")
    }

    @Test(arguments: [("none", 603), ("busy", 486), ("forbidden", 403)])
    func aRejectedCallerSeesTheReason(reason: String, code: Int) throws {
        var bench = try CoreBench()
        let (call, offer) = try bench.dial()
        let response = bench.request(
            "POST", "/calling/callConnections:reject",
            ["incomingCallContext": .string(offer), "callRejectReason": .string(reason)])
        #expect(response.status == 204 && response.body == nil)
        let outcome = try #require(try bench.core.outcome(of: call))
        #expect(outcome.word == .rejected && outcome.result.code == code)
        #expect(bench.events.isEmpty)
        #expect(bench.answer(offer).status == 404)
    }

    @Test func anOfferRunsOutAfterThirtySeconds() throws {
        var bench = try CoreBench()
        let (call, offer) = try bench.dial()
        bench.wait(29.9)
        #expect(try bench.core.state(of: call) == "ringing")
        bench.wait(0.2)
        #expect(try bench.core.outcome(of: call)?.word == .notAnswered)
        let response = bench.answer(offer)
        #expect(response.status == 404 && response.body?["error"]?["code"] == "8522")
    }

    @Test func anOfferIsTakenOnce() throws {
        var bench = try CoreBench()
        let (_, offer) = try bench.dial()
        #expect(bench.answer(offer).status == 200)
        #expect(bench.answer(offer).status == 404)
    }

    @Test func aCallerMayHangUpWhileItRings() throws {
        var bench = try CoreBench()
        let (call, offer) = try bench.dial()
        try bench.core.hangUp(CoreBench.caller, at: bench.time)
        #expect(try bench.core.outcome(of: call)?.word == .cancelled)
        #expect(bench.answer(offer).status == 404)
    }

    @Test func aCallerWhoGivesUpBeforeTheMediaFailsTheAnswer() throws {
        var bench = try CoreBench()
        let (call, offer) = try bench.dial()
        _ = bench.answer(offer, context: "a")
        try bench.hangUp(CoreBench.caller)
        bench.wait(1)
        #expect(bench.outcomes == ["AnswerFailed 487/560487 a"])
        #expect(try bench.core.outcome(of: call)?.word == .callerHungUp)
    }

    @Test func aCallerWhoHangsUpEndsWhatRuns() throws {
        var bench = try CoreBench()
        let (call, path) = try bench.connectedCall()
        bench.recognize(path, ["operationContext": "r"])
        bench.play(path, "later", ["operationContext": "p"])
        try bench.core.hangUp(CoreBench.caller, at: bench.time)
        bench.collect()
        #expect(
            bench.outcomes.suffix(3) == [
                "RecognizeFailed 400/8508 r", "PlayCanceled 400/8508 p", "CallDisconnected 200/7000",
            ])
        #expect(try bench.core.outcome(of: call)?.word == .callerHungUp)
        let count = bench.events.count
        bench.wait(1_000)
        #expect(bench.events.count == count)
        #expect(bench.play(path, "too late").status == 404)
    }

    @Test func leavingACallOfTwoEndsIt() throws {
        var bench = try CoreBench()
        let (call, path) = try bench.connectedCall()
        #expect(bench.request("DELETE", path).status == 204)
        #expect(bench.outcomes.last == "CallDisconnected 200/7000")
        #expect(bench.request("DELETE", path).status == 404)
        #expect(try bench.core.timeline(of: call).ended)
    }

    @Test func mediaBeforeTheConnectionAreRefused() throws {
        var bench = try CoreBench()
        let (_, offer) = try bench.dial()
        let path = "/calling/callConnections/\(bench.answer(offer).body?["callConnectionId"]?.stringValue ?? "")"
        for response in [bench.play(path, "x"), bench.recognize(path), bench.transfer(path)] {
            #expect(response.status == 400 && response.body?["error"]?["code"] == "8501")
        }
        #expect(bench.request("POST", path + ":terminate").status == 204)
        bench.wait(1)
        #expect(bench.eventNames == ["CallDisconnected"])
    }

    @Test(
        arguments: [
            (RingReaction.decline(after: 1), 603, 560_603), (.busy, 486, 560_486), (.noAnswer, 480, 560_480),
            (.unreachable, 404, 560_404),
        ])
    func aFailedTransferGivesTheCallBack(reaction: RingReaction, code: Int, subCode: Int) throws {
        var bench = try CoreBench()
        try bench.core.setPhone(CoreBench.target, whenRung: reaction)
        let (call, path) = try bench.connectedCall()
        #expect(bench.transfer(path).body?["operationContext"] == "t")
        bench.wait(31)
        #expect(bench.outcomes.last == "CallTransferFailed \(code)/\(subCode) t")
        #expect(try bench.core.state(of: call) == "connected")
        #expect(bench.play(path, "Nobody is free").status == 202)
    }

    @Test func aTransferNamesBothSides() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        _ = bench.transfer(path)
        bench.wait(1)
        let data = bench.events.dropLast().last?.event["data"]
        #expect(data?["transferTarget"]?["rawId"] == "4:+14255550123")
        #expect(data?["transferee"]?["rawId"] == "4:+14255550100")
    }

    @Test func oneTransferAtATimeAndNoMediaMeanwhile() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        _ = bench.transfer(path)
        #expect(bench.transfer(path).status == 409)
        #expect(bench.play(path, "x").body?["error"]?["code"] == "8585")
    }

    @Test func aCallerWhoHangsUpCancelsTheTransfer() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        _ = bench.transfer(path)
        try bench.core.hangUp(CoreBench.caller, at: bench.time)
        bench.collect()
        #expect(bench.outcomes.suffix(2) == ["CallTransferFailed 487/560487 t", "CallDisconnected 200/7000"])
    }

    @Test func anImpatientPhoneHangsUpWhenNothingHappens() throws {
        var bench = try CoreBench()
        let (call, path) = try bench.connectedCall(whenIdle: true)
        bench.play(path, String(repeating: "a", count: 200))
        bench.wait(13)
        #expect(try bench.core.state(of: call) == "connected")
        bench.wait(1.1)
        #expect(try bench.core.outcome(of: call)?.word == .callerHungUp)
    }

    @Test func aPhoneHangsUpAfterTheTimeInItsScript() throws {
        var bench = try CoreBench()
        let (call, _) = try bench.dial(hangUpAfter: 5)
        bench.wait(5)
        #expect(try bench.core.outcome(of: call)?.word == .cancelled)
    }

    @Test func participantsAreListed() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let all = bench.request("GET", path + "/participants")
        #expect(all.body?["value"]?[0]?["identifier"]?["phoneNumber"]?["value"] == "+14255550100")
        let one = bench.request("GET", path + "/participants/4%3A%2B14255550100")
        #expect(one.body?["isMuted"] == false)
        #expect(bench.request("GET", path + "/participants/4%3A%2B1999").status == 404)
    }

    @Test func aPhoneInACallCannotDialAgain() throws {
        var bench = try CoreBench()
        _ = try bench.dial()
        #expect(throws: ControlError.self) { try bench.dial() }
    }
}
