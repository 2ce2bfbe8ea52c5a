/// Invites somebody into a call.
public struct AddParticipantAction: Sendable, Equatable, Codable {
    /// Who is invited.
    public var target: CommunicationIdentifier
    /// The number that a phone is shown, E.164; needed when the target is one.
    public var sourceCallerIDNumber: String?
    /// The name that the invited are shown; the roster keeps its own.
    public var sourceDisplayName: String?
    /// Seconds from 0 to 180 that it rings; nil leaves it to the service.
    public var invitationTimeout: Int?
    /// Given to the target.
    public var customCallingContext: CustomCallingContext?
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// Where the events of this operation go instead.
    public var operationCallbackURI: String?

    /// An invitation of `target`.
    public init(
        target: CommunicationIdentifier, sourceCallerIDNumber: String? = nil, sourceDisplayName: String? = nil,
        invitationTimeout: Int? = nil, customCallingContext: CustomCallingContext? = nil,
        operationContext: String? = nil, operationCallbackURI: String? = nil
    ) {
        self.target = target
        self.sourceCallerIDNumber = sourceCallerIDNumber
        self.sourceDisplayName = sourceDisplayName
        self.invitationTimeout = invitationTimeout
        self.customCallingContext = customCallingContext
        self.operationContext = operationContext
        self.operationCallbackURI = operationCallbackURI
    }
}

/// Takes an invitation back that nobody has accepted yet.
public struct CancelAddParticipantAction: Sendable, Equatable, Codable {
    /// Which invitation.
    public enum Invitation: Sendable, Equatable, Codable {
        /// As the service named it.
        case id(String)
        /// That of an operation of the same session; the session knows the id once the service has told it.
        case operation(OperationID)
    }

    /// Which invitation.
    public var invitation: Invitation
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// Where the events of this operation go instead.
    public var operationCallbackURI: String?

    /// The withdrawal of one invitation.
    public init(invitation: Invitation, operationContext: String? = nil, operationCallbackURI: String? = nil) {
        self.invitation = invitation
        self.operationContext = operationContext
        self.operationCallbackURI = operationCallbackURI
    }
}

/// Takes somebody out of a call.
public struct RemoveParticipantAction: Sendable, Equatable, Codable {
    /// Who leaves.
    public var target: CommunicationIdentifier
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// Where the events of this operation go instead.
    public var operationCallbackURI: String?

    /// The removal of `target`.
    public init(target: CommunicationIdentifier, operationContext: String? = nil, operationCallbackURI: String? = nil) {
        self.target = target
        self.operationContext = operationContext
        self.operationCallbackURI = operationCallbackURI
    }
}

/// Brings participants of another call into this one.
public struct MoveParticipantsAction: Sendable, Equatable, Codable {
    /// Who moves; at least one.
    public var targets: [CommunicationIdentifier]
    /// The connection of the call that they are in now.
    public var fromCall: String
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// Where the events of this operation go instead.
    public var operationCallbackURI: String?

    /// A move of `targets` out of the call that `fromCall` is connected to.
    public init(
        targets: [CommunicationIdentifier], fromCall: String, operationContext: String? = nil,
        operationCallbackURI: String? = nil
    ) {
        self.targets = targets
        self.fromCall = fromCall
        self.operationContext = operationContext
        self.operationCallbackURI = operationCallbackURI
    }
}

/// Mutes or unmutes participants; the service takes communication users only, and tells no result but the new list.
public struct MuteParticipantAction: Sendable, Equatable, Codable {
    /// Who is meant; at least one.
    public var targets: [CommunicationIdentifier]
    /// The text that the response repeats.
    public var operationContext: String?

    /// A change of `targets`.
    public init(targets: [CommunicationIdentifier], operationContext: String? = nil) {
        self.targets = targets
        self.operationContext = operationContext
    }
}
