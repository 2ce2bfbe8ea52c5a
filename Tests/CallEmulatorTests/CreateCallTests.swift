import CallAutomation
import CallModel
import Testing

@testable import CallEmulator

@Suite struct CreateCallTests {
    @Test func aPhoneThatIsCalledAnswers() throws {
        var bench = try CoreBench()
        let response = bench.create([CoreBench.caller])
        #expect(response.status == 201)
        #expect(response.body?["callConnectionState"] == "connecting")
        #expect(response.body?["serverCallId"] == nil)
        #expect(response.body?["targets"]?[0]?["kind"] == "phoneNumber")
        #expect(response.body?["sourceCallerIdNumber"]?["value"] == .string(CoreBench.service))
        #expect(response.body?["source"]?["kind"] == "communicationUser")
        #expect(bench.events.isEmpty)
        bench.wait(1)
        #expect(bench.outcomes == ["CallConnected 200/0 c", "ParticipantsUpdated 200/0"])
        #expect(bench.lastParticipants(bench.path(response)) == ["4:" + CoreBench.caller])
        #expect(try bench.lastKinds() == ["call_created", "ringing", "joined", "connected"])
        let now = bench.request("GET", bench.path(response))
        #expect(now.body?["callConnectionState"] == "connected")
        #expect(now.body?["serverCallId"]?.stringValue?.isEmpty == false)
    }

    @Test(
        arguments: [
            (RingReaction.decline(after: 1), "603/560603"), (.busy, "486/560486"), (.noAnswer, "480/560480"),
            (.unreachable, "404/560404"), (.invalidNumber, "484/560484"),
        ])
    func aPhoneThatDoesNotAnswerFailsTheCall(reaction: RingReaction, codes: String) throws {
        var bench = try CoreBench()
        try bench.core.setPhone(CoreBench.caller, whenRung: reaction)
        let path = bench.path(bench.create([CoreBench.caller]))
        bench.wait(31)
        #expect(bench.outcomes == ["CreateCallFailed \(codes) c"])
        #expect(try bench.lastKinds().last == "create_failed")
        #expect(bench.errorCode(bench.request("GET", path)) == "404 8522")
        #expect(try bench.core.state(of: bench.core.callOrder.last ?? "") == "ended")
    }

    @Test(
        arguments: [
            (RingReaction.decline(after: 1), "603/0"), (.busy, "486/0"), (.noAnswer, "487/10004"),
            (.unreachable, "480/10037"),
        ])
    func aDeviceThatDoesNotAnswerFailsTheCallWithTheCodesOfVoIP(reaction: RingReaction, codes: String) throws {
        var bench = try CoreBench()
        try bench.core.setPhone(CoreBench.user, whenRung: reaction)
        bench.create([CoreBench.user], ["sourceCallerIdNumber": .null])
        bench.wait(31)
        #expect(bench.outcomes == ["CreateCallFailed \(codes) c"])
    }

    @Test func unknownNumbersDoWhatTheConfigurationSays() throws {
        var bench = try CoreBench { $0.unknownNumbers = .busy }
        bench.create([CoreBench.target])
        bench.wait(1)
        #expect(bench.outcomes == ["CreateCallFailed 486/560486 c"])
    }

