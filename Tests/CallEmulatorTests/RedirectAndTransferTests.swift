import CallModel
import Testing

@testable import CallEmulator

@Suite struct RedirectAndTransferTests {
    @Test func aRedirectedCallerSpeaksWithThePhone() throws {
        var bench = try CoreBench()
        let (call, offer) = try bench.dial()
        #expect(bench.redirect(CoreBench.target).status == 204)
        #expect(bench.published.count == 1)
        bench.wait(1)
        #expect(bench.events.isEmpty)
        #expect(try bench.core.outcome(of: call)?.word == .redirected)
        #expect(try bench.kinds(call) == ["incoming_call", "redirected", "ringing", "joined", "transferred"])
        let last = try #require(try bench.core.timeline(of: call).entries.last)
        #expect(last.text == "\(CoreBench.caller) now speaks with \(CoreBench.target)")
        #expect(try bench.core.timeline(of: call).ended)
        #expect(bench.answer(offer).status == 200)
    }

    @Test func aRedirectToAUserIsAnotherOffer() throws {
        var bench = try CoreBench()
        let (_, first) = try bench.dial()
        #expect(bench.redirect(CoreBench.bot).status == 204)
        #expect(bench.published.count == 2)
        #expect(bench.published[1].data["to"]?["rawId"] == .string(CoreBench.bot))
        #expect(bench.published[1].data["serverCallId"] == bench.published[0].data["serverCallId"])
        #expect(bench.offer != first)
        let path = bench.path(bench.answer(bench.offer, context: "b"))
        bench.wait(1)
        #expect(bench.outcomes == ["CallConnected 200/0 b", "ParticipantsUpdated 200/0"])
        #expect(bench.lastParticipants(path) == ["4:" + CoreBench.caller, CoreBench.bot])
    }

