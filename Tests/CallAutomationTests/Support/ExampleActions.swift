import CallModel
import Foundation

/// The action whose request a published example shows. Written for the tests: what the client has no field for is left out.
enum ExampleActions {
    static func action(_ operation: String, _ parameters: JSONValue) -> CallAction? {
        guard let body = body(parameters) else { return bodyless(operation, parameters) }
        let context = body["operationContext"]?.stringValue
        let url = body["operationCallbackUri"]?.stringValue
        let ai = body["callIntelligenceOptions"]?["cognitiveServicesEndpoint"]?.stringValue
        let token = body["incomingCallContext"]?.stringValue ?? ""
        let callback = body["callbackUri"]?.stringValue ?? ""
        let callerID = body["sourceCallerIdNumber"]?["value"]?.stringValue
        switch operation {
        case "CreateCall":
            return .createCall(
                CreateCallAction(
                    targets: identifiers(body["targets"]), callbackURI: callback, operationContext: context,
                    cognitiveServicesEndpoint: ai, transcription: transcription(body), mediaStreaming: sound(body)))
        case "Connect":
            guard let room = body["callLocator"]?["roomId"]?.stringValue else { return nil }
            return .connectCall(
                ConnectCallAction(
                    locator: .room(id: room), callbackURI: callback, operationContext: context,
                    cognitiveServicesEndpoint: ai, transcription: transcription(body), mediaStreaming: sound(body)))
        case "AnswerCall":
            return .answer(
                AnswerAction(
                    incomingCallContext: token, callbackURI: callback, operationContext: context,
                    cognitiveServicesEndpoint: ai, answeredBy: body["answeredBy"]?["id"]?.stringValue,
                    transcription: transcription(body), mediaStreaming: sound(body)))
        case "RejectCall":
            let reason = body["callRejectReason"]?.stringValue.flatMap(RejectAction.Reason.init(rawValue:))
            return .reject(RejectAction(incomingCallContext: token, reason: reason ?? .none))
        case "RedirectCall":
            return identifier(body["target"]).map {
                .redirect(RedirectAction(incomingCallContext: token, target: $0))
            }
        case "CallConnection_TransferToParticipant":
            return identifier(body["targetParticipant"]).map {
                .transfer(
                    TransferAction(
                        target: $0, transferee: identifier(body["transferee"]), operationContext: context,
                        operationCallbackURI: url))
            }
        case "CallConnection_AddParticipant":
            return identifier(body["participantToAdd"]).map {
                .addParticipant(
                    AddParticipantAction(
                        target: $0, sourceCallerIDNumber: callerID,
                        invitationTimeout: body["invitationTimeoutInSeconds"]?.intValue, operationContext: context,
                        operationCallbackURI: url))
            }
        case "CallConnection_CancelAddParticipant":
            return body["invitationId"]?.stringValue.map {
                .cancelAddParticipant(
                    CancelAddParticipantAction(
                        invitation: .id($0), operationContext: context, operationCallbackURI: url))
            }
        case "CallConnection_RemoveParticipant":
            return identifier(body["participantToRemove"]).map {
                .removeParticipant(
                    RemoveParticipantAction(target: $0, operationContext: context, operationCallbackURI: url))
            }
        case "CallConnection_MoveParticipants":
            return .moveParticipants(
                MoveParticipantsAction(
                    targets: identifiers(body["targetParticipants"]), fromCall: body["fromCall"]?.stringValue ?? "",
                    operationContext: context, operationCallbackURI: url))
        case "CallConnection_Mute":
            return .muteParticipant(
                MuteParticipantAction(targets: identifiers(body["targetParticipants"]), operationContext: context))
        case "CallMedia_Play":
            return .play(
                PlayAction(
                    sources: (body["playSources"]?.arrayValue ?? []).compactMap(source),
                    targets: identifiers(body["playTo"]), loop: body["playOptions"]?["loop"]?.boolValue ?? false,
                    interrupt: body["interruptCallMediaOperation"]?.boolValue ?? false, operationContext: context,
                    operationCallbackURI: url))
        case "CallMedia_Recognize":
            guard let options = body["recognizeOptions"], let target = identifier(options["targetParticipant"]),
                let keys = options["dtmfOptions"]
            else { return nil }
            return .recognize(
                RecognizeAction(
                    target: target, prompts: [body["playPrompt"]].compactMap { $0.flatMap(source) },
                    maxTones: keys["maxTonesToCollect"]?.intValue ?? 0,
                    stopTones: (keys["stopTones"]?.arrayValue ?? []).compactMap(\.stringValue)
                        .compactMap(Tone.init(rawValue:)),
                    interToneTimeout: keys["interToneTimeoutInSeconds"]?.intValue ?? 0,
                    initialSilenceTimeout: options["initialSilenceTimeoutInSeconds"]?.intValue ?? 0,
                    interruptPrompt: options["interruptPrompt"]?.boolValue ?? false,
                    interrupt: body["interruptCallMediaOperation"]?.boolValue ?? false, operationContext: context,
                    operationCallbackURI: url))
        case "CallMedia_SendDtmfTones":
            let tones = (body["tones"]?.arrayValue ?? []).compactMap(\.stringValue).compactMap(Tone.init(rawValue:))
            return identifier(body["targetParticipant"]).map {
                .sendDTMF(
                    SendDTMFAction(tones: tones, target: $0, operationContext: context, operationCallbackURI: url))
            }
        case "CallMedia_StartContinuousDtmfRecognition":
            return continuous(body).map { .startContinuousDTMF($0) }
        case "CallMedia_StopContinuousDtmfRecognition":
            return continuous(body).map { .stopContinuousDTMF($0) }
        case "CallMedia_Hold": return hold(body).map { .hold($0) }
        case "CallMedia_Unhold": return hold(body).map { .unhold($0) }
        case "CallRecording_StartRecording": return .startRecording(recording(body))
        case "CallMedia_StartTranscription": return .startTranscription(language(body))
        case "CallMedia_UpdateTranscription": return .updateTranscription(language(body))
        case "CallMedia_StopTranscription":
            return .stopTranscription(StreamAction(operationContext: context, operationCallbackURI: url))
        case "CallMedia_StartMediaStreaming":
            return .startMediaStreaming(StreamAction(operationContext: context, operationCallbackURI: url))
        case "CallMedia_StopMediaStreaming":
            return .stopMediaStreaming(StreamAction(operationContext: context, operationCallbackURI: url))
        default: return nil
        }
    }

