import CallModel

/// One call connection of a session, from the offer to its end.
struct Leg {
    enum State: String {
        /// Rings; nobody has decided.
        case offered
        /// An answer was decided; not yet connected.
        case answering
        case connected
        /// The service works on a transfer.
        case transferring
        /// Somebody of ours hung up; the service has not confirmed the end.
        case disconnecting
        /// Over, or never came to be.
        case disconnected
    }

    /// Counted from 1; what Lua knows as the call.
    let number: Int
    /// The operation that opened it; the number in its callback address.
    var opener: OperationID?
    var state: State
    var callConnectionID: String?
    /// The offer token, while it is one.
    var incomingCallContext: String?
    /// Operations whose requests have not left, in order.
    var queue: [OperationID] = []
    /// The operation whose request has left and has no response yet.
    var inFlight: OperationID?
    /// Operations of the leg that are not settled, in order.
    var open: [OperationID] = []
    /// As the service last listed them; nil until it did.
    var participants: Int?
    /// The number of that list: older ones may come later.
    var participantsSequence = Int.min
    /// What is heard one after another.
    var media = MediaQueue()
    /// Whether the runtime is ending the call because the flow left it alone.
    var isBeingEnded = false
    /// Whether the call shall be hung up as soon as it is connected.
    var hangsUpWhenConnected = false
    /// How often the service refused to end it for the runtime.
    var refusedHangUps = 0

    init(number: Int, state: State) {
        self.number = number
        self.state = state
    }

    /// Whether requests other than the opener's may leave.
    var mayAct: Bool { state == .connected || state == .transferring }

    /// Whether the call is still up or on its way up.
    var isLive: Bool { state == .answering || mayAct || state == .disconnecting }
}
