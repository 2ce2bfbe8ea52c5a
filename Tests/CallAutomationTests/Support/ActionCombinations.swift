import CallAutomation
import CallModel

/// Every kind of action with its options in combination.
enum ActionCombinations {
    static let connection = "18dea47f-b081-4107-9a5c-4300819d2c6c"
    static let identifiers = [
        "4:+14255550123", "4:anonymous", "4:+14255550123_asserted", "8:acs:a_b", "8:acs:r_t_u", "8:spool:x_y",
        "8:orgid:u", "8:dod:u", "8:teamsvisitor:u", "28:orgid:a", "28:gcch:a", "8:gcch-acs:r_t_u", "strange",
    ].map(CommunicationIdentifier.init(rawID:))

    /// All of them, in the stable version and, where an option needs it, in the preview.
    static let all: [(action: CallAction, apiVersion: String)] =
        stable.map { ($0, ActionRequest.defaultAPIVersion) } + stable.map { ($0, ActionRequest.previewAPIVersion) }
        + preview.map { ($0, ActionRequest.previewAPIVersion) }

    private static let user = CommunicationIdentifier(rawID: "8:acs:a_b")
    private static let url: String? = "https://me.test/cb?x=\"1\""
    private static let contexts: [String?] = [nil, "op-1 \"quoted\"\n"]
    private static let custom: [CustomCallingContext?] =
        [
            nil, CustomCallingContext(), CustomCallingContext(voipHeaders: [.init("a", "b"), .init("c", "é")]),
            CustomCallingContext(sipHeaders: [.init("User-To-User", "56;encoding=hex"), .init("X-MS-Custom-A", "1")]),
            CustomCallingContext(voipHeaders: [.init("a", "")], sipHeaders: [.init("X-Own", "1")]),
        ]
        + teams.flatMap { details in
            [[], [CustomCallingContext.Header("a", "b")]].map {
                CustomCallingContext(voipHeaders: $0, teamsPhoneCallDetails: details)
            }
        }

    /// Nothing, texts alone, caller or sender as short as they can be with each kind of identifier, and all of it.
    private static let teams: [TeamsPhoneCallDetails] = {
        var texts = TeamsPhoneCallDetails()
        texts.sessionID = "s"
        texts.intent = "Refund \"now\"\n"
        texts.callTopic = String(repeating: "é", count: TeamsPhoneCallDetails.topicLimit)
        texts.callContext = ""
        texts.transcriptURL = "https://files.test/t"
        texts.callSentiment = "good"
        texts.suggestedActions = "pay"
        var whole = texts
        whole.caller = TeamsPhoneCallDetails.Caller(
            identifier: identifiers[0], name: "Ada", phoneNumber: "+14255550123", recordID: "r",
            screenPopURL: "https://crm.test/r", isAuthenticated: true,
            additionalInformation: Dictionary(uniqueKeysWithValues: (0..<10).map { ("key \($0)", "é") }))
        whole.source = TeamsPhoneCallDetails.Source(
            identifier: user, language: "en", status: "done",
            intendedTargets: Dictionary(uniqueKeysWithValues: identifiers.map { ($0.rawID, $0) }))
        let short = identifiers.flatMap { identifier in
            var caller = TeamsPhoneCallDetails()
            caller.caller = TeamsPhoneCallDetails.Caller(identifier: identifier, name: "", phoneNumber: "")
            var source = TeamsPhoneCallDetails()
            source.source = TeamsPhoneCallDetails.Source(identifier: identifier, language: "", status: "")
            return [caller, source]
        }
        return [TeamsPhoneCallDetails(), texts, whole] + short
    }()
    private static let prompts: [PlaySource] = [
        .file(uri: "https://files.test/a.wav"), .text("Say \"hello\"\n", voice: Voice(name: "en-US-AvaNeural")),
        .text("Ja", voice: Voice(locale: "de-DE", kind: "female")),
        .cached(
            .text("Ja", voice: Voice(name: "n", customEndpointID: "6d4b")), id: "greeting"),
        .ssml("<speak version=\"1.0\">Hello</speak>", customVoiceEndpointID: "6d4b"),
    ]

    /// The values of an option, each with every context and callback address.
    private static func each<Option>(
        _ options: [Option], _ make: (Option, _ context: String?, _ url: String?) -> CallAction
    ) -> [CallAction] {
        options.flatMap { option in contexts.flatMap { [make(option, $0, nil), make(option, $0, url)] } }
    }

    private static let stable: [CallAction] = Array(
        [
            calls, offers, participants, media, recordings, streams,
            [.hangUp(forEveryone: true), .hangUp(forEveryone: false), .properties, .cancelAllMedia],
        ].joined())