    @Test func aGroupRingsAtOnceAndConnectsWithTheFirst() throws {
        var bench = try CoreBench()
        try bench.core.setPhone(CoreBench.caller, whenRung: .answer(after: 2))
        try bench.core.setPhone(CoreBench.target, whenRung: .answer(after: 4))
        try bench.core.setPhone(CoreBench.user, whenRung: .decline(after: 3))
        let response = bench.create([CoreBench.target, CoreBench.user, CoreBench.caller])
        bench.wait(2.1)
        #expect(bench.outcomes == ["CallConnected 200/0 c", "ParticipantsUpdated 200/0"])
        #expect(bench.lastParticipants(bench.path(response)) == ["4:" + CoreBench.caller])
        bench.wait(3)
        #expect(bench.outcomes.count == 3)
        #expect(bench.events.last?.event["data"]?["sequenceNumber"] == 2)
        #expect(bench.lastParticipants(bench.path(response)) == ["4:" + CoreBench.caller, "4:" + CoreBench.target])
        #expect(
            try bench.lastKinds() == [
                "call_created", "ringing", "ringing", "ringing", "joined", "connected", "not_reached", "joined",
            ])
    }

    @Test func aGroupOfWhichNobodyAnswersFails() throws {
        var bench = try CoreBench()
        try bench.core.setPhone(CoreBench.caller, whenRung: .decline(after: 1))
        try bench.core.setPhone(CoreBench.target, whenRung: .busy)
        bench.create([CoreBench.caller, CoreBench.target])
        bench.wait(2)
        #expect(bench.outcomes == ["CreateCallFailed 603/560603 c"])
    }

    @Test func aCallToTheApplicationsOwnUserRingsTheApplication() throws {
        var bench = try CoreBench()
        let caller = bench.create([CoreBench.bot], ["sourceCallerIdNumber": .null, "source": ["id": "8:acs:me_me"]])
        let data = bench.published.last?.data
        #expect(data?["to"]?["rawId"] == .string(CoreBench.bot))
        #expect(data?["from"]?["rawId"] == "8:acs:me_me")
        let callee = bench.answer(bench.offer, context: "b")
        #expect(callee.body?["serverCallId"] == data?["serverCallId"])
        #expect(callee.body?["callConnectionId"] != caller.body?["callConnectionId"])
        bench.wait(1)
        for (response, context) in [(caller, "c"), (callee, "b")] {
            #expect(
                bench.outcomes(of: bench.path(response)) == [
                    "CallConnected 200/0 \(context)", "ParticipantsUpdated 200/0",
                ])
            #expect(bench.lastParticipants(bench.path(response)) == ["8:acs:me_me", CoreBench.bot])
        }
        #expect(bench.request("DELETE", bench.path(callee)).status == 204)
        #expect(bench.outcomes(of: bench.path(caller)).last == "CallDisconnected 200/7000 c")
        #expect(bench.outcomes(of: bench.path(callee)).last == "CallDisconnected 200/7000 b")
    }

    @Test(arguments: [("none", 603), ("busy", 486), ("forbidden", 403)])
    func aRejectionFailsTheCallOfTheOtherApplication(reason: String, code: Int) throws {
        var bench = try CoreBench { $0.ownedNumbers = [CoreBench.service, "+18005550111"] }
        bench.create(["+18005550111"])
        #expect(bench.published.last?.data["from"]?["rawId"] == .string("4:" + CoreBench.service))
        #expect(bench.reject(reason).status == 204)
        #expect(bench.outcomes == ["CreateCallFailed \(code)/\(560_000 + code) c"])
    }

    @Test func hangingUpWhileItRingsCancelsTheCall() throws {
        var bench = try CoreBench()
        try bench.core.setPhone(CoreBench.caller, whenRung: .noAnswer)
        let path = bench.path(bench.create([CoreBench.caller]))
        #expect(bench.errorCode(bench.play(path, "x")) == "400 8501")
        #expect(bench.request("GET", path + "/participants").body?["value"] == [])
        #expect(bench.request("DELETE", path).status == 204)
        #expect(bench.outcomes == ["CreateCallFailed 487/560487 c"])
        bench.wait(60)
        #expect(bench.events.count == 1)
        #expect(throws: Never.self) {
            try bench.core.dial(from: CoreBench.caller, DialRequest(to: "+18005550111"), at: bench.time)
        }
    }

    @Test func aPhoneThatHangsUpEndsACallOfTwo() throws {
        var bench = try CoreBench()
        _ = bench.createdCall()
        try bench.hangUp(CoreBench.caller)
        #expect(bench.outcomes == ["CallDisconnected 200/7000 c"])
        #expect(try bench.core.outcome(of: bench.core.callOrder.last ?? "")?.word == .calleeHungUp)
    }

    @Test func aCalledPhonePressesTheKeysOfItsScript() throws {
        var bench = try CoreBench()
        try bench.core.setPhone(
            CoreBench.caller, whenRung: .answer(after: 1), press: ["1"], say: [], hangUpAfter: 20,
            hangsUpWhenIdle: false)
        let path = bench.path(bench.create([CoreBench.caller]))
        bench.wait(2)
        bench.recognize(path)
        bench.wait(3)
        #expect(bench.outcomes.last == "RecognizeCompleted 200/8531")
        bench.wait(20)
        #expect(bench.outcomes.last == "CallDisconnected 200/7000 c")
    }

    @Test(
        arguments: [
            (["targets": []], "targets", "400 8523"), (["targets": .null], "targets", "400 8523"),
            (["targets": [["rawId": "4:1425"]]], "targets[0]", "400 8523"),
            (["targets": [["rawId": "nobody"]]], "targets[0]", "400 8523"),
            (["targets": [["rawId": "4:+14255550100"], ["rawId": "4:+14255550100"]]], "targets", "400 8523"),
            (["callbackUri": .null], "callbackUri", "400 8523"), (["callbackUri": "app"], "callbackUri", "400 8523"),
            (["sourceCallerIdNumber": .null], "sourceCallerIdNumber", "400 8523"),
            (["sourceCallerIdNumber": ["value": "800"]], "sourceCallerIdNumber", "400 8523"),
            (["sourceCallerIdNumber": ["value": "+18005550111"]], "+18005550111", "403 7504"),
            (["mediaStreamingOptions": ["transportType": "websocket"]], "audioChannelType", "400 8523"),
            (
                ["mediaStreamingOptions": ["transportType": "websocket", "audioChannelType": "loud"]],
                "audioChannelType", "400 8523"
            ),
            (["transcriptionOptions": ["transportType": "websocket"]], "locale", "400 8523"),
        ] as [(JSONObject, String, String)])
    func aBadRequestIsRefused(more: JSONObject, word: String, code: String) throws {
        var bench = try CoreBench { $0.ownedNumbers = [CoreBench.service] }
        let response = bench.create([CoreBench.caller], more)
        #expect(bench.errorCode(response) == code)
        #expect(response.body?["error"]?["message"]?.stringValue?.contains(word) == true)
        #expect(bench.core.callOrder.isEmpty)
    }

    @Test func aNumberHasOnlySoManyCallsAtATime() throws {
        var bench = try CoreBench { $0.concurrentOutboundCallsPerNumber = 2 }
        let first = bench.path(bench.create(["+14255550101"]))
        #expect(bench.create(["+14255550102"]).status == 201)
        let refused = bench.create(["+14255550103"])
        #expect(refused.status == 429 && refused.headers["Retry-After"] == "1")
        bench.wait(1)
        #expect(bench.create(["+14255550103"]).status == 429)
        #expect(bench.create(["+14255550103"], ["sourceCallerIdNumber": ["value": "+18005550111"]]).status == 201)
        #expect(bench.request("POST", first + ":terminate").status == 204)
        #expect(bench.create(["+14255550103"]).status == 201)
    }

    @Test func aRepeatedCreateMakesNoSecondCallAndShowsTheStateOfNow() throws {
        var bench = try CoreBench()
        let body: JSONValue = [
            "targets": [CoreBench.person(CoreBench.caller)], "callbackUri": "https://app.test/cb",
            "sourceCallerIdNumber": ["value": .string(CoreBench.service)],
        ]
        let headers = ["Repeatability-Request-ID": "1", "Repeatability-First-Sent": HTTPDate.format(bench.time)]
        let first = bench.request("POST", CoreBench.calls, body, headers: headers)
        bench.wait(10)
        let second = bench.request("POST", CoreBench.calls, body, headers: headers)
        #expect(second.status == 201 && second.headers["Repeatability-Result"] == "accepted")
        #expect(second.body?["callConnectionId"] == first.body?["callConnectionId"])
        #expect(second.body?["callConnectionState"] == "connected")
        #expect(second.body?["serverCallId"]?.stringValue?.isEmpty == false)
        #expect(bench.core.callOrder.count == 1)
        bench.wait(300)
        let late = bench.request("POST", CoreBench.calls, body, headers: headers)
        #expect(late.status == 412 && late.headers["Repeatability-Result"] == "rejected")
    }

    @Test func aPreviewPassesTheCustomContextOn() throws {
        var bench = try CoreBench()
        let more: JSONObject = [
            "sourceCallerIdNumber": .null, "customCallingContext": ["voipHeaders": ["ticket": "7"]],
        ]
        #expect(bench.create([CoreBench.bot], more, version: "2024-09-01-preview").status == 201)
        #expect(bench.published.last?.data["customContext"]?["voipHeaders"]?["ticket"] == "7")
    }

    @Test func onlySoManyEndedCallsAreRemembered() throws {
        var bench = try CoreBench { $0.keptCalls = 10 }
        for index in 0..<300 {
            let path = bench.path(bench.create(["+1425555\(1_000 + index)"]))
            bench.wait(1)
            #expect(bench.request("POST", path + ":terminate").status == 204)
        }
        #expect(bench.core.calls.count <= 111 && bench.core.legs.count == bench.core.calls.count)
        #expect(bench.core.phones.isEmpty && bench.core.offers.isEmpty && bench.core.nextDeadline == nil)
    }
}