    private static func hold(_ body: JSONValue) -> HoldAction? {
        identifier(body["targetParticipant"]).map {
            HoldAction(
                target: $0, music: body["playSourceInfo"].flatMap(source),
                operationContext: body["operationContext"]?.stringValue,
                operationCallbackURI: body["operationCallbackUri"]?.stringValue)
        }
    }

    private static func recording(_ body: JSONValue) -> StartRecordingAction {
        var start = StartRecordingAction()
        start.callConnectionID = body["callConnectionId"]?.stringValue ?? ""
        start.serverCallID = body["callLocator"]?["serverCallId"]?.stringValue
        start.content = body["recordingContentType"]?.stringValue.flatMap { .init(rawValue: $0) } ?? .audio
        start.channel = body["recordingChannelType"]?.stringValue.flatMap { .init(rawValue: $0) } ?? .mixed
        start.format = body["recordingFormatType"]?.stringValue.flatMap { .init(rawValue: $0) } ?? .wav
        start.channelOrder = identifiers(body["audioChannelParticipantOrdering"])
        start.channelAffinity = (body["channelAffinity"]?.arrayValue ?? []).compactMap { item in
            identifier(item["participant"]).map { .init(channel: item["channel"]?.intValue ?? 0, participant: $0) }
        }
        start.pauseOnStart = body["pauseOnStart"]?.boolValue ?? false
        start.storage = body["externalStorage"]?["recordingDestinationContainerUrl"]?.stringValue
        start.stateCallbackURI = body["recordingStateCallbackUri"]?.stringValue ?? ""
        return start
    }

    private static func language(_ body: JSONValue) -> TranscriptionAction {
        TranscriptionAction(
            locale: body["locale"]?.stringValue, speechModelEndpointID: body["speechModelEndpointId"]?.stringValue,
            operationContext: body["operationContext"]?.stringValue,
            operationCallbackURI: body["operationCallbackUri"]?.stringValue)
    }

    private static func transcription(_ body: JSONValue) -> TranscriptionOptions? {
        body["transcriptionOptions"].map { options in
            TranscriptionOptions(
                locale: options["locale"]?.stringValue ?? "", transportURL: options["transportUrl"]?.stringValue,
                speechModelEndpointID: options["speechModelEndpointId"]?.stringValue,
                startTranscription: options["startTranscription"]?.boolValue ?? false,
                enableIntermediateResults: options["enableIntermediateResults"]?.boolValue ?? false)
        }
    }