    private static let calls: [CallAction] =
        each([identifiers] + identifiers.map { [$0] }) { targets, context, ai in
            .createCall(
                CreateCallAction(
                    targets: targets, callbackURI: "https://me.test/cb", operationContext: context,
                    cognitiveServicesEndpoint: ai))
        }
        + each(["28:orgid:a", "28:dod:a", "1f2e"]) { app, context, _ in
            .createCall(
                CreateCallAction(
                    targets: [user], callbackURI: "https://me.test/cb", sourceCallerIDNumber: "+18005550199",
                    sourceDisplayName: "Contoso \\ Ltd", operationContext: context, source: "8:acs:a_app",
                    teamsAppSource: app))
        }
        + each([CallLocator.serverCall(id: "aHR0"), .groupCall(id: "g"), .room(id: "99434917639286209")]) {
            .connectCall(
                ConnectCallAction(
                    locator: $0, callbackURI: "https://me.test/cb", operationContext: $1,
                    cognitiveServicesEndpoint: $2))
        }

    private static let offers: [CallAction] =
        each([nil, "8:acs:a_app"]) { answeredBy, context, ai in
            .answer(
                AnswerAction(
                    incomingCallContext: "token", callbackURI: "https://me.test/cb", operationContext: context,
                    cognitiveServicesEndpoint: ai, answeredBy: answeredBy))
        }
        + RejectAction.Reason.allCases.map { .reject(RejectAction(incomingCallContext: "token", reason: $0)) }
        + identifiers.map { .redirect(RedirectAction(incomingCallContext: "token", target: $0)) }

    private static let participants: [CallAction] =
        each(identifiers) { .transfer(TransferAction(target: $0, operationContext: $1, operationCallbackURI: $2)) }
        + each(custom) {
            .transfer(
                TransferAction(
                    target: user, transferee: identifiers[0], customCallingContext: $0, operationContext: $1,
                    operationCallbackURI: $2))
        }
        + each(identifiers) {
            .addParticipant(AddParticipantAction(target: $0, operationContext: $1, operationCallbackURI: $2))
        }
        + each(custom) {
            .addParticipant(
                AddParticipantAction(
                    target: identifiers[0], sourceCallerIDNumber: "+18005550199", sourceDisplayName: "Contoso",
                    invitationTimeout: 180, customCallingContext: $0, operationContext: $1, operationCallbackURI: $2))
        }
        + each([nil, 0, 1, 180]) {
            .addParticipant(
                AddParticipantAction(
                    target: user, invitationTimeout: $0, operationContext: $1, operationCallbackURI: $2))
        }
        + each(["7b4244f8"]) {
            .cancelAddParticipant(
                CancelAddParticipantAction(invitation: .id($0), operationContext: $1, operationCallbackURI: $2))
        }
        + each(identifiers) {
            .removeParticipant(RemoveParticipantAction(target: $0, operationContext: $1, operationCallbackURI: $2))
        }
        + each([[user], identifiers]) {
            .moveParticipants(
                MoveParticipantsAction(
                    targets: $0, fromCall: "28dea47f", operationContext: $1, operationCallbackURI: $2))
        }
        + contexts.map { .muteParticipant(MuteParticipantAction(targets: [user], operationContext: $0)) }
        + identifiers.map { .getParticipant($0) }
        + [nil, "/calling/callConnections/\(connection)/participants?skip=2&api-version=old"].map {
            .listParticipants(page: $0)
        }

    private static let inputs: [RecognizeInput] = [
        .speech(SpeechOptions()),
        .speech(SpeechOptions(language: "de-DE", modelEndpointID: "6d4b", endSilenceMilliseconds: 1_500)),
        .speechOrDTMF(SpeechOptions(language: "en-US"), DTMFOptions(maxTones: nil)),
        .speechOrDTMF(SpeechOptions(), DTMFOptions(maxTones: 5, stopTones: [.pound], interToneTimeout: 9)),
        .choices(
            [Choice(label: "yes", phrases: ["yes", "sure"], tone: .one), Choice(label: "no", phrases: ["no"])],
            SpeechOptions(language: "en-GB")),
    ]

