import CallModel
import Testing

@testable import CallEmulator

@Suite struct GroupMediaTests {
    @Test func oneOfAGroupIsListenedTo() throws {
        var bench = try CoreBench()
        let path = bench.createdCall([CoreBench.target, CoreBench.caller])
        bench.recognize(path)
        try bench.core.press("5", on: CoreBench.target, at: bench.time)
        bench.wait(1)
        #expect(!bench.eventNames.contains("RecognizeCompleted"))
        try bench.press("7")
        bench.wait(1)
        #expect(bench.events.last?.event["data"]?["dtmfResult"]?["tones"] == ["seven"])
    }

    @Test func aPlayToAllRunsBesideARecognitionAndASecondOneForASingleParticipantIsRefused() throws {
        var bench = try CoreBench()
        let path = bench.createdCall([CoreBench.target, CoreBench.caller])
        bench.recognize(path)
        bench.play(path, "Hello all")
        #expect(bench.eventNames == ["PlayStarted"])
        let some: JSONObject = ["playTo": [CoreBench.person(CoreBench.target)]]
        #expect(bench.errorCode(bench.play(path, "Hello you", some)) == "412 8583")
        bench.wait(1)
        #expect(bench.outcomes.last == "PlayCompleted 200/0")
    }

    @Test func aPlayToSomebodyElseIsRefused() throws {
        var bench = try CoreBench()
        let path = bench.createdCall([CoreBench.target, CoreBench.caller])
        let nobody: JSONObject = ["playTo": [CoreBench.person("+14255550177")]]
        #expect(bench.errorCode(bench.play(path, "Hello", nobody)) == "404 8522")
    }

    @Test func listeningToOneWhoLeavesFails() throws {
        var bench = try CoreBench()
        let path = bench.createdCall([CoreBench.target, CoreBench.caller])
        bench.recognize(path, ["operationContext": "r"])
        try bench.hangUp(CoreBench.caller)
        #expect(bench.outcomes == ["RecognizeFailed 400/8558 r", "ParticipantsUpdated 200/0"])
    }

    @Test func keysOfOneCallReachEachConnectionThatListens() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let server = bench.request("GET", path).body?["serverCallId"]
        let other = bench.path(bench.connect(["kind": "serverCallLocator", "serverCallId": server]))
        bench.wait(1)
        bench.recognize(path)
        bench.recognize(other)
        try bench.press("3")
        bench.wait(1)
        #expect(bench.outcomes(of: path).last == "RecognizeCompleted 200/8531")
        #expect(bench.outcomes(of: other).last == "RecognizeCompleted 200/8531")
    }
}
