/// What holds for an action whatever its options: its operation of the service, the events that end it, how long that may
/// take, and what is done when it takes longer or is cancelled. One table, which the README repeats.
public struct ActionRule: Sendable, Equatable {
    /// What ends an operation at the service whose outcome did not come in time, or that the flow cancelled.
    public enum Cancelling: Sendable, Equatable {
        /// The service knows no way back. What happens all the same is only told.
        case impossible
        /// `participants:cancelAddParticipant`; whoever joins all the same is removed.
        case invitation
        /// `cancelAllMediaOperations`: the service knows nothing finer than all media of the call.
        case allMedia
        /// The recording is stopped, should it begin.
        case recording
        /// The leg that the operation opens is hung up: now, or when it comes up late.
        case leg

        /// In words, for the documentation.
        public var words: String {
            switch self {
            case .impossible: "nothing"
            case .invitation: "cancel_add_participant; who joins all the same is removed"
            case .allMedia: "cancel_all_media"
            case .recording: "stop of the recording, now or when it begins late"
            case .leg: "hang_up of the call that it opens, now or when it comes up late"
            }
        }
    }

    /// Which action.
    public let kind: ActionKind
    /// The `operationId`s of the service's contract.
    public let operations: [String]
    /// How the operation may be repeated; leaving (`for_everyone = true`) has an id all the same.
    public let repeatClass: RepeatClass
    /// The event that brings success; nil when the response already does.
    public let success: String?
    /// Events that bring failure.
    public let failures: [String]
    /// Seconds until the outcome is given up, where options do not decide (see `limit(of:)`).
    public let limit: Double
    /// What is done at the service then.
    public let cancelling: Cancelling
    /// Whether its events can be sent elsewhere with `operation_callback_uri`.
    public let takesCallbackURI: Bool

    private init(
        _ kind: ActionKind, _ operations: [String], _ repeatClass: RepeatClass, success: String? = nil,
        failures: [String] = [], limit: Double = 30, cancelling: Cancelling = .impossible, callback: Bool = false
    ) {
        self.kind = kind
        self.operations = operations
        self.repeatClass = repeatClass
        self.success = success
        self.failures = failures
        self.limit = limit
        self.cancelling = cancelling
        takesCallbackURI = callback
    }

    /// Every action once, in the order of the manual. The limits are the service's own and 10 s (protocol reference,
    /// section 15).
    public static let all: [ActionRule] = [
        ActionRule(
            .createCall, ["CreateCall"], .id, success: "CallConnected", failures: ["CreateCallFailed"], limit: 95,
            cancelling: .leg),
        ActionRule(
            .connectCall, ["Connect"], .id, success: "CallConnected", failures: ["ConnectFailed"], limit: 40,
            cancelling: .leg),
        ActionRule(
            .answer, ["AnswerCall"], .id, success: "CallConnected", failures: ["AnswerFailed"], limit: 40,
            cancelling: .leg),
        ActionRule(.reject, ["RejectCall"], .id),
        ActionRule(.redirect, ["RedirectCall"], .id),
        ActionRule(.hangUp, ["CallConnection_HangupCall", "CallConnection_TerminateCall"], .sameEffect),
        ActionRule(.properties, ["CallConnection_GetCall"], .sameEffect),
        ActionRule(
            .transfer, ["CallConnection_TransferToParticipant"], .id, success: "CallTransferAccepted",
            failures: ["CallTransferFailed"], limit: 70, callback: true),
        ActionRule(
            .addParticipant, ["CallConnection_AddParticipant"], .id, success: "AddParticipantSucceeded",
            failures: ["AddParticipantFailed"], limit: 95, cancelling: .invitation, callback: true),
        ActionRule(
            .cancelAddParticipant, ["CallConnection_CancelAddParticipant"], .id,
            success: "CancelAddParticipantSucceeded", failures: ["CancelAddParticipantFailed"], callback: true),
        ActionRule(
            .removeParticipant, ["CallConnection_RemoveParticipant"], .id, success: "RemoveParticipantSucceeded",
            failures: ["RemoveParticipantFailed"], callback: true),
        ActionRule(
            .moveParticipants, ["CallConnection_MoveParticipants"], .id, success: "MoveParticipantSucceeded",
            failures: ["MoveParticipantFailed"], callback: true),
        ActionRule(.muteParticipant, ["CallConnection_Mute"], .id),
        ActionRule(.unmuteParticipant, ["CallConnection_Unmute"], .id),
        ActionRule(.listParticipants, ["CallConnection_GetParticipants"], .sameEffect),
        ActionRule(.getParticipant, ["CallConnection_GetParticipant"], .sameEffect),
        ActionRule(
            .play, ["CallMedia_Play"], .audible, success: "PlayCompleted", failures: ["PlayFailed", "PlayCanceled"],
            limit: 10, cancelling: .allMedia, callback: true),
        ActionRule(
            .recognize, ["CallMedia_Recognize"], .audible, success: "RecognizeCompleted",
            failures: ["RecognizeFailed", "RecognizeCanceled"], limit: 10, cancelling: .allMedia, callback: true),
        ActionRule(.cancelAllMedia, ["CallMedia_CancelAllMediaOperations"], .sameEffect),
        ActionRule(
            .sendDTMF, ["CallMedia_SendDtmfTones"], .id, success: "SendDtmfTonesCompleted",
            failures: ["SendDtmfTonesFailed"], callback: true),
        ActionRule(
            .startContinuousDTMF, ["CallMedia_StartContinuousDtmfRecognition"], .sameEffect, callback: true),
        ActionRule(.stopContinuousDTMF, ["CallMedia_StopContinuousDtmfRecognition"], .sameEffect, callback: true),
        // Success is silent: the participant is asked for.
        ActionRule(.hold, ["CallMedia_Hold"], .ask, failures: ["HoldFailed"], callback: true),
        ActionRule(.unhold, ["CallMedia_Unhold"], .ask, failures: ["HoldFailed"], callback: true),
        ActionRule(
            .interruptAudioAndAnnounce, ["CallMedia_InterruptAudioAndAnnounce"], .audible, success: "PlayCompleted",
            failures: ["PlayFailed", "PlayCanceled"], limit: 10, cancelling: .allMedia),
        ActionRule(
            .startRecording, ["CallRecording_StartRecording"], .id, success: "RecordingStateChanged",
            failures: ["StartRecordingFailed"], cancelling: .recording),
        ActionRule(
            .pauseRecording, ["CallRecording_PauseRecording"], .ask, success: "RecordingStateChanged"),
        ActionRule(
            .resumeRecording, ["CallRecording_ResumeRecording"], .ask, success: "RecordingStateChanged"),
        ActionRule(.stopRecording, ["CallRecording_StopRecording"], .sameEffect),
        ActionRule(.recordingState, ["CallRecording_GetRecordingProperties"], .sameEffect),
        ActionRule(
            .startTranscription, ["CallMedia_StartTranscription"], .ask, success: "TranscriptionStarted",
            failures: ["TranscriptionFailed"], callback: true),
        ActionRule(
            .stopTranscription, ["CallMedia_StopTranscription"], .ask, success: "TranscriptionStopped",
            failures: ["TranscriptionFailed"], callback: true),
        ActionRule(
            .updateTranscription, ["CallMedia_UpdateTranscription"], .ask, success: "TranscriptionUpdated",
            failures: ["TranscriptionFailed"], callback: true),
        ActionRule(
            .startMediaStreaming, ["CallMedia_StartMediaStreaming"], .ask, success: "MediaStreamingStarted",
            failures: ["MediaStreamingFailed"], callback: true),
        ActionRule(
            .stopMediaStreaming, ["CallMedia_StopMediaStreaming"], .ask, success: "MediaStreamingStopped",
            failures: ["MediaStreamingFailed"], callback: true),
    ]

