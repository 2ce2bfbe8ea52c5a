import CallEmulator
import CallModel

/// A flow's side of one call, as the journal of its session tells it: an offer that it got, or a call that it made.
struct FlowLeg {
    /// Something that the flow did or was told, as the timeline of a call has it.
    struct Note {
        var at: Double
        var kind: TimelineEntry.Kind
        var text: String
        var details: JSONObject = [:]
    }

    let session: SessionID
    /// When it began.
    let begun: Double
    /// Numbers or raw ids on the other side: who called, who is called, who was invited.
    var parties: Set<String>
    /// Those of them that the flow invited.
    var invited: Set<String> = []
    /// Those whose invitation came to nothing.
    var uninvited: Set<String> = []
    var connection: String?
    var correlationID: String?
    var serverCallID: String?
    /// What has come since it was last looked at.
    var notes: [Note] = []
    /// Prompts that listen for keys, and whose, by operation.
    var listening: [OperationID: String] = [:]
    /// When the flow hung up.
    var hungUp: Double?
    /// Whether nothing comes of it any more.
    var isOver = false
    var isRejected = false
    var isRedirected = false
    var isTransferred = false
    /// Whom the flow has removed.
    var removed: Set<String> = []

    /// The service's ids of the whole call, which legs have in common unless a phone network lies between them.
    var ids: Set<String> { Set([correlationID, serverCallID].compactMap { $0 }.filter { !$0.isEmpty }) }
}
