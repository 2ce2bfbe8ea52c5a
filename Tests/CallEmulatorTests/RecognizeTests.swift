import CallModel
import Testing

@testable import CallEmulator

@Suite struct RecognizeTests {
    private func tones(_ bench: CoreBench) -> [String]? {
        bench.events.last?.event["data"]?["dtmfResult"]?["tones"]?.arrayValue?.compactMap(\.stringValue)
    }

    @Test func theLastToneCompletesIt() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        bench.recognize(path, dtmf: ["maxTonesToCollect": 3])
        bench.wait(2)
        try bench.press("12#")
        bench.wait(1)
        #expect(bench.outcomes.last == "RecognizeCompleted 200/8531")
        #expect(tones(bench) == ["one", "two", "pound"])
        #expect(bench.events.last?.event["data"]?["recognitionType"] == "dtmf")
    }

    @Test func aStopToneCompletesItAndIsNoPartOfTheResult() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        bench.recognize(path, dtmf: ["maxTonesToCollect": 5, "stopTones": ["pound"]])
        try bench.press("42#")
        bench.wait(1)
        #expect(bench.outcomes.last == "RecognizeCompleted 200/8514")
        #expect(tones(bench) == ["four", "two"])
    }

    @Test func silenceCountsFromTheEndOfThePrompt() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let prompt = String(repeating: "a", count: 100)
        bench.recognize(path, prompt: prompt, options: ["initialSilenceTimeoutInSeconds": 3])
        bench.wait(8.9)
        #expect(!bench.eventNames.contains("RecognizeFailed"))
        bench.wait(0.2)
        #expect(bench.outcomes.last == "RecognizeFailed 400/8510")
    }

    @Test func aLongGapBetweenTonesFailsIt() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        bench.recognize(path, dtmf: ["maxTonesToCollect": 2, "interToneTimeoutInSeconds": 4])
        try bench.press("1")
        bench.wait(3.9)
        #expect(!bench.eventNames.contains("RecognizeFailed"))
        bench.wait(0.2)
        #expect(bench.outcomes.last == "RecognizeFailed 400/8532")
    }

    @Test func aKeyInterruptsThePrompt() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        bench.recognize(path, prompt: String(repeating: "a", count: 500), options: ["interruptPrompt": true])
        bench.wait(1)
        try bench.press("7")
        #expect(bench.outcomes.last == "RecognizeCompleted 200/8531")
    }

    @Test func aKeyIsLostWhileAPromptMayNotBeInterrupted() throws {
        var bench = try CoreBench()
        let (call, path) = try bench.connectedCall()
        bench.recognize(path, prompt: String(repeating: "a", count: 50), options: ["interruptPrompt": false])
        bench.wait(1)
        try bench.press("7")
        #expect(bench.eventNames.last == "ParticipantsUpdated")
        #expect(try bench.core.timeline(of: call).entries.last?.details["heard"] == false)
        bench.wait(2.1)
        try bench.press("8")
        #expect(tones(bench) == ["eight"])
    }

    @Test func aScriptWaitsForThePromptThatMayNotBeInterrupted() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall(press: ["5"])
        bench.recognize(path, prompt: String(repeating: "a", count: 50), options: ["interruptPrompt": false])
        bench.wait(2.9)
        #expect(tones(bench) == nil)
        bench.wait(0.7)
        #expect(tones(bench) == ["five"])
    }

    @Test func theScriptPressesOneSequencePerRecognition() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall(press: ["1", "23"])
        bench.recognize(path)
        bench.wait(2)
        #expect(tones(bench) == ["one"])
        bench.recognize(path, dtmf: ["maxTonesToCollect": 2])
        bench.wait(2)
        #expect(tones(bench) == ["two", "three"])
        bench.recognize(path)
        bench.wait(10)
        #expect(bench.outcomes.last == "RecognizeFailed 400/8510")
    }

    @Test func aRecognitionWaitsBehindAPlay() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall(press: ["1"])
        bench.play(path, "Welcome")
        bench.recognize(path, prompt: nil, ["interruptCallMediaOperation": false])
        bench.wait(3)
        #expect(bench.eventNames.suffix(3) == ["PlayStarted", "PlayCompleted", "RecognizeCompleted"])
    }

    @Test func recognizeInterruptsByDefault() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall(press: ["1"])
        bench.play(path, "Welcome")
        bench.recognize(path)
        bench.wait(3)
        #expect(bench.eventNames.suffix(3) == ["PlayStarted", "PlayCanceled", "RecognizeCompleted"])
    }

    @Test(
        arguments: [
            (["dtmfOptions": ["maxTonesToCollect": 0]], "maxTonesToCollect"),
            (["dtmfOptions": [:]], "maxTonesToCollect"),
            (["dtmfOptions": ["maxTonesToCollect": 1, "interToneTimeoutInSeconds": 61]], "interToneTimeoutInSeconds"),
            (["dtmfOptions": ["maxTonesToCollect": 1, "stopTones": ["hash"]]], "stopTones"),
            (["initialSilenceTimeoutInSeconds": 301], "initialSilenceTimeoutInSeconds"),
            (["interruptPrompt": "yes"], "interruptPrompt"),
            (["targetParticipant": ["rawId": "nobody"]], "targetParticipant"),
        ] as [(JSONObject, String)])
    func aWrongOptionIsNamed(options: JSONObject, field: String) throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let response = bench.recognize(path, options: options)
        #expect(response.status == 400)
        #expect(response.body?["error"]?["code"] == "8523")
        #expect(response.body?["error"]?["message"]?.stringValue?.contains(field) == true)
    }

    @Test func someoneElseIsNoParticipant() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let response = bench.recognize(path, options: ["targetParticipant": ["rawId": "4:+14255559999"]])
        #expect(response.status == 404)
    }
}
