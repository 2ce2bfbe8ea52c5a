import CallModel
import Testing

@testable import CallEmulator

@Suite struct ParticipantsTests {
    private func add(_ reaction: RingReaction, _ more: JSONObject = [:]) throws -> (CoreBench, String, ServiceResponse)
    {
        var bench = try CoreBench()
        let path = bench.createdCall()
        try bench.core.setPhone(CoreBench.target, whenRung: reaction)
        let response = bench.add(path, CoreBench.target, more)
        return (bench, path, response)
    }

    @Test func anAddedPhoneAnswers() throws {
        var (bench, path, response) = try add(.answer(after: 1))
        #expect(response.status == 202)
        #expect(response.body?["participant"]?["identifier"]?["rawId"] == .string("4:" + CoreBench.target))
        #expect(response.body?["operationContext"] == "a")
        #expect(response.body?["invitationId"]?.stringValue?.isEmpty == false)
        #expect(bench.events.isEmpty)
        bench.wait(1.1)
        #expect(bench.outcomes == ["ParticipantsUpdated 200/0", "AddParticipantSucceeded 200/0 a"])
        #expect(bench.lastParticipants(path) == ["4:" + CoreBench.caller, "4:" + CoreBench.target])
        #expect(bench.events.last?.event["data"]?["participant"]?["rawId"] == .string("4:" + CoreBench.target))
        #expect(try bench.lastKinds().suffix(3) == ["ringing", "joined", "participant_added"])
    }

    @Test(
        arguments: [
            (RingReaction.decline(after: 1), "603/560603"), (.busy, "486/560486"), (.noAnswer, "480/560480"),
            (.invalidNumber, "484/560484"), (.answer(after: 40), "480/560480"),
        ])
    func anAddedPhoneThatDoesNotComeFails(reaction: RingReaction, codes: String) throws {
        var (bench, path, _) = try add(reaction)
        bench.wait(31)
        #expect(bench.outcomes == ["AddParticipantFailed \(codes) a"])
        #expect(try bench.lastKinds().last == "add_failed")
        #expect(bench.play(path, "Nobody came").status == 202)
    }

    @Test func anInvitationLastsAsLongAsTheRequestSays() throws {
        var (bench, _, _) = try add(.noAnswer, ["invitationTimeoutInSeconds": 5])
        bench.wait(4.9)
        #expect(bench.events.isEmpty)
        bench.wait(0.2)
        #expect(bench.outcomes == ["AddParticipantFailed 480/560480 a"])
    }

    @Test func anInvitationIsTakenBackWhileItRings() throws {
        var (bench, path, response) = try add(.noAnswer)
        let cancel = bench.request(
            "POST", path + "/participants:cancelAddParticipant",
            ["invitationId": response.body?["invitationId"], "operationContext": "x"])
        #expect(cancel.status == 202)
        #expect(cancel.body?["invitationId"] == response.body?["invitationId"])
        #expect(bench.outcomes == ["CancelAddParticipantSucceeded 200/5300 x"])
        #expect(bench.events[0].event["data"]?["invitationId"] == response.body?["invitationId"])
        bench.wait(60)
        #expect(bench.events.count == 1)
        #expect(try bench.lastKinds().last == "add_cancelled")
        try bench.core.setPhone(CoreBench.target, whenRung: .answer(after: 1))
        #expect(bench.add(path, CoreBench.target).status == 202)
    }

    @Test(arguments: [RingReaction.answer(after: 1), .decline(after: 1)])
    func anInvitationThatIsDecidedIsNotTakenBack(reaction: RingReaction) throws {
        var (bench, path, response) = try add(reaction)
        bench.wait(2)
        let cancel = bench.request(
            "POST", path + "/participants:cancelAddParticipant", ["invitationId": response.body?["invitationId"]])
        #expect(cancel.status == 202)
        #expect(bench.outcomes.last == "CancelAddParticipantFailed 400/8585")
        let unknown = bench.request("POST", path + "/participants:cancelAddParticipant", ["invitationId": "none"])
        #expect(bench.errorCode(unknown) == "404 8522")
    }

