import CallModel

/// One recording of a call.
struct Recording: Sendable {
    let id: String
    let callID: String
    /// The connection that its state is told of.
    let connectionID: String
    let apiVersion: String
    let settings: StartRecordingAction
    let startedAt: Double
    /// When it ran, in seconds since 1970, oldest first; the last one may still run.
    var spans: [Span] = []
    /// Why it ended; nil while it runs or is paused.
    var end: End?
    /// Whether its file has been told of.
    var isFiled = false
    /// Whether its file was deleted.
    var isDeleted = false

    struct Span: Sendable {
        var from: Double
        var to: Double?
    }

    /// The service's words of the end of the whole.
    enum End: String, Sendable {
        case callEnded = "CallEnded"
        case initiatorLeft = "InitiatorLeft"
    }

    var isActive: Bool { end == nil && spans.last.map { $0.to == nil } ?? false }

    /// The service's word.
    var state: String { isActive ? "active" : "inactive" }

    /// Seconds that were recorded, at a time.
    func duration(at now: Double) -> Double { spans.reduce(0) { $0 + (($1.to ?? now) - $1.from) } }

    var json: JSONValue {
        [
            "recordingId": .string(id), "recordingState": .string(state),
            "recordingKind": "azureCommunicationServices",
        ]
    }
}
