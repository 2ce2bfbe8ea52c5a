/// What a flow can decide about a call: one case per operation of the service. `ActionRule` tells what holds for each.
public enum CallAction: Sendable, Equatable, Codable {
    case createCall(CreateCallAction)
    case connectCall(ConnectCallAction)
    case answer(AnswerAction)
    case reject(RejectAction)
    case redirect(RedirectAction)
    /// `forEveryone` ends the call (terminate); otherwise only the application leaves.
    case hangUp(forEveryone: Bool)
    /// Asks for the connection's properties.
    case properties
    case transfer(TransferAction)
    case addParticipant(AddParticipantAction)
    case cancelAddParticipant(CancelAddParticipantAction)
    case removeParticipant(RemoveParticipantAction)
    case moveParticipants(MoveParticipantsAction)
    case muteParticipant(MuteParticipantAction)
    /// Only in the preview version 2024-09-01-preview of the service's interface.
    case unmuteParticipant(MuteParticipantAction)
    /// `page` is the `nextLink` of the answer before; nil asks for the first page.
    case listParticipants(page: String?)
    case getParticipant(CommunicationIdentifier)
    case play(PlayAction)
    case recognize(RecognizeAction)
    case cancelAllMedia
    case sendDTMF(SendDTMFAction)
    case startContinuousDTMF(ContinuousDTMFAction)
    case stopContinuousDTMF(ContinuousDTMFAction)
    case hold(HoldAction)
    case unhold(HoldAction)
    case interruptAudioAndAnnounce(AnnounceAction)
    case startRecording(StartRecordingAction)
    case pauseRecording(RecordingAction)
    case resumeRecording(RecordingAction)
    case stopRecording(RecordingAction)
    /// Asks how a recording stands.
    case recordingState(RecordingAction)
    case startTranscription(TranscriptionAction)
    case stopTranscription(StreamAction)
    case updateTranscription(TranscriptionAction)
    case startMediaStreaming(StreamAction)
    case stopMediaStreaming(StreamAction)

    /// Which action it is, whatever its options.
    public var kind: ActionKind {
        switch self {
        case .createCall: .createCall
        case .connectCall: .connectCall
        case .answer: .answer
        case .reject: .reject
        case .redirect: .redirect
        case .hangUp: .hangUp
        case .properties: .properties
        case .transfer: .transfer
        case .addParticipant: .addParticipant
        case .cancelAddParticipant: .cancelAddParticipant
        case .removeParticipant: .removeParticipant
        case .moveParticipants: .moveParticipants
        case .muteParticipant: .muteParticipant
        case .unmuteParticipant: .unmuteParticipant
        case .listParticipants: .listParticipants
        case .getParticipant: .getParticipant
        case .play: .play
        case .recognize: .recognize
        case .cancelAllMedia: .cancelAllMedia
        case .sendDTMF: .sendDTMF
        case .startContinuousDTMF: .startContinuousDTMF
        case .stopContinuousDTMF: .stopContinuousDTMF
        case .hold: .hold
        case .unhold: .unhold
        case .interruptAudioAndAnnounce: .interruptAudioAndAnnounce
        case .startRecording: .startRecording
        case .pauseRecording: .pauseRecording
        case .resumeRecording: .resumeRecording
        case .stopRecording: .stopRecording
        case .recordingState: .recordingState
        case .startTranscription: .startTranscription
        case .stopTranscription: .stopTranscription
        case .updateTranscription: .updateTranscription
        case .startMediaStreaming: .startMediaStreaming
        case .stopMediaStreaming: .stopMediaStreaming
        }
    }

    /// The name in Lua, logs and the timeline.
    public var name: String { kind.rawValue }

    /// What holds for the action, whatever its options.
    public var rule: ActionRule { ActionRule.of(kind) }

    /// What may be done when nobody knows whether the request took effect (durable-calls, "Recovery").
    public var repeatClass: RepeatClass {
        if case .hangUp(forEveryone: true) = self { return .id }
        return rule.repeatClass
    }

    /// Whether the action belongs to the media queue of a call.
    public var isAudible: Bool { repeatClass == .audible }

