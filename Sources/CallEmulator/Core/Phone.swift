import CallModel

/// A phone or VoIP device in somebody's hand: named by the control API, or known because it dialled or picked up.
struct Phone: Sendable {
    let identifier: CommunicationIdentifier
    var whenRung: RingReaction
    /// False for an outside number that is known only because it picked up.
    var isNamed = true
    /// What it does in a call that it picks up.
    var whenAnswered = PhoneScript()
    /// The call that it is in or that rings it.
    var callID: String? {
        didSet { if let callID, !callID.isEmpty { lastCallID = callID } }
    }
    /// The same, when it is over too.
    private(set) var lastCallID: String?
    /// What it still has to do in that call.
    var script = PhoneScript()
    var hangUpAlarm: Int?
    var idleAlarm: Int?
}

/// What a phone does in a call by itself.
struct PhoneScript: Sendable {
    /// Key sequences, one for each recognition; an empty one lets that recognition pass in silence.
    var press: [[Tone]] = []
    /// What it says, one for each time that something listens for speech; an empty one is silence.
    var say: [String] = []
    var hangUpAfter: Double?
    var hangsUpWhenIdle = false
}

/// A key that a phone is about to press.
struct Key: Sendable, Equatable {
    let tone: Tone
}