    private static func sound(_ body: JSONValue) -> MediaStreamingOptions? {
        body["mediaStreamingOptions"].map { options in
            MediaStreamingOptions(
                channel: options["audioChannelType"]?.stringValue.flatMap { .init(rawValue: $0) } ?? .mixed,
                transportURL: options["transportUrl"]?.stringValue,
                format: options["audioFormat"]?.stringValue.flatMap { .init(rawValue: $0) } ?? .pcm16K,
                isBidirectional: options["enableBidirectional"]?.boolValue ?? false,
                enableDTMFTones: options["enableDtmfTones"]?.boolValue ?? false,
                startMediaStreaming: options["startMediaStreaming"]?.boolValue ?? false)
        }
    }

    private static func continuous(_ body: JSONValue) -> ContinuousDTMFAction? {
        identifier(body["targetParticipant"]).map {
            ContinuousDTMFAction(
                target: $0, operationContext: body["operationContext"]?.stringValue,
                operationCallbackURI: body["operationCallbackUri"]?.stringValue)
        }
    }

    /// The body of an example's request: its one parameter that is an object.
    static func body(_ parameters: JSONValue) -> JSONValue? {
        parameters.objectValue?.members.first { $0.value.objectValue != nil }?.value
    }

    private static func bodyless(_ operation: String, _ parameters: JSONValue) -> CallAction? {
        switch operation {
        case "CallConnection_GetCall": .properties
        case "CallConnection_HangupCall": .hangUp(forEveryone: false)
        case "CallConnection_GetParticipants": .listParticipants(page: nil)
        case "CallConnection_GetParticipant":
            parameters["participantRawId"]?.stringValue.map {
                .getParticipant(CommunicationIdentifier(rawID: $0.removingPercentEncoding ?? $0))
            }
        case "CallMedia_CancelAllMediaOperations": .cancelAllMedia
        case "CallRecording_PauseRecording": recording(parameters).map { .pauseRecording($0) }
        case "CallRecording_ResumeRecording": recording(parameters).map { .resumeRecording($0) }
        case "CallRecording_StopRecording": recording(parameters).map { .stopRecording($0) }
        case "CallRecording_GetRecordingProperties": recording(parameters).map { .recordingState($0) }
        default: nil
        }
    }

    private static func recording(_ parameters: JSONValue) -> RecordingAction? {
        parameters["recordingId"]?.stringValue.map { RecordingAction(recordingID: $0) }
    }

    private static func identifier(_ json: JSONValue?) -> CommunicationIdentifier? {
        json.flatMap(CommunicationIdentifier.init(json:))
    }

    private static func identifiers(_ json: JSONValue?) -> [CommunicationIdentifier] {
        (json?.arrayValue ?? []).compactMap(CommunicationIdentifier.init(json:))
    }

    private static func source(_ json: JSONValue) -> PlaySource? {
        if let uri = json["file"]?["uri"]?.stringValue { return .file(uri: uri) }
        guard let text = json["text"] else { return nil }
        return text["text"]?.stringValue.map {
            .text(
                $0,
                voice: Voice(
                    name: text["voiceName"]?.stringValue, locale: text["sourceLocale"]?.stringValue,
                    kind: text["voiceKind"]?.stringValue))
        }
    }
}

extension JSONValue {
    /// The same with identifiers as their raw ids, without `null`, and with members in the order of their names: what two
    /// spellings of one thing have in common.
    var plain: JSONValue {
        if let identifier = CommunicationIdentifier(json: self) { return .string(identifier.rawID) }
        switch self {
        case .array(let items): return .array(items.map(\.plain))
        case .object(let object):
            return .object(
                JSONObject(
                    object.members.filter { $0.value != .null }.map { ($0.name, $0.value.plain) }
                        .sorted { $0.name < $1.name }))
        case .number(let number): return Int64(exactly: number).map(JSONValue.integer) ?? self
        default: return self
        }
    }

    /// The same without some members, at any depth.
    func without(_ names: Set<String>) -> JSONValue {
        switch self {
        case .array(let items): .array(items.map { $0.without(names) })
        case .object(let object):
            .object(
                JSONObject(
                    object.members.filter { !names.contains($0.name) }.map { ($0.name, $0.value.without(names)) }))
        default: self
        }
    }
}
