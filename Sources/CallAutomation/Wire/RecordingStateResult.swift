import CallModel

/// What the service says of a recording.
public struct RecordingStateResult: Sendable, Equatable {
    /// The recording's name.
    public var recordingID: String?
    /// `active` or `inactive`.
    public var state: String?
    /// `azureCommunicationServices`, `teams` or `teamsCompliance`.
    public var kind: String?

    /// Reads `RecordingStateResponse` of the contract.
    public init(json: JSONValue) {
        recordingID = json["recordingId"]?.stringValue
        state = json["recordingState"]?.stringValue
        kind = json["recordingKind"]?.stringValue
    }
}