    private static let media: [CallAction] =
        each([[], identifiers]) { targets, context, url in
            .play(
                PlayAction(
                    sources: prompts, targets: targets, loop: true, interrupt: true, operationContext: context,
                    operationCallbackURI: url))
        }
        + each(Array(0...3)) { count, context, url in
            .recognize(
                RecognizeAction(
                    target: user, prompts: Array(prompts.prefix(count)), maxTones: 4,
                    stopTones: count == 0 ? [] : Tone.allCases, operationContext: context, operationCallbackURI: url))
        }
        + each(inputs) {
            .recognize(
                RecognizeAction(
                    target: user, prompts: prompts, input: $0, initialSilenceTimeout: 20, interrupt: true,
                    operationContext: $1, operationCallbackURI: $2))
        }
        + each([nil] + prompts) {
            .hold(HoldAction(target: user, music: $0, operationContext: $1, operationCallbackURI: $2))
        }
        + each(identifiers) {
            .unhold(HoldAction(target: $0, operationContext: $1, operationCallbackURI: $2))
        }
        + each([[.zero], Tone.allCases]) {
            .sendDTMF(SendDTMFAction(tones: $0, target: user, operationContext: $1, operationCallbackURI: $2))
        }
        + each(identifiers) {
            .startContinuousDTMF(ContinuousDTMFAction(target: $0, operationContext: $1, operationCallbackURI: $2))
        }
        + each(identifiers) {
            .stopContinuousDTMF(ContinuousDTMFAction(target: $0, operationContext: $1, operationCallbackURI: $2))
        }

    private static let recordings: [CallAction] = {
        var usual = StartRecordingAction()
        usual.callConnectionID = "28dea47f"
        usual.stateCallbackURI = "https://me.test/cb"
        var video = usual
        (video.content, video.format, video.pauseOnStart) = (.audioVideo, .mp4, true)
        video.serverCallID = "aHR0"
        var unmixed = usual
        unmixed.channel = .unmixed
        unmixed.channelOrder = identifiers
        unmixed.channelAffinity = [.init(channel: 3, participant: user)]
        unmixed.storage = "https://x.blob.core.windows.net/recordings"
        let recording = RecordingAction(recordingID: "eyJQ")
        return [usual, video, unmixed].map { .startRecording($0) } + [
            .pauseRecording(recording), .resumeRecording(recording), .stopRecording(recording),
            .recordingState(recording),
        ]
    }()

    private static let transcriptions: [TranscriptionOptions?] = [
        nil, TranscriptionOptions(locale: "en-US"),
        TranscriptionOptions(
            locale: "de-DE", transportURL: "wss://me.test/s?x=1", speechModelEndpointID: "6d4b",
            startTranscription: true,
            enableIntermediateResults: true),
    ]

    private static let sounds: [MediaStreamingOptions] =
        MediaStreamingOptions.Channel.allCases.flatMap { channel in
            MediaStreamingOptions.Format.allCases.flatMap { format in
                [true, false].map { flag in
                    MediaStreamingOptions(
                        channel: channel, transportURL: flag ? "wss://me.test/s" : nil, format: format,
                        isBidirectional: flag, enableDTMFTones: !flag, startMediaStreaming: flag,
                        audio: flag ? nil : .file)
                }
            }
        }

    private static let streams: [CallAction] =
        each([nil, "en-US"]) {
            .startTranscription(
                TranscriptionAction(
                    locale: $0, speechModelEndpointID: $0, operationContext: $1, operationCallbackURI: $2))
        }
        + each(["de-DE"]) {
            .updateTranscription(
                TranscriptionAction(
                    locale: $0, speechModelEndpointID: "6d4b", operationContext: $1, operationCallbackURI: $2))
        }
        + each([()]) { .stopTranscription(StreamAction(operationContext: $1, operationCallbackURI: $2)) }
        + each([()]) { .startMediaStreaming(StreamAction(operationContext: $1, operationCallbackURI: $2)) }
        + each([()]) { .stopMediaStreaming(StreamAction(operationContext: $1, operationCallbackURI: $2)) }
        + transcriptions.flatMap { text in
            ([nil] + sounds.map { Optional($0) }).flatMap { sound -> [CallAction] in
                [
                    .createCall(
                        CreateCallAction(
                            targets: [user], callbackURI: "https://me.test/cb", transcription: text,
                            mediaStreaming: sound)),
                    .answer(
                        AnswerAction(
                            incomingCallContext: "token", callbackURI: "https://me.test/cb", transcription: text,
                            mediaStreaming: sound)),
                    .connectCall(
                        ConnectCallAction(
                            locator: .room(id: "1"), callbackURI: "https://me.test/cb", transcription: text,
                            mediaStreaming: sound)),
                ]
            }
        }

    private static let preview: [CallAction] =
        contexts.map {
            .interruptAudioAndAnnounce(AnnounceAction(sources: prompts, target: user, operationContext: $0))
        }
        + contexts.map { .unmuteParticipant(MuteParticipantAction(targets: [user], operationContext: $0)) }
        + each(custom) { context, operation, _ in
            .createCall(
                CreateCallAction(
                    targets: [user], callbackURI: "https://me.test/cb", operationContext: operation,
                    customCallingContext: context))
        }
}
