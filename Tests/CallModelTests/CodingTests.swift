import CallModel
import Foundation
import Testing

/// Actions and what belongs to them are read as they were written.
struct CodingTests {
    private static let user = CommunicationIdentifier(rawID: "8:acs:a_b")
    private static let phone = CommunicationIdentifier(rawID: "4:+14255550123")
    private static let voice = Voice(name: "v", locale: "en-US", kind: "female")
    private static let prompts: [PlaySource] = [
        .file(uri: "https://example.com/a.wav"), .text("ä\u{0}\"", voice: voice),
        .cached(.ssml("<speak/>", customVoiceEndpointID: "e"), id: "greeting"),
    ]

    private static let context: CustomCallingContext = {
        var details = TeamsPhoneCallDetails()
        details.caller = TeamsPhoneCallDetails.Caller(
            identifier: phone, name: "Ada", phoneNumber: "1", isAuthenticated: true, additionalInformation: ["a": "b"])
        details.source = TeamsPhoneCallDetails.Source(
            identifier: user, language: "en", status: "s", intendedTargets: ["x": phone])
        details.callTopic = "topic"
        return CustomCallingContext(
            voipHeaders: [.init("a", "b")], sipHeaders: [.init("User-To-User", "c")], teamsPhoneCallDetails: details)
    }()

    static let actions: [CallAction] = [
        .createCall(
            CreateCallAction(
                targets: [user, phone], callbackURI: "u", sourceCallerIDNumber: "+18005550199", sourceDisplayName: "n",
                operationContext: "o", cognitiveServicesEndpoint: "c", source: "s", teamsAppSource: "t",
                customCallingContext: context)),
        .connectCall(ConnectCallAction(locator: .serverCall(id: "1"), callbackURI: "u")),
        .connectCall(ConnectCallAction(locator: .groupCall(id: "1"), callbackURI: "u")),
        .connectCall(ConnectCallAction(locator: .room(id: "1"), callbackURI: "u", cognitiveServicesEndpoint: "c")),
        .answer(AnswerAction(incomingCallContext: "i", callbackURI: "u", answeredBy: "8:acs:c_d")),
        .reject(RejectAction(incomingCallContext: "i", reason: .busy)),
        .redirect(RedirectAction(incomingCallContext: "i", target: phone)),
        .hangUp(forEveryone: true), .properties,
        .transfer(TransferAction(target: phone, transferee: user, customCallingContext: context)),
        .addParticipant(
            AddParticipantAction(
                target: phone, sourceCallerIDNumber: "+18005550199", invitationTimeout: 30, operationCallbackURI: "u")),
        .cancelAddParticipant(CancelAddParticipantAction(invitation: .id("1"))),
        .cancelAddParticipant(CancelAddParticipantAction(invitation: .operation(OperationID(7, isRuntime: true)))),
        .removeParticipant(RemoveParticipantAction(target: phone)),
        .moveParticipants(MoveParticipantsAction(targets: [user], fromCall: "c")),
        .muteParticipant(MuteParticipantAction(targets: [user])),
        .unmuteParticipant(MuteParticipantAction(targets: [user], operationContext: "o")),
        .listParticipants(page: nil), .listParticipants(page: "next"), .getParticipant(user),
        .play(PlayAction(sources: prompts, targets: [user], loop: true, interrupt: true, operationCallbackURI: "u")),
        .recognize(
            RecognizeAction(
                target: phone, prompts: prompts, maxTones: 3, stopTones: [.pound, .a], interruptPrompt: false)),
        .recognize(
            RecognizeAction(
                target: phone, input: .speech(SpeechOptions(language: "de-DE", endSilenceMilliseconds: 700)),
                isMasked: true)),
        .recognize(
            RecognizeAction(
                target: phone, input: .speechOrDTMF(SpeechOptions(modelEndpointID: "m"), DTMFOptions(maxTones: nil)))),
        .recognize(
            RecognizeAction(
                target: phone,
                input: .choices([Choice(label: "a", phrases: ["b", "c"], tone: .one)], SpeechOptions()))),
        .cancelAllMedia,
        .sendDTMF(
            SendDTMFAction(
                tones: [.one, .pound], target: CommunicationIdentifier(rawID: "4:+14255550123"), operationContext: "o",
                operationCallbackURI: "https://me.test/cb")),
        .startContinuousDTMF(ContinuousDTMFAction(target: CommunicationIdentifier(rawID: "4:+14255550123"))),
        .stopContinuousDTMF(
            ContinuousDTMFAction(target: CommunicationIdentifier(rawID: "8:acs:a_b"), operationContext: "o")),
        .hold(HoldAction(target: phone, music: .file(uri: "https://example.com/a.wav"), operationContext: "o")),
        .unhold(HoldAction(target: phone, operationCallbackURI: "https://me.test/cb")),
        .interruptAudioAndAnnounce(AnnounceAction(sources: prompts, target: user, operationContext: "o")),
        .startRecording(recording), .pauseRecording(RecordingAction(recordingID: "r")),
        .resumeRecording(RecordingAction(recordingID: "r")), .stopRecording(RecordingAction(recordingID: "r")),
        .recordingState(RecordingAction(recordingID: "r")),
        .answer(
            AnswerAction(
                incomingCallContext: "t", callbackURI: "u",
                transcription: TranscriptionOptions(
                    locale: "en-US", transportURL: "wss://me.test/s", speechModelEndpointID: "m",
                    startTranscription: true, enableIntermediateResults: true),
                mediaStreaming: MediaStreamingOptions(
                    channel: .unmixed, format: .pcm24K, isBidirectional: true, enableDTMFTones: true, audio: .echo))),
        .startTranscription(TranscriptionAction(locale: "en-US", speechModelEndpointID: "m", operationContext: "o")),
        .stopTranscription(StreamAction(operationContext: "o", operationCallbackURI: "https://me.test/cb")),
        .updateTranscription(TranscriptionAction(locale: "de-DE")),
        .startMediaStreaming(StreamAction(operationContext: "o")),
        .stopMediaStreaming(StreamAction()),
    ]