    @Test func anInvitationThatAnApplicationHasTakenIsNotTakenBack() throws {
        var bench = try CoreBench()
        let path = bench.createdCall()
        let invitation = bench.add(path, CoreBench.bot).body?["invitationId"]
        #expect(bench.answer(bench.offer).status == 200)
        let cancel = bench.request(
            "POST", path + "/participants:cancelAddParticipant", ["invitationId": invitation, "operationContext": "x"])
        #expect(cancel.status == 202)
        bench.wait(1)
        #expect(
            bench.outcomes(of: path) == [
                "CancelAddParticipantFailed 400/8585 x", "ParticipantsUpdated 200/0", "AddParticipantSucceeded 200/0 a",
            ])
    }

    @Test func aConnectionThatGoesAwayTakesBackWhatItRang() throws {
        var bench = try CoreBench()
        let path = bench.createdCall([CoreBench.caller, CoreBench.target])
        bench.add(path, CoreBench.bot)
        let other = bench.path(bench.answer(bench.offer, context: "b"))
        #expect(bench.request("DELETE", path).status == 204)
        bench.wait(1)
        #expect(bench.outcomes(of: path) == ["AddParticipantFailed 487/0 a", "CallDisconnected 200/7000 c"])
        #expect(bench.outcomes(of: other).map { $0.prefix(12) } == ["AnswerFailed"])
    }

    @Test func anAddedApplicationAnswersWithAConnectionOfItsOwn() throws {
        var bench = try CoreBench()
        let path = bench.createdCall()
        let context: JSONObject = [
            "sourceCallerIdNumber": .null,
            "customCallingContext": ["sipHeaders": ["User-To-User": "1a2b;encoding=hex"]],
        ]
        #expect(bench.add(path, CoreBench.bot, context).status == 202)
        #expect(bench.published.last?.data["customContext"]?["sipHeaders"]?["User-To-User"] == "1a2b;encoding=hex")
        let other = bench.path(bench.answer(bench.offer, context: "b"))
        bench.wait(1)
        #expect(bench.outcomes(of: path) == ["ParticipantsUpdated 200/0", "AddParticipantSucceeded 200/0 a"])
        #expect(bench.outcomes(of: other) == ["CallConnected 200/0 b", "ParticipantsUpdated 200/0"])
        #expect(bench.lastParticipants(path) == ["4:" + CoreBench.caller, CoreBench.bot])
        bench.remove(path, CoreBench.bot)
        #expect(bench.outcomes(of: other).last == "CallDisconnected 200/7000 b")
        #expect(
            bench.outcomes(of: path).suffix(2) == ["RemoveParticipantSucceeded 200/0 r", "ParticipantsUpdated 200/0"])
    }

    @Test func oneOfAGroupIsRemoved() throws {
        var bench = try CoreBench()
        let path = bench.createdCall([CoreBench.caller, CoreBench.target])
        let response = bench.remove(path, CoreBench.target)
        #expect(response.status == 202 && response.body?["operationContext"] == "r")
        #expect(bench.outcomes == ["RemoveParticipantSucceeded 200/0 r", "ParticipantsUpdated 200/0"])
        #expect(bench.lastParticipants(path) == ["4:" + CoreBench.caller])
        #expect(try bench.lastKinds().last == "removed")
        #expect(throws: ControlError.self) { try bench.hangUp(CoreBench.target) }
    }

    @Test func removingTheOnlyOneEndsTheCall() throws {
        var bench = try CoreBench()
        let path = bench.createdCall()
        bench.remove(path, CoreBench.caller)
        #expect(bench.outcomes == ["RemoveParticipantSucceeded 200/0 r", "CallDisconnected 200/7000 c"])
    }

    @Test func oneWhoIsNotThereIsNotRemoved() throws {
        var bench = try CoreBench()
        let path = bench.createdCall()
        #expect(bench.remove(path, CoreBench.target).status == 202)
        #expect(bench.outcomes == ["RemoveParticipantFailed 400/8558 r"])
        #expect(bench.events[0].event["data"]?["participant"]?["rawId"] == .string("4:" + CoreBench.target))
    }

    @Test func aCommunicationUserIsMutedAtOnce() throws {
        var bench = try CoreBench()
        try bench.core.setPhone(CoreBench.user, whenRung: .answer(after: 0.5))
        let path = bench.createdCall([CoreBench.user, CoreBench.caller])
        func mute(_ target: String, _ action: String = "mute", _ version: String = "2026-03-12") -> ServiceResponse {
            bench.request(
                "POST", path + "/participants:\(action)",
                ["targetParticipants": [CoreBench.person(target)], "operationContext": "m"], version: version)
        }
        func isMuted() -> JSONValue? {
            bench.request("GET", path + "/participants/8%3Aacs%3Aresource_alice").body?["isMuted"]
        }
        #expect(mute(CoreBench.user).body == ["operationContext": "m"])
        #expect(bench.outcomes == ["ParticipantsUpdated 200/0"])
        #expect(isMuted() == true)
        #expect(bench.errorCode(mute(CoreBench.caller)) == "400 8523")
        #expect(bench.errorCode(mute("8:acs:resource_nobody")) == "404 8522")
        #expect(bench.errorCode(mute(CoreBench.user, "unmute")) == "404 8522")
        #expect(mute(CoreBench.user, "unmute", "2024-09-01-preview").status == 200)
        #expect(isMuted() == false)
    }

    @Test func participantsMoveFromOneCallToTheOther() throws {
        var bench = try CoreBench()
        let old = bench.createdCall([CoreBench.target])
        let path = bench.createdCall()
        let response = bench.request(
            "POST", path + "/participants:moveHere",
            [
                "targetParticipants": [CoreBench.person(CoreBench.target), CoreBench.person("+14255550177")],
                "fromCall": .string(String(old.dropFirst(CoreBench.calls.count + 1))), "operationContext": "m",
            ])
        #expect(response.status == 202)
        #expect(bench.rawIDs(response.body?["participants"], "identifier").first == "4:" + CoreBench.target)
        #expect(
            bench.outcomes(of: path) == [
                "MoveParticipantSucceeded 200/0 m", "MoveParticipantFailed 400/8558 m", "ParticipantsUpdated 200/0",
            ])
        #expect(bench.lastParticipants(path) == ["4:" + CoreBench.caller, "4:" + CoreBench.target])
        #expect(bench.outcomes(of: old) == ["CallDisconnected 200/7000 c"])
        try bench.hangUp(CoreBench.target)
        #expect(bench.lastParticipants(path) == ["4:" + CoreBench.caller])
    }

    @Test func aMoveFromAGroupLeavesTheOthersThere() throws {
        var bench = try CoreBench()
        let old = bench.createdCall([CoreBench.target, "+14255550177"])
        let path = bench.createdCall()
        bench.request(
            "POST", path + "/participants:moveHere",
            [
                "targetParticipants": [CoreBench.person(CoreBench.target)],
                "fromCall": .string(String(old.dropFirst(CoreBench.calls.count + 1))),
            ])
        #expect(bench.outcomes(of: old) == ["ParticipantsUpdated 200/0"])
        #expect(bench.lastParticipants(old) == ["4:+14255550177"])
    }

    @Test func leavingAGroupLetsTheOthersGoOn() throws {
        var bench = try CoreBench()
        let path = bench.createdCall([CoreBench.caller, CoreBench.target])
        let call = bench.core.callOrder.last ?? ""
        #expect(bench.request("DELETE", path).status == 204)
        #expect(bench.outcomes == ["CallDisconnected 200/7000 c"])
        #expect(try bench.core.state(of: call) == "connected")
        try bench.hangUp(CoreBench.caller)
        #expect(try bench.core.outcome(of: call)?.word == .everyoneLeft)
    }

    @Test func terminatingAGroupEndsItForEveryConnection() throws {
        var bench = try CoreBench()
        let path = bench.createdCall([CoreBench.caller, CoreBench.target])
        let server = bench.request("GET", path).body?["serverCallId"]
        let other = bench.path(bench.connect(["kind": "serverCallLocator", "serverCallId": server]))
        bench.wait(1)
        #expect(bench.request("POST", other + ":terminate").status == 204)
        #expect(bench.outcomes(of: path) == ["CallDisconnected 200/7000 c"])
        #expect(bench.outcomes(of: other).last == "CallDisconnected 200/7000 k")
        #expect(try bench.core.outcome(of: bench.core.callOrder.last ?? "")?.word == .applicationHungUp)
    }

    @Test func phonesLeaveAGroupOneByOne() throws {
        var bench = try CoreBench()
        let path = bench.createdCall([CoreBench.caller, CoreBench.target])
        try bench.hangUp(CoreBench.caller)
        #expect(bench.outcomes == ["ParticipantsUpdated 200/0"])
        #expect(bench.lastParticipants(path) == ["4:" + CoreBench.target])
        try bench.hangUp(CoreBench.target)
        #expect(bench.outcomes == ["ParticipantsUpdated 200/0", "CallDisconnected 200/7000 c"])
    }

    @Test func aCallerWhoHangsUpEndsTheInvitationsOfACallOfTwo() throws {
        var (bench, _, _) = try add(.noAnswer)
        try bench.hangUp(CoreBench.caller)
        #expect(bench.outcomes == ["AddParticipantFailed 487/560487 a", "CallDisconnected 200/7000 c"])
    }

    @Test(
        arguments: [
            ("add", ["participantToAdd": .null], "400 8523"),
            ("add", ["participantToAdd": ["rawId": "4:abc"]], "400 8523"),
            ("add", ["sourceCallerIdNumber": .null], "400 8523"),
            ("add", ["sourceCallerIdNumber": ["value": "+18005550111"]], "403 7504"),
            ("add", ["invitationTimeoutInSeconds": 181], "400 8523"),
            ("add", ["invitationTimeoutInSeconds": "5"], "400 8523"),
            ("add", ["operationCallbackUri": "nowhere"], "400 8523"),
            ("add", ["participantToAdd": ["rawId": "4:+14255550100"]], "400 8523"),
            ("add", ["customCallingContext": ["sipHeaders": ["Subject": "x"]]], "400 8523"),
            ("add", ["customCallingContext": ["sipHeaders": ["X-MS-Custom-A": "ä"]]], "400 8523"),
            ("cancelAddParticipant", [:], "400 8523"), ("remove", [:], "400 8523"), ("mute", [:], "400 8523"),
            ("moveHere", ["targetParticipants": [["rawId": "4:+14255550123"]]], "400 8523"),
            ("moveHere", ["targetParticipants": [["rawId": "4:+14255550123"]], "fromCall": "none"], "404 8522"),
        ] as [(String, JSONObject, String)])
    func aBadRequestIsRefused(action: String, more: JSONObject, code: String) throws {
        var bench = try CoreBench { $0.ownedNumbers = [CoreBench.service] }
        let path = bench.createdCall()
        let response =
            action == "add"
            ? bench.add(path, CoreBench.target, more)
            : bench.request("POST", path + "/participants:\(action)", .object(more))
        #expect(bench.errorCode(response) == code)
        #expect(bench.events.isEmpty)
    }

    @Test func actionsNeedAnEstablishedCallAndNoTransfer() throws {
        var bench = try CoreBench()
        let early = bench.path(bench.create([CoreBench.caller]))
        #expect(bench.errorCode(bench.add(early, CoreBench.target)) == "400 8501")
        #expect(bench.errorCode(bench.remove(early, CoreBench.caller)) == "400 8501")
        bench.wait(1)
        _ = bench.transfer(early)
        #expect(bench.errorCode(bench.add(early, "+14255550177")) == "400 8585")
        #expect(bench.errorCode(bench.remove(early, CoreBench.caller)) == "400 8585")
        bench.wait(1)
        #expect(bench.errorCode(bench.add(early, "+14255550177")) == "404 8522")
    }
}
