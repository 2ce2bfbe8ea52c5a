extension ServiceContract {
    /// Operations of the stable version that no action stands for yet, and why. A test holds this list against the contract and
    /// `ActionRule`: whoever adds an action takes its operation out of here.
    public static let notYet: [String: String] = [
        "CallMedia_Hold": media,
        "CallMedia_Unhold": media,
        "CallMedia_StartTranscription": streams,
        "CallMedia_UpdateTranscription": streams,
        "CallMedia_StopTranscription": streams,
        "CallMedia_StartMediaStreaming": streams,
        "CallMedia_StopMediaStreaming": streams,
        "CallRecording_StartRecording": recording,
        "CallRecording_GetRecordingProperties": recording,
        "CallRecording_StopRecording": recording,
        "CallRecording_PauseRecording": recording,
        "CallRecording_ResumeRecording": recording,
    ]

    private static let media = "belongs to the media actions"
    private static let streams = "belongs to the streams of media"
    private static let recording = "belongs to recording"
}