    /// Where the events of this one action go instead of the connection's callback address; nil as a rule.
    public var operationCallbackURI: String? {
        switch self {
        case .transfer(let action): action.operationCallbackURI
        case .addParticipant(let action): action.operationCallbackURI
        case .cancelAddParticipant(let action): action.operationCallbackURI
        case .removeParticipant(let action): action.operationCallbackURI
        case .moveParticipants(let action): action.operationCallbackURI
        case .play(let action): action.operationCallbackURI
        case .recognize(let action): action.operationCallbackURI
        case .sendDTMF(let action): action.operationCallbackURI
        case .startContinuousDTMF(let action), .stopContinuousDTMF(let action): action.operationCallbackURI
        case .hold(let action), .unhold(let action): action.operationCallbackURI
        case .startTranscription(let action), .updateTranscription(let action): action.operationCallbackURI
        case .stopTranscription(let action), .startMediaStreaming(let action), .stopMediaStreaming(let action):
            action.operationCallbackURI
        default: nil
        }
    }

    /// The same action with another operation context; unchanged where the operation has none.
    public func with(operationContext: String?) -> CallAction {
        switch self {
        case .createCall(var action):
            action.operationContext = operationContext
            return .createCall(action)
        case .connectCall(var action):
            action.operationContext = operationContext
            return .connectCall(action)
        case .answer(var action):
            action.operationContext = operationContext
            return .answer(action)
        case .transfer(var action):
            action.operationContext = operationContext
            return .transfer(action)
        case .addParticipant(var action):
            action.operationContext = operationContext
            return .addParticipant(action)
        case .cancelAddParticipant(var action):
            action.operationContext = operationContext
            return .cancelAddParticipant(action)
        case .removeParticipant(var action):
            action.operationContext = operationContext
            return .removeParticipant(action)
        case .moveParticipants(var action):
            action.operationContext = operationContext
            return .moveParticipants(action)
        case .muteParticipant(var action):
            action.operationContext = operationContext
            return .muteParticipant(action)
        case .unmuteParticipant(var action):
            action.operationContext = operationContext
            return .unmuteParticipant(action)
        case .play(var action):
            action.operationContext = operationContext
            return .play(action)
        case .recognize(var action):
            action.operationContext = operationContext
            return .recognize(action)
        case .sendDTMF(var action):
            action.operationContext = operationContext
            return .sendDTMF(action)
        case .startContinuousDTMF(var action):
            action.operationContext = operationContext
            return .startContinuousDTMF(action)
        case .stopContinuousDTMF(var action):
            action.operationContext = operationContext
            return .stopContinuousDTMF(action)
        case .startTranscription(var action):
            action.operationContext = operationContext
            return .startTranscription(action)
        case .stopTranscription(var action):
            action.operationContext = operationContext
            return .stopTranscription(action)
        case .updateTranscription(var action):
            action.operationContext = operationContext
            return .updateTranscription(action)
        case .startMediaStreaming(var action):
            action.operationContext = operationContext
            return .startMediaStreaming(action)
        case .stopMediaStreaming(var action):
            action.operationContext = operationContext
            return .stopMediaStreaming(action)
        case .hold(var action):
            action.operationContext = operationContext
            return .hold(action)
        case .unhold(var action):
            action.operationContext = operationContext
            return .unhold(action)
        case .interruptAudioAndAnnounce(var action):
            action.operationContext = operationContext
            return .interruptAudioAndAnnounce(action)
        case .reject, .redirect, .hangUp, .properties, .listParticipants, .getParticipant, .cancelAllMedia,
            .startRecording, .pauseRecording, .resumeRecording, .stopRecording, .recordingState:
            return self
        }
    }
}

/// Which action, whatever its options; the raw value is the name in Lua, logs and the timeline.
public enum ActionKind: String, Sendable, CaseIterable {
    case createCall = "create_call"
    case connectCall = "connect_call"
    case answer, reject, redirect
    case hangUp = "hang_up"
    case properties, transfer
    case addParticipant = "add_participant"
    case cancelAddParticipant = "cancel_add_participant"
    case removeParticipant = "remove_participant"
    case moveParticipants = "move_participants"
    case muteParticipant = "mute_participant"
    case unmuteParticipant = "unmute_participant"
    case listParticipants = "list_participants"
    case getParticipant = "get_participant"
    case play, recognize
    case cancelAllMedia = "cancel_all_media"
    case sendDTMF = "send_dtmf"
    case startContinuousDTMF = "start_continuous_dtmf"
    case stopContinuousDTMF = "stop_continuous_dtmf"
    case hold, unhold
    case interruptAudioAndAnnounce = "interrupt_audio_and_announce"
    case startRecording = "start_recording"
    case pauseRecording = "pause_recording"
    case resumeRecording = "resume_recording"
    case stopRecording = "stop_recording"
    case recordingState = "recording_state"
    case startTranscription = "start_transcription"
    case stopTranscription = "stop_transcription"
    case updateTranscription = "update_transcription"
    case startMediaStreaming = "start_media_streaming"
    case stopMediaStreaming = "stop_media_streaming"
}
