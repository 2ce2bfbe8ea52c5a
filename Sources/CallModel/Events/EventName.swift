/// The event names that a hook may be registered for, without the service's prefix.
public enum EventName {
    /// Events of the service that come to a call's callback address or over Event Grid.
    public static let service: [String] = [
        "IncomingCall", "CallConnected", "CallDisconnected", "CreateCallFailed", "AnswerFailed", "ConnectFailed",
        "ParticipantsUpdated", "AddParticipantSucceeded", "AddParticipantFailed", "CancelAddParticipantSucceeded",
        "CancelAddParticipantFailed", "RemoveParticipantSucceeded", "RemoveParticipantFailed",
        "MoveParticipantSucceeded", "MoveParticipantFailed", "CallTransferAccepted", "CallTransferFailed",
        "PlayStarted", "PlayCompleted", "PlayFailed", "PlayCanceled", "RecognizeCompleted", "RecognizeFailed",
        "RecognizeCanceled", "ContinuousDtmfRecognitionToneReceived", "ContinuousDtmfRecognitionToneFailed",
        "ContinuousDtmfRecognitionStopped", "SendDtmfTonesCompleted", "SendDtmfTonesFailed", "HoldFailed",
        "TranscriptionStarted", "TranscriptionStopped", "TranscriptionUpdated", "TranscriptionFailed",
        "MediaStreamingStarted", "MediaStreamingStopped", "MediaStreamingFailed", "RecordingStateChanged",
        "StartRecordingFailed", "CallStarted", "CallEnded", "CallParticipantAdded", "CallParticipantRemoved",
        "RecordingFileStatusUpdated",
    ]

    /// What the service's streams tell, but for sound itself: it is taken in only where a flow listens for it.
    public static let streams: [String] = ["TranscriptionMetadata", "TranscriptionData", "AudioMetadata", "DtmfData"]

    /// Events of our own.
    public static let own: [String] = ["Launch", "Signal", "Restart", "FlowError"]

    /// Every name that `on` takes beside `"*"`.
    public static let all: [String] = service + streams + own

    /// Whether `on` takes this name.
    public static func isKnown(_ name: String) -> Bool { name == "*" || all.contains(name) }
}
