import CallAutomation
import CallModel
import Testing

@testable import CallEmulator

/// The rules of repeated requests that RequestPathTests does not show.
@Suite struct RepeatedRequestsTests {
    private func send(_ bench: inout CoreBench, id: String = "1", firstSent: Double, context: String = "c")
        -> ServiceResponse
    {
        bench.request(
            "POST", CoreBench.calls,
            [
                "targets": [CoreBench.person(CoreBench.caller)], "callbackUri": "https://app.test/cb",
                "sourceCallerIdNumber": ["value": .string(CoreBench.service)], "operationContext": .string(context),
            ],
            headers: ["Repeatability-Request-ID": id, "Repeatability-First-Sent": HTTPDate.format(firstSent)])
    }

    @Test func aRepetitionIsTakenToTheEndOfTheWindowAndRefusedAfterIt() throws {
        var bench = try CoreBench()
        let begun = bench.time
        let first = send(&bench, firstSent: begun)
        bench.wait(300)
        let inTime = send(&bench, firstSent: begun)
        #expect(inTime.status == 201 && inTime.body?["callConnectionId"] == first.body?["callConnectionId"])
        bench.wait(1)
        let late = send(&bench, firstSent: begun)
        #expect(bench.errorCode(late) == "412 8583" && late.headers["Repeatability-Result"] == "rejected")
        #expect(bench.core.callOrder.count == 1)
    }

    @Test func aFirstTryThatIsOldIsRefusedWithoutAnEffect() throws {
        var bench = try CoreBench()
        let late = send(&bench, firstSent: bench.time - 301)
        #expect(bench.errorCode(late) == "412 8583" && bench.core.calls.isEmpty)
        var patient = try CoreBench { $0.repeatabilityWindow = 3_600 }
        #expect(send(&patient, firstSent: patient.time - 301).status == 201)
    }

    @Test func anotherBodyIsRefusedAlsoWhileTheFirstOneRuns() throws {
        var bench = try CoreBench()
        bench.core.answersLater = true
        let begun = bench.time
        #expect(send(&bench, firstSent: begun).status == 201)
        #expect(bench.errorCode(send(&bench, firstSent: begun, context: "d")) == "400 8523")
        let running = send(&bench, firstSent: begun)
        #expect(bench.errorCode(running) == "409 8519" && running.headers["Repeatability-Result"] == nil)
        bench.core.finish("1")
        #expect(send(&bench, firstSent: begun).status == 201)
        #expect(bench.core.callOrder.count == 1)
    }

    @Test func aRefusalIsNotRememberedButTheIDsOfOthersDoNotMeet() throws {
        var bench = try CoreBench { $0.ownedNumbers = ["+18005550100"] }
        #expect(send(&bench, firstSent: bench.time).status == 403)
        #expect(bench.core.decision.kind == .refused)
        #expect(send(&bench, firstSent: bench.time).status == 403)
        #expect(bench.core.decision.kind == .refused)
        var open = try CoreBench()
        #expect(send(&open, id: "1", firstSent: open.time).status == 201)
        #expect(send(&open, id: "2", firstSent: open.time).status == 201)
        #expect(open.core.callOrder.count == 2)
    }

    @Test func operationsThatAreNotRepeatableIgnoreTheID() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let headers = ["Repeatability-Request-ID": "1", "Repeatability-First-Sent": HTTPDate.format(bench.time)]
        let body: JSONValue = ["playSources": [["kind": "text", "text": ["text": "Good day"]]]]
        for _ in 0..<2 {
            let response = bench.request("POST", path + ":play", body, headers: headers)
            #expect(response.status == 202 && response.headers["Repeatability-Result"] == nil)
        }
        bench.wait(10)
        #expect(bench.eventNames.filter { $0 == "PlayCompleted" }.count == 2)
    }
}
