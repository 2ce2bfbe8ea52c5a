import CallModel

/// What `participants:add` answers: the invitation is on its way.
public struct AddParticipantResult: ServiceAnswer {
    /// Who is invited.
    public var participant: CallParticipant?
    /// The service's name of the invitation; what `cancelAddParticipant` takes.
    public var invitationID: String?
    /// As in the request.
    public var operationContext: String?

    /// Reads a parsed body.
    public init(json: JSONValue) {
        participant = json["participant"].flatMap(CallParticipant.init(json:))
        invitationID = json["invitationId"]?.stringValue
        operationContext = json["operationContext"]?.stringValue
    }
}

/// What `participants:cancelAddParticipant` answers.
public struct CancelAddParticipantResult: ServiceAnswer {
    /// Which invitation.
    public var invitationID: String?
    /// As in the request.
    public var operationContext: String?

    /// Reads a parsed body.
    public init(json: JSONValue) {
        invitationID = json["invitationId"]?.stringValue
        operationContext = json["operationContext"]?.stringValue
    }
}

/// What `participants:remove` answers.
public struct RemoveParticipantResult: ServiceAnswer {
    /// As in the request.
    public var operationContext: String?

    /// Reads a parsed body.
    public init(json: JSONValue) { operationContext = json["operationContext"]?.stringValue }
}

/// What `participants:mute` and `participants:unmute` answer: it is done.
public struct MuteParticipantsResult: ServiceAnswer {
    /// As in the request.
    public var operationContext: String?

    /// Reads a parsed body.
    public init(json: JSONValue) { operationContext = json["operationContext"]?.stringValue }
}

/// What `sendDtmfTones` answers.
public struct SendDTMFResult: ServiceAnswer {
    /// As in the request.
    public var operationContext: String?

    /// Reads a parsed body.
    public init(json: JSONValue) { operationContext = json["operationContext"]?.stringValue }
}

/// What `participants:moveHere` answers.
public struct MoveParticipantsResult: ServiceAnswer {
    /// Who is moving.
    public var participants: [CallParticipant]
    /// The connection of the call that they come from.
    public var fromCall: String?
    /// As in the request.
    public var operationContext: String?

    /// Reads a parsed body.
    public init(json: JSONValue) {
        participants = (json["participants"]?.arrayValue ?? []).compactMap(CallParticipant.init(json:))
        fromCall = json["fromCall"]?.stringValue
        operationContext = json["operationContext"]?.stringValue
    }
}

/// What `transferToParticipant` answers.
public struct TransferResult: ServiceAnswer {
    /// As in the request.
    public var operationContext: String?

    /// Reads a parsed body.
    public init(json: JSONValue) { operationContext = json["operationContext"]?.stringValue }
}

/// One page of the participants of a call.
public struct ParticipantsPage: ServiceAnswer {
    /// Who is in the call.
    public var participants: [CallParticipant]
    /// What `listParticipants` takes for the next page; nil at the end.
    public var nextLink: String?

    /// Reads a parsed body.
    public init(json: JSONValue) {
        participants = (json["value"]?.arrayValue ?? []).compactMap(CallParticipant.init(json:))
        nextLink = json["nextLink"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    }
}
