import CallModel

/// One call connection of a session, from its opening to its end.
struct Leg: Codable {
    enum State: String, CaseIterable, Codable {
        /// Rings; nobody has decided.
        case offered
        /// An answer was decided; not yet connected.
        case answering
        /// Somebody is called; not yet connected.
        case creating
        /// A running call is being joined; not yet connected.
        case connecting
        case connected
        /// The service works on a transfer.
        case transferring
        /// Somebody of ours hung up; the service has not confirmed the end.
        case disconnecting
        /// Over, or never came to be.
        case disconnected

        /// Whether an opener has not come to its end.
        var isOpening: Bool { self == .answering || self == .creating || self == .connecting }
    }

    /// An invitation that nobody of ours waits for any more.
    struct GivenUpInvitation: Codable {
        var target: CommunicationIdentifier
        /// Nil until the service has named it.
        var id: String?
    }

    /// Counted from 1; what Lua knows as the call.
    let number: Int
    /// The operation that opened it; the number in its callback address.
    var opener: OperationID?
    var state: State
    var callConnectionID: String?
    /// The offer token, while it is one.
    var incomingCallContext: String?
    /// Whether the call was offered to us.
    var isOffer: Bool { incomingCallContext != nil }
    /// Whether the session made the call.
    var wasMade = false
    /// Whether the call was running before we joined it.
    var wasJoined = false
    /// Operations whose requests have not left, in order.
    var queue: [OperationID] = []
    /// The operation whose request has left and has no response yet.
    var inFlight: OperationID?
    /// Operations of the leg that are not settled, in order.
    var open: [OperationID] = []
    /// As the service last listed them; nil until it did.
    var participants: Int?
    /// Raw ids of that list, sorted.
    var participantIDs: [String]?
    /// The number of that list: older ones may come later.
    var participantsSequence = Int.min
    /// What is heard one after another.
    var media = MediaQueue()
    /// Invitations whose operations are over, but which the service may still bring in.
    var givenUp: [OperationID: GivenUpInvitation] = [:]
    /// Identities of the application in this call: the service may list them among the participants.
    @StableSet var ownIDs: Set<String> = []
    /// Operations that were accepted and whose events go elsewhere: nobody of ours hears how they end.
    @StableSet var elsewhere: Set<OperationID> = []
    /// Whether the service has said that the call is over: nothing follows.
    var hasEnded = false
    /// Whether the runtime is ending the call because the flow left it alone.
    var isBeingEnded = false
    /// Whether the call shall be hung up as soon as it is connected, or named where nobody talks in it yet.
    var hangsUpWhenConnected = false
    /// How often the service refused to end it for the runtime.
    var refusedHangUps = 0
    /// What is sent again once the call is silent.
    var fenced: [OperationID] = []
    /// Whether another process had it before: events of that time may be lost.
    var wasResumed = false
    /// Its streams that run, sorted: they count as something that goes on. Nil in what older versions have written.
    var streams: [String]?
    /// Whether a line of its caller ID is taken, or waited for.
    var hasLine = false
    /// Which one, kept as long as the call is up; nil in what older versions have written.
    var line: Line?

    /// The lines of a caller ID that a call to phones has or waits for.
    struct Line: Codable {
        var number: String
        var phones: Int
        var isGranted: Bool
    }

    init(number: Int, state: State) {
        self.number = number
        self.state = state
    }

    /// Whether requests other than the opener's may leave.
    var mayAct: Bool { state == .connected || state == .transferring }

    /// Whether the call is still up or on its way up.
    var isLive: Bool { state.isOpening || mayAct || state == .disconnecting }
}
