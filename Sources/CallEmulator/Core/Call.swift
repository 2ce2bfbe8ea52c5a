import CallModel

/// One call: the people in it, the application's legs, and those who are still being rung.
struct Call: Sendable {
    enum State: String, Sendable {
        case ringing, connecting, connected, transferring, ended
    }

    enum Kind: Sendable, Equatable {
        case twoParty
        /// With an id when people join by themselves; without, when the application brings them together.
        case group(id: String?)
        case room(id: String)

        /// The word of the control API.
        var word: String {
            switch self {
            case .twoParty: "two_party"
            case .group: "group"
            case .room: "room"
            }
        }
    }

    let id: String
    let correlationID: String
    let serverCallID: String
    var kind: Kind
    /// Who began it.
    let caller: CommunicationIdentifier
    /// Who was called first.
    let callee: CommunicationIdentifier?
    let displayName: String
    /// When it began.
    let dialedAt: Double

    /// Who is in the call, in the order of joining: people, and the application where it speaks for somebody.
    var participants: [Participant] = []
    /// Connections of the application, oldest first; those that ended are kept for the control API.
    var legIDs: [String] = []
    /// Those who are rung and have not decided.
    var invitations: [Invitation] = []

    /// Who started the call as Event Grid tells it, once it was told.
    var startedBy: CommunicationIdentifier?
    var outcome: CallOutcome?
    var timeline: [TimelineEntry] = []
}

/// Somebody who is in a call.
struct Participant: Sendable {
    let identifier: CommunicationIdentifier
    /// The application's connection that speaks for it; nil for a phone.
    var legID: String?
    /// The number of the resource that it was called from.
    var callerNumber: String?
    var isMuted = false
    var isOnHold = false
    /// Whether Event Grid was told of it.
    var isAnnounced = false

    /// The service's form.
    var json: JSONValue { ["identifier": identifier.json, "isMuted": .bool(isMuted), "isOnHold": .bool(isOnHold)] }
}

/// How a call ended.
public struct CallOutcome: Sendable, Equatable {
    /// Who or what ended it, as the control API says it.
    public enum Word: String, Sendable, CaseIterable {
        case rejected
        case notAnswered = "not_answered"
        /// Whoever called gave up before anybody answered.
        case cancelled
        case callerHungUp = "caller_hung_up"
        case calleeHungUp = "callee_hung_up"
        case applicationHungUp = "application_hung_up"
        /// The application removed or moved the last one that it spoke with.
        case removed
        /// A group of which nobody is left.
        case everyoneLeft = "everyone_left"
        case transferred
        /// The application sent the caller elsewhere and took no part.
        case redirected
        /// The application could not connect to what it named.
        case connectFailed = "connect_failed"
        /// The service ended it by a fault that was asked for.
        case lost
    }

    /// Who or what ended it.
    public var word: Word
    /// What the caller's side sees.
    public var result: ResultInformation
}
