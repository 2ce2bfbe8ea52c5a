import CallModel
import Testing

@testable import CallEmulator

/// Keys beside what plays and listens.
@Suite struct DTMFTests {
    private static let listened: JSONValue = ["targetParticipant": CoreBench.person(CoreBench.caller)]

    private func send(
        _ tones: [String], to target: String = CoreBench.caller, context: String? = nil, _ path: String,
        _ bench: inout CoreBench
    ) -> ServiceResponse {
        bench.request(
            "POST", path + ":sendDtmfTones",
            [
                "tones": .array(tones.map(JSONValue.string)), "targetParticipant": CoreBench.person(target),
                "operationContext": context.map(JSONValue.string),
            ])
    }

    private func told(_ bench: CoreBench) -> [String] {
        bench.events.filter { $0.name == "ContinuousDtmfRecognitionToneReceived" }.map { event in
            let data = event.event["data"]
            return "\(data?["sequenceId"]?.intValue ?? 0) \(data?["tone"]?.stringValue ?? "")"
        }
    }

    @Test func keysAreSentOneAfterTheOther() throws {
        var bench = try CoreBench()
        let (call, path) = try bench.connectedCall()
        let answer = send(["one", "pound", "asterisk"], context: "k", path, &bench)
        #expect(answer.status == 202 && answer.body?["operationContext"] == "k")
        bench.wait(0.5)
        #expect(!bench.eventNames.contains("SendDtmfTonesCompleted"))
        bench.wait(0.2)
        #expect(bench.outcomes.last == "SendDtmfTonesCompleted 200/0 k")
        let entry = try #require(try bench.core.timeline(of: call).entries.last)
        #expect(entry.kind == .tonesSent && entry.text == "1#*")
    }

    @Test(arguments: [
        ([String](), CoreBench.caller, "400 8523"), (Array(repeating: "one", count: 19), CoreBench.caller, "400 8523"),
        (["one"], CoreBench.user, "400 8523"), (["one"], "+14255550177", "404 8522"),
    ])
    func whatCannotBeSentIsRefused(_ tones: [String], _ target: String, _ code: String) throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let answer = send(tones, to: target, path, &bench)
        #expect(bench.errorCode(answer) == code)
    }

    @Test func keysForOneWhoGoesFail() throws {
        var bench = try CoreBench()
        let path = bench.createdCall([CoreBench.target, CoreBench.caller])
        _ = send(["one", "two", "three"], context: "k", path, &bench)
        bench.wait(0.3)
        try bench.hangUp(CoreBench.caller)
        #expect(bench.outcomes.first == "SendDtmfTonesFailed 400/8558 k")
        bench.wait(5)
        #expect(!bench.eventNames.contains("SendDtmfTonesCompleted"))
    }

    @Test func keysFailWhenTheCallEnds() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        _ = send(["one", "two"], path, &bench)
        try bench.hangUp(CoreBench.caller)
        #expect(bench.eventNames.contains("SendDtmfTonesFailed"))
    }

    @Test func aSecondSendingIsRefusedAndSoIsListening() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        _ = send(["one", "two"], path, &bench)
        let second = send(["three"], path, &bench)
        let listening = bench.request("POST", path + ":startContinuousDtmfRecognition", Self.listened)
        #expect(bench.errorCode(second) == "412 8583" && bench.errorCode(listening) == "412 8583")
    }

    @Test func everyKeyIsToldBesideARecognition() throws {
        var bench = try CoreBench()
        let (call, path) = try bench.connectedCall()
        #expect(bench.request("POST", path + ":startContinuousDtmfRecognition", Self.listened).status == 200)
        try bench.press("5")
        bench.recognize(path, dtmf: ["maxTonesToCollect": 2])
        try bench.press("1#")
        bench.wait(1)
        #expect(told(bench) == ["1 five", "2 one", "3 pound"])
        #expect(bench.events.last { $0.name == "RecognizeCompleted" } != nil)
        let pressed = try bench.core.timeline(of: call).entries.filter { $0.kind == .keyPressed }
        #expect(pressed.allSatisfy { $0.details["heard"] == true })
    }

    @Test func nothingIsToldAfterTheStopAndThatIsSaidOnce() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        bench.request("POST", path + ":startContinuousDtmfRecognition", Self.listened)
        for _ in 1...2 {
            #expect(bench.request("POST", path + ":stopContinuousDtmfRecognition", Self.listened).status == 200)
        }
        try bench.press("5")
        bench.wait(1)
        #expect(told(bench).isEmpty)
        #expect(bench.eventNames.filter { $0 == "ContinuousDtmfRecognitionStopped" }.count == 1)
    }

    @Test func anotherConnectionThatListensToTheSenderHearsTheKeys() throws {
        var bench = try CoreBench { $0.ownedNumbers = [CoreBench.service, "+18005550198"] }
        let path = bench.path(
            bench.request(
                "POST", "/calling/callConnections",
                [
                    "targets": [CoreBench.person(CoreBench.service)], "callbackUri": "https://app.test/cb",
                    "sourceCallerIdNumber": ["value": "+18005550198"],
                ]))
        let offer = try #require(bench.published.last?.data["incomingCallContext"]?.stringValue)
        let other = bench.path(bench.answer(offer))
        bench.wait(1)
        let sender = try #require(
            bench.core.standing(ofCall: bench.core.callIDs[0]).connections.first.flatMap {
                bench.core.legs[$0]?.identity
            })
        bench.request(
            "POST", other + ":recognize",
            [
                "recognizeInputType": "dtmf",
                "recognizeOptions": [
                    "targetParticipant": ["rawId": .string(sender.rawID)], "dtmfOptions": ["maxTonesToCollect": 2],
                ],
            ])
        _ = send(["four", "two"], to: CoreBench.service, path, &bench)
        bench.wait(1)
        let heard = bench.events.last { $0.name == "RecognizeCompleted" }?.event["data"]?["dtmfResult"]?["tones"]
        #expect(heard == ["four", "two"])
    }
}
