import CallModel
import Testing

@testable import CallAutomation

@Suite struct ActionRequestTests {
    private let number = CommunicationIdentifier(rawID: "4:+18005550199")
    private let user = CommunicationIdentifier(rawID: "8:acs:b9614373_da7be3a9")
    private let connection = "18dea47f-b081-4107-9a5c-4300819d2c6c"

    private func body(_ action: CallAction) throws -> JSONValue {
        try JSONValue(parsing: try ActionRequest.prepare(action, callConnectionID: connection).body)
    }

    private func example(_ name: String, _ part: String) throws -> JSONValue {
        try #require(try Fixture.json("requests/\(name).json")["parameters"]?[part])
    }

    @Test func answerMatchesTheExample() throws {
        let wanted = try example("AnswerCall", "answerCallRequest")
        let answer = AnswerAction(
            incomingCallContext: try #require(wanted["incomingCallContext"]?.stringValue),
            callbackURI: "https://app.contoso.com/callback", operationContext: "operationContext",
            cognitiveServicesEndpoint: "string")
        let made = try body(.answer(answer))
        for member in try #require(made.objectValue).members { #expect(wanted[member.name] == member.value) }
        #expect(made.objectValue?.members.count == 4)
    }

    @Test func playSendsWhatTheOfficialClientsAlwaysSend() throws {
        let play = PlayAction(sources: [.file(uri: "https://some.file.azure.com/sample.wav")], interrupt: true)
        #expect(
            try body(.play(play)) == [
                "playSources": [["kind": "file", "file": ["uri": "https://some.file.azure.com/sample.wav"]]],
                "playTo": [], "interruptCallMediaOperation": true, "playOptions": ["loop": false],
            ])
        let some = PlayAction(sources: play.sources, targets: [user], interrupt: true)
        #expect(try body(.play(some))["interruptCallMediaOperation"] == false)
    }

    @Test func onePromptIsPlayPromptAndSeveralArePlayPrompts() throws {
        let file = PlaySource.file(uri: "https://f.test/a.wav")
        let one = try body(.recognize(RecognizeAction(target: number, prompts: [file], maxTones: 5)))
        #expect(one["playPrompt"]?["kind"] == "file")
        #expect(one["playPrompts"] == nil)
        let two = try body(.recognize(RecognizeAction(target: number, prompts: [file, file], maxTones: 5)))
        #expect(two["playPrompt"] == nil)
        #expect(two["playPrompts"]?.arrayValue?.count == 2)
    }

    @Test func recognizeMatchesTheExample() throws {
        let wanted = try example("CallMedia_Recognize", "recognizeRequest")
        let target = "8:acs:b9614373-fd0b-480c-8fd2-cb58b70eab9f_da7be3a9-8788-42a6-85c6-56b2cf784fce"
        let recognize = RecognizeAction(
            target: CommunicationIdentifier(rawID: target),
            prompts: [.file(uri: "https://some.file.azure.com/sample.wav")], maxTones: 5, stopTones: [.pound],
            interToneTimeout: 3, initialSilenceTimeout: 5)
        let made = try body(.recognize(recognize))
        #expect(made["recognizeInputType"] == wanted["recognizeInputType"])
        #expect(made["playPrompt"] == wanted["playPrompt"])
        let options = try #require(wanted["recognizeOptions"])
        for name in ["interruptPrompt", "initialSilenceTimeoutInSeconds"] {
            #expect(made["recognizeOptions"]?[name] == options[name])
        }
        for name in ["interToneTimeoutInSeconds", "maxTonesToCollect", "stopTones"] {
            #expect(made["recognizeOptions"]?["dtmfOptions"]?[name] == options["dtmfOptions"]?[name])
        }
        let participant = made["recognizeOptions"]?["targetParticipant"]
        #expect(participant == ["rawId": .string(target), "communicationUser": ["id": .string(target)]])
    }

    @Test func pathsMethodsAndRepeatabilityAreThoseOfTheContract() throws {
        func line(_ action: CallAction) throws -> String {
            let request = try ActionRequest.prepare(action, callConnectionID: "a/b")
            return "\(request.method) \(request.path) \(request.takesRepeatability) \(request.body.isEmpty)"
        }
        let root = "/calling/callConnections"
        let version = "?api-version=2026-03-12"
        let play = PlayAction(sources: [.file(uri: "u")])
        let answer = AnswerAction(incomingCallContext: "c", callbackURI: "u")
        #expect(try line(.answer(answer)) == "POST \(root):answer\(version) true false")
        #expect(
            try line(.reject(RejectAction(incomingCallContext: "c", reason: .busy)))
                == "POST \(root):reject\(version) true false")
        #expect(try line(.play(play)) == "POST \(root)/a%2Fb:play\(version) false false")
        #expect(
            try line(.recognize(RecognizeAction(target: number, maxTones: 1)))
                == "POST \(root)/a%2Fb:recognize\(version) false false")
        #expect(
            try line(.transfer(TransferAction(target: number)))
                == "POST \(root)/a%2Fb:transferToParticipant\(version) true false")
        #expect(try line(.cancelAllMedia) == "POST \(root)/a%2Fb:cancelAllMediaOperations\(version) false true")
        #expect(try line(.hangUp(forEveryone: true)) == "POST \(root)/a%2Fb:terminate\(version) true true")
        #expect(try line(.hangUp(forEveryone: false)) == "DELETE \(root)/a%2Fb\(version) false true")
    }

    @Test func theSameActionGivesTheSameBytes() throws {
        let action = CallAction.transfer(TransferAction(target: number, transferee: user, operationContext: "x"))
        let first = try ActionRequest.prepare(action, callConnectionID: connection)
        #expect(try ActionRequest.prepare(action, callConnectionID: connection) == first)
    }

    @Test func anActionOnNoConnectionAndAPlayOfNothingAreMistakes() {
        #expect(throws: RequestFault(description: "cancel_all_media needs the id of a call connection")) {
            try ActionRequest.prepare(.cancelAllMedia, callConnectionID: nil)
        }
        #expect(throws: RequestFault.self) {
            try ActionRequest.prepare(.play(PlayAction(sources: [])), callConnectionID: connection)
        }
    }

    @Test func idsAreEncodedStrictly() {
        #expect(RequestPath.encoded("8:acs:a_b") == "8%3Aacs%3Aa_b")
        #expect(RequestPath.encoded("4:+15550100") == "4%3A%2B15550100")
        #expect(RequestPath.encoded("rid/=+") == "rid%2F%3D%2B")
        #expect(RequestPath.encoded("é ~-.") == "%C3%A9%20~-.")
    }

    @Test func connectionPropertiesAreReadAndForgiveWhatIsMissing() throws {
        let example = try #require(
            try Fixture.json("requests/CallConnection_GetCall.json")["responses"]?["200"]?["body"])
        #expect(ServiceContract.validate(example, as: "CallConnectionProperties") == [])
        let properties = try CallConnectionProperties(body: example.encoded)
        #expect(properties.callConnectionID == connection)
        #expect(properties.state == .connected)
        #expect(properties.targets.map(\.rawID).last == "4:+14250123456")
        #expect(properties.sourceCallerIDNumber == "+18440123456")
        let bare = try CallConnectionProperties(body: Array("{\"callConnectionState\":\"new\",\"x\":[1]}".utf8))
        #expect(bare.state == .unknown && bare.callConnectionID == nil && bare.targets.isEmpty)
        #expect(throws: JSONError.self) { try CallConnectionProperties(body: []) }
    }
}
