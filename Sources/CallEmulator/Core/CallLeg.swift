import CallModel

/// One connection of the application to a call.
struct CallLeg: Sendable {
    /// Which operation made it.
    enum Origin: Sendable {
        case created, answered, connected
    }

    enum State: Sendable {
        /// Made by CreateCall; nobody has picked up.
        case ringing
        /// The media come in a moment.
        case connecting
        case connected, transferring, ended

        /// The service's word.
        var wireName: String {
            switch self {
            case .ringing, .connecting: "connecting"
            case .connected: "connected"
            case .transferring: "transferring"
            case .ended: "disconnected"
            }
        }
    }

    let id: String
    /// Changes when the leg is moved to another call.
    var callID: String
    let origin: Origin
    /// What others see of it.
    let identity: CommunicationIdentifier
    /// Whether it finds itself among the participants. A bot on a number, or without a name of its own, does not.
    var isListed = false

    let callbackURI: String
    let operationContext: String?
    let apiVersion: String
    let hasAIResource: Bool

    /// CallConnectionProperties as the operation that made it left them.
    var targets: [CommunicationIdentifier] = []
    var source: CommunicationIdentifier?
    var callerNumber: String?
    var displayName: String?
    var answeredBy: String?

    var state = State.connecting
    /// The offer that it took, until the media come.
    var accepts: Invitation?
    /// Invitations of its participants:add requests that are decided.
    var decidedInvitations: Set<String> = []
    var participantsSequence = 0
    /// What all hear, and what a single one does in a call of two.
    var main = MediaQueue()
    /// What only one of a group hears.
    var side = MediaQueue()
    /// Keys that are on their way.
    var sending: ToneSending?
    /// Whose keys are told as they come, by raw id.
    var toneListeners: [String: ToneListening] = [:]
    /// What is said in the call, as text.
    var transcription: LegStream?
    /// How the call sounds.
    var media: LegStream?

    var isLive: Bool { state != .ended }

    subscript(lane: MediaLane) -> MediaQueue {
        get { lane == .main ? main : side }
        set { if lane == .main { main = newValue } else { side = newValue } }
    }
}
