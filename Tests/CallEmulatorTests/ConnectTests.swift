import CallModel
import Testing

@testable import CallEmulator

@Suite struct ConnectTests {
    @Test func aSupervisorConnectsToARunningCallByItsServerCallID() throws {
        var bench = try CoreBench()
        let (call, path) = try bench.connectedCall()
        let server = bench.request("GET", path).body?["serverCallId"]
        let response = bench.connect(["kind": "serverCallLocator", "serverCallId": server])
        #expect(response.status == 200)
        #expect(response.body?["callConnectionState"] == "connecting")
        #expect(response.body?["targets"] == [] && response.body?["source"] == nil)
        #expect(response.body?["serverCallId"] == server)
        bench.wait(0.1)
        let supervisor = bench.path(response)
        #expect(bench.outcomes(of: supervisor) == ["CallConnected 200/0 k", "ParticipantsUpdated 200/0"])
        #expect(bench.lastParticipants(supervisor) == ["4:" + CoreBench.caller, "4:" + CoreBench.service])
        #expect(try bench.kinds(call).suffix(2) == ["connecting", "connected"])
        #expect(bench.request("DELETE", supervisor).status == 204)
        #expect(bench.outcomes(of: supervisor).last == "CallDisconnected 200/7000 k")
        #expect(try bench.core.state(of: call) == "connected")
        #expect(bench.play(path, "You are alone again").status == 202)
    }

    @Test func allConnectionsEndWithTheCall() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let server = bench.request("GET", path).body?["serverCallId"]
        let supervisor = bench.path(bench.connect(["kind": "serverCallLocator", "serverCallId": server]))
        bench.wait(0.1)
        try bench.hangUp(CoreBench.caller)
        #expect(bench.outcomes(of: path).last == "CallDisconnected 200/7000")
        #expect(bench.outcomes(of: supervisor).last == "CallDisconnected 200/7000 k")
    }

    @Test func aGroupCallIsConnectedToByItsID() throws {
        var bench = try CoreBench()
        let call = try bench.core.enter(CoreBench.user, groupCallID: "g1", roomID: nil, at: bench.time)
        bench.collect()
        #expect(bench.publishedNames == ["CallStarted", "CallParticipantAdded"])
        #expect(bench.published[0].data["group"]?["id"] == "g1")
        #expect(bench.published[0].data["serverCallId"] == .string(call.serverCallID))
        let path = bench.path(bench.connect(["kind": "groupCallLocator", "groupCallId": "g1"]))
        bench.wait(0.1)
        #expect(bench.outcomes == ["CallConnected 200/0 k", "ParticipantsUpdated 200/0"])
        #expect(bench.lastParticipants(path) == [CoreBench.user])
        _ = try bench.core.enter("8:acs:resource_carol", groupCallID: "g1", roomID: nil, at: bench.time)
        bench.collect()
        #expect(bench.lastParticipants(path) == [CoreBench.user, "8:acs:resource_carol"])
        try bench.hangUp(CoreBench.user)
        try bench.hangUp("8:acs:resource_carol")
        #expect(bench.lastParticipants(path) == [])
        #expect(bench.request("DELETE", path).status == 204)
        #expect(bench.publishedNames.suffix(3) == ["CallParticipantRemoved", "CallParticipantRemoved", "CallEnded"])
        #expect(try bench.core.outcome(of: call.callID)?.word == .applicationHungUp)
    }

    @Test func theFirstOneInAGroupCallLearnsItsIDsAtOnce() throws {
        var bench = try CoreBench()
        let response = bench.connect(["kind": "groupCallLocator", "groupCallId": "g1"])
        let server = try #require(response.body?["serverCallId"])
        #expect(response.body?["correlationId"] != nil)
        let second = bench.connect(["kind": "groupCallLocator", "groupCallId": "g1"])
        #expect(second.body?["serverCallId"] == server)
        #expect(second.body?["correlationId"] == response.body?["correlationId"])
    }

    @Test func aRoomIsConnectedToByItsID() throws {
        var bench = try CoreBench()
        bench.core.makeRoom("99")
        let path = bench.path(bench.connect(["kind": "roomCallLocator", "roomId": "99"]))
        bench.wait(0.1)
        #expect(bench.outcomes == ["CallConnected 200/0 k", "ParticipantsUpdated 200/0"])
        let call = try bench.core.enter(CoreBench.user, groupCallID: nil, roomID: "99", at: bench.time)
        bench.collect()
        #expect(bench.lastParticipants(path) == [CoreBench.user])
        #expect(bench.published[0].data["isRoomsCall"] == true && bench.published[0].data["room"]?["id"] == "99")
        #expect(bench.request("POST", path + ":terminate").status == 204)
        #expect(try bench.core.timeline(of: call.callID).ended)
        let again = try bench.core.enter(CoreBench.user, groupCallID: nil, roomID: "99", at: bench.time)
        #expect(again.callID != call.callID)
    }

    @Test(
        arguments: [
            ["kind": "serverCallLocator", "serverCallId": "bm9uZQ=="], ["kind": "roomCallLocator", "roomId": "none"],
        ] as [JSONObject])
    func aCallThatIsNotThereFailsTheConnection(locator: JSONObject) throws {
        var bench = try CoreBench()
        let response = bench.connect(locator)
        #expect(response.status == 200)
        bench.wait(0.1)
        #expect(bench.outcomes == ["ConnectFailed 404/8522 k"])
        #expect(try bench.lastKinds() == ["connecting", "connect_failed"])
        #expect(bench.errorCode(bench.request("GET", bench.path(response))) == "404 8522")
    }

    @Test(
        arguments: [
            ([:], "kind"), (["kind": "meetingLocator"], "kind"), (["kind": "roomCallLocator"], "roomId"),
            (["kind": "groupCallLocator", "groupCallId": ""], "groupCallId"),
        ] as [(JSONObject, String)])
    func aWrongLocatorIsRefused(locator: JSONObject, field: String) throws {
        var bench = try CoreBench()
        let response = bench.connect(locator)
        #expect(bench.errorCode(response) == "400 8523")
        #expect(response.body?["error"]?["message"]?.stringValue?.contains(field) == true)
    }

    @Test func aCallOfTwoDevicesIsToldAndConnectedTo() throws {
        var bench = try CoreBench()
        try bench.core.setPhone(CoreBench.user, whenRung: .answer(after: 1))
        let call = try bench.core.dial(from: "8:acs:resource_carol", DialRequest(to: CoreBench.user), at: bench.time)
        bench.wait(2)
        #expect(bench.publishedNames == ["CallStarted", "CallParticipantAdded", "CallParticipantAdded"])
        #expect(bench.published[0].data["startedBy"]?["communicationIdentifier"]?["rawId"] == "8:acs:resource_carol")
        #expect(bench.published[0].data["isTwoParty"] == true)
        let server = JSONValue.string(call.serverCallID)
        let path = bench.path(bench.connect(["kind": "serverCallLocator", "serverCallId": server]))
        bench.wait(1)
        #expect(bench.lastParticipants(path) == ["8:acs:resource_carol", CoreBench.user])
        try bench.hangUp(CoreBench.user)
        #expect(bench.outcomes.last == "CallDisconnected 200/7000 k")
        #expect(bench.publishedNames.last == "CallEnded")
    }
}