    private static let recording: StartRecordingAction = {
        var start = StartRecordingAction()
        start.channel = .unmixed
        start.channelOrder = [phone, user]
        start.channelAffinity = [.init(channel: 2, participant: phone)]
        start.storage = "https://x.blob.core.windows.net/c"
        return start
    }()

    private func again<Value: Codable>(_ value: Value) throws -> Value {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = try encoder.encode(value)
        let read = try JSONDecoder().decode(Value.self, from: bytes)
        #expect(try encoder.encode(read) == bytes)
        return read
    }

    @Test func thereIsAnActionOfEachKind() {
        #expect(Set(Self.actions.map(\.kind)) == Set(ActionKind.allCases))
    }

    @Test(arguments: actions)
    func anActionIsReadAsItWasWritten(action: CallAction) throws {
        #expect(try again(action) == action)
    }

    @Test func namesAreReadAsTheyWereWritten() throws {
        let session = SessionID(partition: 255, random: (1, 2))
        #expect(try again([session]) == [session])
        let operations = [OperationID(3): 1, OperationID(3, isRuntime: true): 2]
        #expect(try again(operations) == operations)
        #expect(String(decoding: try JSONEncoder().encode([OperationID(3): 1]), as: UTF8.self) == "{\"3\":1}")
        for wrong in [#"["x"]"#, #"[3]"#, #"["-1"]"#] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode([OperationID].self, from: Data(wrong.utf8))
            }
            #expect(throws: DecodingError.self) { try JSONDecoder().decode([SessionID].self, from: Data(wrong.utf8)) }
        }
    }

    @Test(arguments: [[], Array("{\"ä\":1}".utf8), [0, 255, 0x80], [0]] as [[UInt8]])
    func bytesAreReadAsTheyWereWritten(bytes: [UInt8]) throws {
        let request = PreparedRequest(method: "POST", path: "/a?b=%20", body: bytes, takesRepeatability: true)
        #expect(try again(request) == request)
        let event = CallEvent(id: "1", name: "n", source: "s", subject: "u", time: "t", data: bytes)
        #expect(try again(event) == event)
        let failure = ActionFailure(reason: .noAnswer, code: 1, subCode: 2, message: "m", event: event)
        #expect(try again(failure) == failure)
    }

    @Test func valuesAreReadAsTheyWereWritten() throws {
        let value: JSONValue = ["a": [1, 2.5, .null, true], "b": ["é": .integer(.min)], "c": .array([])]
        #expect(try again([value]) == [value])
        let try1 = SendAttempt(repeatabilityID: nil, firstSent: 1_700_000_000.123456, timeLimit: 0.1)
        #expect(try again(try1) == try1)
    }
}