    @Test func afterARedirectTheOldOfferSucceedsWithoutEffect() throws {
        var bench = try CoreBench()
        let (call, offer) = try bench.dial()
        try bench.core.setPhone(CoreBench.target, whenRung: .noAnswer)
        _ = bench.redirect(CoreBench.target)
        let ghost = bench.answer(offer)
        #expect(ghost.status == 200)
        #expect(bench.errorCode(bench.request("GET", bench.path(ghost))) == "404 8522")
        #expect(
            bench.request("POST", CoreBench.calls + ":reject", ["incomingCallContext": .string(offer)]).status == 204)
        bench.wait(5)
        #expect(bench.events.isEmpty)
        bench.wait(30)
        #expect(try bench.core.outcome(of: call)?.word == .notAnswered)
    }

    @Test func theCallersConnectionWaitsForTheNewTarget() throws {
        var bench = try CoreBench()
        try bench.core.setPhone(CoreBench.user, whenRung: .answer(after: 2))
        let path = bench.path(bench.create([CoreBench.bot], ["sourceCallerIdNumber": .null]))
        #expect(bench.redirect(CoreBench.user).status == 204)
        bench.wait(1)
        #expect(bench.events.isEmpty)
        bench.wait(2)
        #expect(bench.outcomes == ["CallConnected 200/0 c", "ParticipantsUpdated 200/0"])
        #expect(bench.lastParticipants(path) == [CoreBench.user])
    }

    @Test func aUserCannotBeRedirectedOrTransferredToANumber() throws {
        var bench = try CoreBench()
        _ = try bench.core.dial(from: CoreBench.user, DialRequest(to: CoreBench.service), at: bench.time)
        bench.collect()
        #expect(bench.errorCode(bench.redirect(CoreBench.target)) == "405 8520")
        let path = bench.path(bench.answer(bench.offer))
        bench.wait(1)
        #expect(bench.errorCode(bench.transfer(path)) == "405 8520")
    }

    @Test func aTransferToTheApplicationsUserRingsTheApplication() throws {
        var bench = try CoreBench()
        let (call, path) = try bench.connectedCall()
        bench.forget()
        let response = bench.request(
            "POST", path + ":transferToParticipant",
            [
                "targetParticipant": CoreBench.person(CoreBench.bot), "operationContext": "t",
                "customCallingContext": ["voipHeaders": ["ticket": "7"], "sipHeaders": ["X-MS-Custom-A": "1"]],
            ])
        #expect(response.status == 202)
        let data = bench.published.last?.data
        #expect(data?["from"]?["rawId"] == .string("4:" + CoreBench.caller))
        #expect(data?["customContext"]?["voipHeaders"]?["ticket"] == "7")
        #expect(data?["customContext"]?["sipHeaders"]?["X-MS-Custom-A"] == "1")
        let other = bench.path(bench.answer(bench.offer, context: "b"))
        bench.wait(1)
        #expect(bench.outcomes(of: path) == ["CallTransferAccepted 200/0 t", "CallDisconnected 200/7000"])
        #expect(bench.outcomes(of: other) == ["CallConnected 200/0 b", "ParticipantsUpdated 200/0"])
        #expect(bench.lastParticipants(other) == ["4:" + CoreBench.caller, CoreBench.bot])
        #expect(try bench.core.state(of: call) == "connected")
        #expect(bench.play(other, "Go on").status == 202)
        try bench.hangUp(CoreBench.caller)
        #expect(bench.outcomes(of: other).last == "CallDisconnected 200/7000 b")
    }

    @Test func aTransferToAnOwnNumberThatIsRejectedGivesTheCallBack() throws {
        var bench = try CoreBench { $0.ownedNumbers = [CoreBench.service, CoreBench.target] }
        let (call, path) = try bench.connectedCall()
        bench.forget()
        #expect(bench.transfer(path).status == 202)
        #expect(bench.reject("busy").status == 204)
        #expect(bench.outcomes == ["CallTransferFailed 486/560486 t"])
        #expect(try bench.core.state(of: call) == "connected")
    }

    private func transfer(_ bench: inout CoreBench, _ path: String, _ target: String, of who: String?)
        -> ServiceResponse
    {
        bench.request(
            "POST", path + ":transferToParticipant",
            [
                "targetParticipant": CoreBench.person(target), "transferee": who.map(CoreBench.person),
                "operationContext": "t",
            ])
    }

    @Test func oneOfAGroupIsTransferredAndTheGroupGoesOn() throws {
        var bench = try CoreBench()
        let path = bench.createdCall([CoreBench.caller, "+14255550177"])
        #expect(bench.errorCode(transfer(&bench, path, CoreBench.target, of: nil)) == "400 8523")
        #expect(bench.errorCode(transfer(&bench, path, CoreBench.target, of: "+14255550178")) == "404 8522")
        #expect(transfer(&bench, path, CoreBench.target, of: CoreBench.caller).status == 202)
        #expect(bench.play(path, "The others go on").status == 202)
        #expect(bench.errorCode(transfer(&bench, path, CoreBench.target, of: CoreBench.caller)) == "409 8607")
        bench.wait(0.6)
        #expect(
            bench.outcomes.filter { !$0.hasPrefix("Play") } == [
                "CallTransferAccepted 200/0 t", "ParticipantsUpdated 200/0",
            ])
        #expect(bench.lastParticipants(path) == ["4:+14255550177"])
        #expect(bench.request("GET", path).body?["callConnectionState"] == "connected")
    }

    @Test func aTransfereeAndAnApplicationFormACallOfTheirOwn() throws {
        var bench = try CoreBench()
        let path = bench.createdCall([CoreBench.caller, "+14255550177"])
        #expect(transfer(&bench, path, CoreBench.bot, of: CoreBench.caller).status == 202)
        let other = bench.path(bench.answer(bench.offer, context: "b"))
        bench.wait(1)
        #expect(bench.outcomes(of: path) == ["CallTransferAccepted 200/0 t", "ParticipantsUpdated 200/0"])
        #expect(bench.outcomes(of: other) == ["CallConnected 200/0 b", "ParticipantsUpdated 200/0"])
        #expect(bench.lastParticipants(other) == ["4:" + CoreBench.caller, CoreBench.bot])
        let servers = [path, other].map { bench.request("GET", $0).body?["serverCallId"] }
        #expect(servers[0] != servers[1])
        try bench.hangUp(CoreBench.caller)
        #expect(bench.outcomes(of: other).last == "CallDisconnected 200/7000 b")
        #expect(bench.request("GET", path).status == 200)
    }

    @Test func aFailedTransferOutOfAGroupChangesNothing() throws {
        var bench = try CoreBench()
        let path = bench.createdCall([CoreBench.caller, "+14255550177"])
        try bench.core.setPhone(CoreBench.target, whenRung: .busy)
        _ = transfer(&bench, path, CoreBench.target, of: CoreBench.caller)
        bench.wait(1)
        #expect(bench.outcomes == ["CallTransferFailed 486/560486 t"])
        #expect(bench.request("GET", path + "/participants").body?["value"]?.arrayValue?.count == 2)
    }

    @Test func hangingUpDuringATransferCancelsIt() throws {
        var bench = try CoreBench()
        let path = bench.createdCall()
        _ = bench.transfer(path)
        #expect(bench.request("DELETE", path).status == 204)
        #expect(bench.outcomes == ["CallTransferFailed 487/560487 t", "CallDisconnected 200/7000 c"])
        bench.wait(10)
        #expect(bench.events.count == 2)
    }

    @Test func aTransfereeWhoLeavesTheGroupEndsTheTransfer() throws {
        var bench = try CoreBench()
        let path = bench.createdCall([CoreBench.caller, "+14255550177", "+14255550178"])
        _ = transfer(&bench, path, CoreBench.target, of: CoreBench.caller)
        try bench.hangUp(CoreBench.caller)
        #expect(bench.outcomes == ["CallTransferFailed 487/560487 t", "ParticipantsUpdated 200/0"])
        _ = transfer(&bench, path, CoreBench.bot, of: "+14255550177")
        let other = bench.path(bench.answer(bench.offer, context: "b"))
        try bench.hangUp("+14255550177")
        bench.forget()
        bench.wait(1)
        #expect(bench.outcomes(of: path) == ["CallTransferFailed 400/8558 t"])
        #expect(bench.outcomes(of: other) == ["AnswerFailed 487/560487 b"])
    }

    @Test func aCallerWhoLeavesBeforeTheNewConnectionIsUpEndsBoth() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        bench.forget()
        _ = transfer(&bench, path, CoreBench.bot, of: nil)
        let other = bench.path(bench.answer(bench.offer, context: "b"))
        try bench.hangUp(CoreBench.caller)
        bench.wait(1)
        #expect(bench.outcomes(of: path) == ["CallTransferFailed 487/0 t", "CallDisconnected 200/7000"])
        #expect(bench.outcomes(of: other) == ["AnswerFailed 487/560487 b"])
    }
}
