import CallModel
import Testing

@testable import CallEmulator

/// Recognitions of speech and choices.
@Suite struct SpeechTests {
    private static let choices: JSONValue = [
        ["label": "sales", "phrases": ["sales", "buy something"], "tone": "one"],
        ["label": "support", "phrases": ["help me"]],
    ]

    @discardableResult
    private func recognize(
        _ bench: inout CoreBench, _ path: String, _ type: String, _ options: JSONObject = [:], prompt: String? = nil,
        context: String? = nil
    ) -> ServiceResponse {
        var all: JSONObject = ["targetParticipant": ["rawId": .string("4:" + CoreBench.caller)]]
        for member in options.members { all[member.name] = member.value }
        var body: JSONObject = ["recognizeInputType": .string(type), "recognizeOptions": .object(all)]
        body["playPrompt"] = prompt.map { ["kind": "text", "text": ["text": .string($0)]] }
        body["operationContext"] = context.map { .string($0) }
        return bench.request("POST", path + ":recognize", .object(body))
    }

    private func say(_ bench: inout CoreBench, _ text: String) throws {
        try bench.core.say(text, on: CoreBench.caller, at: bench.time)
        bench.wait(0)
    }

    @Test func speechIsUnderstoodOnceTheSpeakerIsSilent() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        recognize(&bench, path, "speech", ["speechOptions": ["endSilenceTimeoutInMs": 1_000]])
        try say(&bench, "good morning to you")
        // 19 characters of 60 ms, and a second of silence.
        bench.wait(2.1)
        #expect(!bench.eventNames.contains("RecognizeCompleted"))
        bench.wait(0.1)
        #expect(bench.outcomes.last == "RecognizeCompleted 200/8569")
        let data = bench.events.last?.event["data"]
        #expect(data?["recognitionType"] == "speech")
        #expect(data?["speechResult"]?["speech"] == "good morning to you")
    }

    @Test func whoGoesOnSpeakingIsHeardAsOne() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        recognize(&bench, path, "speech", ["speechOptions": ["endSilenceTimeoutInMs": 2_000]])
        try say(&bench, "first")
        bench.wait(1)
        try say(&bench, "and second")
        bench.wait(4)
        #expect(bench.events.last?.event["data"]?["speechResult"]?["speech"] == "first and second")
    }

    @Test func silenceFailsIt() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        recognize(&bench, path, "speech", ["initialSilenceTimeoutInSeconds": 3])
        bench.wait(3.1)
        #expect(bench.outcomes.last == "RecognizeFailed 400/8510")
    }

    @Test(arguments: [
        ("Sales, please!", "sales", "sales"), ("I want to BUY   something", "sales", "buy something"),
        ("help me", "support", "help me"),
    ])
    func aPhraseChooses(said: String, label: String, phrase: String) throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        recognize(&bench, path, "choices", ["choices": Self.choices])
        try say(&bench, said)
        bench.wait(4)
        #expect(bench.outcomes.last == "RecognizeCompleted 200/8545")
        let result = bench.events.last?.event["data"]?["choiceResult"]
        #expect(result?["label"]?.stringValue == label)
        #expect(result?["recognizedPhrase"]?.stringValue == phrase)
    }

    @Test func aKeyChooses() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        recognize(&bench, path, "choices", ["choices": Self.choices])
        try bench.press("1")
        #expect(bench.outcomes.last == "RecognizeCompleted 200/8533")
        let result = bench.events.last?.event["data"]?["choiceResult"]
        #expect(result?["label"] == "sales")
        #expect(result?["recognizedPhrase"] == nil)
    }

    @Test func whatIsNoChoiceFailsIt() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        recognize(&bench, path, "choices", ["choices": Self.choices])
        // "salesman" is another word.
        try say(&bench, "the salesman")
        bench.wait(3)
        #expect(bench.outcomes.last == "RecognizeFailed 400/8547")
        recognize(&bench, path, "choices", ["choices": Self.choices])
        try bench.press("9")
        #expect(bench.outcomes.last == "RecognizeFailed 500/8534")
    }

    @Test func whatComesFirstDecidesBetweenSpeechAndKeys() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        recognize(&bench, path, "speechOrDtmf", ["dtmfOptions": ["maxTonesToCollect": 2]])
        try bench.press("4")
        try say(&bench, "four")
        try bench.press("2")
        #expect(bench.events.last?.event["data"]?["recognitionType"] == "dtmf")
        recognize(&bench, path, "speechOrDtmf", ["dtmfOptions": ["maxTonesToCollect": 1]])
        try say(&bench, "forty two")
        try bench.press("4")
        bench.wait(3)
        #expect(bench.events.last?.event["data"]?["speechResult"]?["speech"] == "forty two")
    }

    @Test func speakingInterruptsThePromptWhereThatIsAllowed() throws {
        for interrupts in [true, false] {
            var bench = try CoreBench()
            let (_, path) = try bench.connectedCall()
            recognize(
                &bench, path, "speech", ["interruptPrompt": .bool(interrupts)],
                prompt: String(repeating: "a", count: 100))
            bench.wait(1)
            try say(&bench, "stop")
            bench.wait(2)
            #expect(bench.eventNames.contains("RecognizeCompleted") == interrupts)
        }
    }

    @Test func whatIsMaskedStaysOutOfTheTimeline() throws {
        var bench = try CoreBench()
        let (call, path) = try bench.connectedCall()
        recognize(&bench, path, "dtmf", ["dtmfOptions": ["maxTonesToCollect": 3]], context: "1.1* pin")
        try bench.press("471")
        bench.wait(1)
        #expect(bench.outcomes.last == "RecognizeCompleted 200/8531 1.1* pin")
        let entries = try bench.core.timeline(of: call).entries
        #expect(entries.filter { $0.kind == .keyPressed }.map(\.text) == ["•", "•", "•"])
        #expect(entries.last { $0.kind == .recognized }?.text == "•••")
        #expect(!entries.contains { $0.json.text.contains("four") })
    }

    @Test func aScriptSaysWhatItIsAsked() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        bench.core.phones["4:" + CoreBench.caller]?.script = PhoneScript(press: [[.one]], say: ["", "help me"])
        recognize(&bench, path, "choices", ["choices": Self.choices, "initialSilenceTimeoutInSeconds": 2])
        bench.wait(3)
        #expect(bench.outcomes.last == "RecognizeFailed 400/8510")
        recognize(&bench, path, "choices", ["choices": Self.choices])
        bench.wait(3)
        #expect(bench.outcomes.last == "RecognizeCompleted 200/8545")
        recognize(&bench, path, "choices", ["choices": Self.choices])
        bench.wait(3)
        #expect(bench.outcomes.last == "RecognizeCompleted 200/8533")
    }

    private static let bad: [(type: String, options: JSONObject, field: String)] = [
        ("choices", [:], "choices"), ("choices", ["choices": [["label": "x", "phrases": []]]], "phrases"),
        ("choices", ["choices": [["phrases": ["x"]]]], "label"),
        ("speech", ["initialSilenceTimeoutInSeconds": 21], "initialSilenceTimeoutInSeconds"),
        ("speech", ["speechOptions": ["endSilenceTimeoutInMs": 0]], "endSilenceTimeoutInMs"),
        ("speechOrDtmf", ["dtmfOptions": ["maxTonesToCollect": 0]], "maxTonesToCollect"),
        ("hum", [:], "recognizeInputType"),
    ]

    @Test(arguments: bad)
    func aBadRequestNamesTheField(type: String, options: JSONObject, field: String) throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let response = recognize(&bench, path, type, options)
        #expect(response.status == 400)
        #expect(response.body?["error"]?["message"]?.stringValue?.contains(field) == true)
    }
}