    private static let byKind = Dictionary(all.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })

    /// The rule of an action.
    public static func of(_ kind: ActionKind) -> ActionRule {
        byKind[kind] ?? ActionRule(kind, [], .outside)
    }

    /// Whether the action ends with an event; the others end with their response.
    public var expectsEvent: Bool { success != nil }

    /// How the limit follows from the options, in words, for the documentation.
    public var limitInWords: String {
        switch kind {
        case .createCall: "95 s; 125 s when a phone is called"
        case .addParticipant: "`invitation_timeout` and 10 s; without one 95 s, a phone 125 s"
        case .play: "length of the prompts and 10 s; with `loop` none"
        case .interruptAudioAndAnnounce: "length of the prompts and 10 s"
        case .recognize: "length of the prompts, the timeouts for silence and tones (a minute for speech), and 10 s"
        default: "\(Int(limit)) s"
        }
    }
}

extension ActionKind {
    /// Whether it is about a recording, which stays when its call has ended.
    public var isOfRecording: Bool {
        switch self {
        case .pauseRecording, .resumeRecording, .stopRecording, .recordingState: true
        default: false
        }
    }
}

extension CallAction {
    /// Seconds until the outcome is given up when the flow says nothing.
    public var defaultTimeLimit: Double {
        let limit = rule.limit
        switch self {
        case .createCall(let create): return create.targets.contains { $0.isPhone } ? 125 : limit
        case .addParticipant(let add):
            if let seconds = add.invitationTimeout { return Double(seconds) + 10 }
            return add.target.isPhone ? 125 : limit
        case .play(let play): return play.loop ? 86_400 : Self.duration(play.sources) + limit
        case .interruptAudioAndAnnounce(let announce): return Self.duration(announce.sources) + limit
        case .recognize(let recognize):
            return Self.duration(recognize.prompts) + recognize.listening + limit
        default: return limit
        }
    }

    /// A generous guess of how long prompts are heard. Nothing tells the length of a file before it has been played.
    public static func duration(_ sources: [PlaySource]) -> Double {
        sources.reduce(0) { sum, source in
            switch source.content {
            case .text(let text, _), .ssml(let text, _): sum + 5 + 0.15 * Double(text.count)
            case .file, .cached: sum + 600
            }
        }
    }
}
