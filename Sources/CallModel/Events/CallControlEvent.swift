/// An event of call control, typed: one case per event of the service (protocol reference, 7.3 and 8). Media, recording and
/// whatever the service may invent stay `CallEvent`s, which reach a flow untouched.
public enum CallControlEvent: Sendable, Equatable {
    case callConnected(CallOutcome)
    case callDisconnected(CallOutcome)
    case createCallFailed(CallOutcome)
    case answerFailed(CallOutcome)
    case connectFailed(CallOutcome)
    case participantsUpdated(ParticipantsUpdated)
    case addParticipantSucceeded(ParticipantOutcome)
    case addParticipantFailed(ParticipantOutcome)
    case cancelAddParticipantSucceeded(InvitationOutcome)
    case cancelAddParticipantFailed(InvitationOutcome)
    case removeParticipantSucceeded(ParticipantOutcome)
    case removeParticipantFailed(ParticipantOutcome)
    case moveParticipantSucceeded(MoveOutcome)
    case moveParticipantFailed(MoveOutcome)
    case callTransferAccepted(TransferAccepted)
    case callTransferFailed(CallOutcome)
    /// Over Event Grid, as are all that follow.
    case incomingCall(IncomingCall)
    case callStarted(CallFacts)
    case callEnded(CallEnded)
    case callParticipantAdded(CallParticipantChange)
    case callParticipantRemoved(CallParticipantChange)

    /// Reads an event; nil when its name is none of these.
    /// - Throws: a fault that names the field, when the payload is not what the name says.
    public init?(_ event: CallEvent) throws(EventFault) {
        guard Self.names.contains(event.name) else { return nil }
        let reader = try PayloadReader(event: event.name, data: event.data)
        switch event.name {
        case "CallConnected": self = .callConnected(try CallOutcome(reader))
        case "CallDisconnected": self = .callDisconnected(try CallOutcome(reader))
        case "CreateCallFailed": self = .createCallFailed(try CallOutcome(reader))
        case "AnswerFailed": self = .answerFailed(try CallOutcome(reader))
        case "ConnectFailed": self = .connectFailed(try CallOutcome(reader))
        case "ParticipantsUpdated": self = .participantsUpdated(try ParticipantsUpdated(reader))
        case "AddParticipantSucceeded": self = .addParticipantSucceeded(try ParticipantOutcome(reader))
        case "AddParticipantFailed": self = .addParticipantFailed(try ParticipantOutcome(reader))
        case "CancelAddParticipantSucceeded": self = .cancelAddParticipantSucceeded(try InvitationOutcome(reader))
        case "CancelAddParticipantFailed": self = .cancelAddParticipantFailed(try InvitationOutcome(reader))
        case "RemoveParticipantSucceeded": self = .removeParticipantSucceeded(try ParticipantOutcome(reader))
        case "RemoveParticipantFailed": self = .removeParticipantFailed(try ParticipantOutcome(reader))
        case "MoveParticipantSucceeded": self = .moveParticipantSucceeded(try MoveOutcome(reader))
        case "MoveParticipantFailed": self = .moveParticipantFailed(try MoveOutcome(reader))
        case "CallTransferAccepted": self = .callTransferAccepted(try TransferAccepted(reader))
        case "CallTransferFailed": self = .callTransferFailed(try CallOutcome(reader))
        case "IncomingCall": self = .incomingCall(try IncomingCall(reader))
        case "CallStarted": self = .callStarted(try CallFacts(reader))
        case "CallEnded": self = .callEnded(try CallEnded(reader))
        case "CallParticipantAdded": self = .callParticipantAdded(try CallParticipantChange(reader))
        case "CallParticipantRemoved": self = .callParticipantRemoved(try CallParticipantChange(reader))
        default: return nil
        }
    }

    /// The names of these events, without the service's prefix.
    public static let names: Set<String> = [
        "CallConnected", "CallDisconnected", "CreateCallFailed", "AnswerFailed", "ConnectFailed", "ParticipantsUpdated",
        "AddParticipantSucceeded", "AddParticipantFailed", "CancelAddParticipantSucceeded",
        "CancelAddParticipantFailed", "RemoveParticipantSucceeded", "RemoveParticipantFailed",
        "MoveParticipantSucceeded", "MoveParticipantFailed", "CallTransferAccepted", "CallTransferFailed",
        "IncomingCall", "CallStarted", "CallEnded", "CallParticipantAdded", "CallParticipantRemoved",
    ]

    /// The name without the service's prefix.
    public var name: String { parts.name }

    /// The payload in the service's JSON form.
    public var data: JSONValue { parts.data }

    private var parts: (name: String, data: JSONValue) {
        switch self {
        case .callConnected(let call): ("CallConnected", call.json())
        case .callDisconnected(let call): ("CallDisconnected", call.json())
        case .createCallFailed(let call): ("CreateCallFailed", call.json())
        case .answerFailed(let call): ("AnswerFailed", call.json())
        case .connectFailed(let call): ("ConnectFailed", call.json())
        case .participantsUpdated(let list): ("ParticipantsUpdated", list.json)
        case .addParticipantSucceeded(let outcome): ("AddParticipantSucceeded", outcome.json)
        case .addParticipantFailed(let outcome): ("AddParticipantFailed", outcome.json)
        case .cancelAddParticipantSucceeded(let outcome): ("CancelAddParticipantSucceeded", outcome.json)
        case .cancelAddParticipantFailed(let outcome): ("CancelAddParticipantFailed", outcome.json)
        case .removeParticipantSucceeded(let outcome): ("RemoveParticipantSucceeded", outcome.json)
        case .removeParticipantFailed(let outcome): ("RemoveParticipantFailed", outcome.json)
        case .moveParticipantSucceeded(let outcome): ("MoveParticipantSucceeded", outcome.json)
        case .moveParticipantFailed(let outcome): ("MoveParticipantFailed", outcome.json)
        case .callTransferAccepted(let transfer): ("CallTransferAccepted", transfer.json)
        case .callTransferFailed(let call): ("CallTransferFailed", call.json())
        case .incomingCall(let call): ("IncomingCall", call.json)
        case .callStarted(let call): ("CallStarted", call.json())
        case .callEnded(let end): ("CallEnded", end.json)
        case .callParticipantAdded(let change): ("CallParticipantAdded", change.json)
        case .callParticipantRemoved(let change): ("CallParticipantRemoved", change.json)
        }
    }
}
