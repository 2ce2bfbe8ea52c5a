import CallModel

/// One call from the moment a phone dials: an offer, then perhaps a connection of the application.
struct Call: Sendable {
    enum State: String, Sendable {
        case ringing, connecting, connected, transferring, ended
    }

    let id: String
    let correlationID: String
    let serverCallID: String
    let caller: CommunicationIdentifier
    let callee: CommunicationIdentifier
    let displayName: String
    let dialedAt: Double
    let customContext: JSONValue?

    var state = State.ringing
    /// The token of the offer while it can be taken.
    var offer: String?
    var ringAlarm: Int?
    var script: PhoneScript
    var hangUpAlarm: Int?
    var idleAlarm: Int?
    /// The application's leg, once it answered; kept after the end.
    var connection: CallConnection?
    var outcome: CallOutcome?
    var timeline: [TimelineEntry] = []
}

/// The application's leg of a call.
struct CallConnection: Sendable {
    let id: String
    let callbackURI: String
    let operationContext: String?
    let apiVersion: String
    let answeredBy: String?
    let hasAIResource: Bool
    var participantsSequence = 0
    var media = MediaQueue()
    var transfer: PendingTransfer?
}

/// A transfer whose target has not decided yet.
struct PendingTransfer: Sendable {
    let target: CommunicationIdentifier
    let operationContext: String?
    let callbackURI: String?
    let reaction: RingReaction
    var alarm: Int?
}

/// How a call ended.
public struct CallOutcome: Sendable, Equatable {
    /// Who or what ended it, as the control API says it.
    public enum Word: String, Sendable {
        case rejected
        case notAnswered = "not_answered"
        /// The caller hung up before anybody answered.
        case cancelled
        case callerHungUp = "caller_hung_up"
        case applicationHungUp = "application_hung_up"
        case transferred
    }

    /// Who or what ended it.
    public var word: Word
    /// What the caller's side sees.
    public var result: ResultInformation
}

/// What a phone does in a call by itself.
struct PhoneScript: Sendable {
    /// Key sequences, one for each recognition; an empty one lets that recognition pass in silence.
    var press: [[Tone]] = []
    var hangUpAfter: Double?
    var hangsUpWhenIdle = false
}

/// A key that a phone is about to press.
struct Key: Sendable, Equatable {
    let tone: Tone
}

/// A phone that was named by the control API.
struct Phone: Sendable {
    let identifier: CommunicationIdentifier
    var whenRung: RingReaction
    /// The call that it dialled and that is not over.
    var callID: String?
}
