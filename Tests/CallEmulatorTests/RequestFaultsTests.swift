import CallAutomation
import CallModel
import Testing

@testable import CallEmulator

/// What faults do to requests, and the peculiarities that show in the events of a call.
@Suite struct RequestFaultsTests {
    private func bench(_ faults: JSONValue) throws -> CoreBench {
        let settings = try FaultSettings(json: faults)
        return try CoreBench { $0.faults = settings }
    }

    private func code(_ response: ServiceResponse) -> String {
        "\(response.status) \(response.body?["error"]?["code"]?.stringValue ?? "-")"
    }

    @Test(
        arguments: [
            ("too_many", "429 8516"), ("error_500", "500 9999"), ("error_503", "503 9001"),
            ("unauthorized", "401 7501"), ("clock_skew", "401 7509"), ("cut_before", "503 9001"),
        ])
    func aRefusalHasNoEffectAndTheNextTryWorks(name: String, answer: String) throws {
        var bench = try bench([name: true] as JSONValue)
        let refused = bench.create([CoreBench.caller])
        #expect(code(refused) == answer && refused.headers["Retry-After"] == nil)
        #expect(bench.core.calls.isEmpty)
        #expect(bench.create([CoreBench.caller]).status == 201)
    }

    @Test func aRefusalSaysWhenToComeAgainIfAsked() throws {
        var bench = try bench(["too_many": ["retry_after": 3]])
        #expect(bench.create([CoreBench.caller]).headers["Retry-After"] == "3")
        #expect(bench.create([CoreBench.caller]).headers["Retry-After"] == "3")
    }

    @Test func aRefusedFirstTryIsNotRemembered() throws {
        var bench = try bench(["error_500": true])
        let headers = ["Repeatability-Request-ID": "1", "Repeatability-First-Sent": HTTPDate.format(bench.time)]
        let (_, offer) = try bench.dial()
        let body: JSONValue = ["incomingCallContext": .string(offer), "callbackUri": "https://app.test"]
        #expect(bench.request("POST", "/calling/callConnections:answer", body, headers: headers).status == 500)
        let second = bench.request("POST", "/calling/callConnections:answer", body, headers: headers)
        #expect(second.status == 200 && bench.core.decision.kind == .executed)
    }

    @Test func whatWasCutAfterwardsIsNotCarriedOutTwice() throws {
        var bench = try bench(["cut_after": true])
        let headers = ["Repeatability-Request-ID": "1", "Repeatability-First-Sent": HTTPDate.format(bench.time)]
        let (call, offer) = try bench.dial()
        let body: JSONValue = ["incomingCallContext": .string(offer), "callbackUri": "https://app.test"]
        let request = ServiceRequest(
            method: "POST", target: "/calling/callConnections:answer?api-version=2026-03-12", headers: headers,
            body: body.encoded)
        let first = bench.core.exchange(request, at: bench.time)
        #expect(first.fate.isWithoutAnswer && first.decision.kind == .executed)
        let second = bench.core.exchange(request, at: bench.time)
        #expect(second.fate.isClean && second.decision.kind == .repeated)
        #expect(second.connectionID == first.connectionID)
        #expect(try bench.kinds(call).filter { $0 == "answered" }.count == 1)
    }

    @Test func aMalformedAnswerIsCutInItsMiddle() throws {
        var bench = try bench(["malformed": true])
        let (_, offer) = try bench.dial()
        let body: JSONValue = ["incomingCallContext": .string(offer), "callbackUri": "https://app.test"]
        let exchange = bench.core.exchange(
            ServiceRequest(
                method: "POST", target: "/calling/callConnections:answer?api-version=2026-03-12", body: body.encoded),
            at: bench.time)
        let bytes = try #require(exchange.bytes)
        #expect(exchange.response.status == 200 && !bytes.isEmpty)
        #expect(throws: (any Error).self) { try JSONValue(parsing: bytes) }
    }

    @Test func onlyAnAnswerThatAnEventFollowsWaitsForOne() throws {
        var bench = try bench(["early": true])
        let (_, path) = try bench.connectedCall()
        func wait(_ method: String, _ action: String = "", _ body: JSONValue? = nil) -> Double? {
            let target = path + action + "?api-version=2026-03-12"
            return bench.core.exchange(
                ServiceRequest(method: method, target: target, body: body?.encoded ?? []), at: bench.time
            ).fate.eventWait
        }
        let play: JSONValue = ["playSources": [["kind": "text", "text": ["text": "Good day"]]]]
        #expect(wait("GET") == nil)
        #expect(wait("POST", ":play") == nil)
        #expect(wait("POST", ":play", play) == 2)
    }

    @Test func somebodyPicksUpTooLate() throws {
        var bench = try bench(["late_answer": true])
        bench.create([CoreBench.caller])
        bench.wait(29)
        #expect(bench.events.isEmpty)
        bench.wait(60)
        #expect(bench.outcomes == ["CreateCallFailed 480/560480 c"])
    }

    @Test func aDeclinedInvitationIsToldAsASuccess() throws {
        var bench = try bench(["declined_invitation_succeeds": true])
        let path = bench.createdCall()
        try bench.core.setPhone(CoreBench.target, whenRung: .decline(after: 1))
        bench.add(path, CoreBench.target)
        bench.wait(2)
        #expect(bench.outcomes == ["AddParticipantSucceeded 200/0 a"])
        #expect(try bench.lastKinds().contains("add_failed"))
        // Silence is none of it.
        try bench.core.setPhone(CoreBench.target, whenRung: .noAnswer)
        bench.forget()
        bench.add(path, CoreBench.target, context: "b")
        bench.wait(40)
        #expect(bench.eventNames == ["AddParticipantFailed"])
    }

    @Test func aTransferThatFailsEndsTheCall() throws {
        var bench = try bench(["failed_transfer_loses_call": true])
        let (call, path) = try bench.connectedCall()
        bench.forget()
        try bench.core.setPhone(CoreBench.target, whenRung: .busy)
        #expect(bench.transfer(path).status == 202)
        bench.wait(1)
        #expect(bench.eventNames == ["CallTransferFailed", "CallDisconnected"])
        #expect(try bench.core.outcome(of: call)?.word == .lost)
        #expect(bench.request("GET", path).status == 404)
    }

    @Test func aListFollowsTheEnd() throws {
        var bench = try bench(["after_disconnect": ["seconds": 3]])
        _ = try bench.connectedCall()
        bench.forget()
        try bench.hangUp(CoreBench.caller)
        #expect(bench.eventNames == ["CallDisconnected", "ParticipantsUpdated"])
        #expect(bench.events.map(\.wait) == [0, 3])
    }

    @Test func holdWithoutEventIsTakenAndChangesNothing() throws {
        var bench = try bench(["hold_without_event": true])
        let (_, path) = try bench.connectedCall()
        #expect(bench.play(path, "Good day").status == 202)
        bench.wait(5)
        #expect(bench.eventNames == ["CallConnected", "ParticipantsUpdated", "PlayStarted", "PlayCompleted"])
    }

    @Test func aResetBeginsThePlanAnew() throws {
        var bench = try bench(["error_500": true])
        #expect(bench.create([CoreBench.caller]).status == 500)
        #expect(bench.create([CoreBench.caller]).status == 201)
        bench.core.reset()
        #expect(bench.create([CoreBench.caller]).status == 500)
    }
}
