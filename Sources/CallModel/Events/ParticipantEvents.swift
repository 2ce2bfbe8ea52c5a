/// The list of a call changed: somebody joined, left, was muted or held.
public struct ParticipantsUpdated: Sendable, Equatable {
    /// Which call; this event has no operation context.
    public var call: CallOutcome
    /// Everybody who is in the call now.
    public var participants: [CallParticipant]
    /// Rises by one with each list; lists can come out of order.
    public var sequenceNumber: Int

    /// A list with its number.
    public init(call: CallOutcome, participants: [CallParticipant], sequenceNumber: Int) {
        self.call = call
        self.participants = participants
        self.sequenceNumber = sequenceNumber
    }

    init(_ reader: PayloadReader) throws(EventFault) {
        call = try CallOutcome(reader)
        participants = []
        for item in try reader.required("participants", reader.objects("participants")) {
            participants.append(try CallParticipant(item))
        }
        sequenceNumber = try reader.required("sequenceNumber", reader.int("sequenceNumber"))
    }

    var json: JSONValue {
        call.json([
            "sequenceNumber": .integer(Int64(sequenceNumber)), "participants": .array(participants.map(\.json)),
        ])
    }
}

/// Somebody was added or removed, or was not.
public struct ParticipantOutcome: Sendable, Equatable {
    /// Which call, and how it went.
    public var call: CallOutcome
    /// Who.
    public var participant: CommunicationIdentifier

    /// An outcome for one participant.
    public init(call: CallOutcome, participant: CommunicationIdentifier) {
        self.call = call
        self.participant = participant
    }

    init(_ reader: PayloadReader) throws(EventFault) {
        call = try CallOutcome(reader)
        participant = try reader.required("participant", reader.identifier("participant"))
    }

    var json: JSONValue { call.json(["participant": participant.json]) }
}

/// Somebody was brought over from another call, or was not.
public struct MoveOutcome: Sendable, Equatable {
    /// The call that they were meant to come to, and how it went.
    public var call: CallOutcome
    /// Who.
    public var participant: CommunicationIdentifier
    /// The connection of the call that they were in.
    public var fromCall: String?

    /// An outcome for one participant.
    public init(call: CallOutcome, participant: CommunicationIdentifier, fromCall: String? = nil) {
        self.call = call
        self.participant = participant
        self.fromCall = fromCall
    }

    init(_ reader: PayloadReader) throws(EventFault) {
        call = try CallOutcome(reader)
        participant = try reader.required("participant", reader.identifier("participant"))
        fromCall = try reader.text("fromCall")
    }

    var json: JSONValue {
        call.json(["participant": participant.json, "fromCall": fromCall.map(JSONValue.string)])
    }
}

/// An invitation was taken back, or was not.
public struct InvitationOutcome: Sendable, Equatable {
    /// Which call, and how it went.
    public var call: CallOutcome
    /// Which invitation, as the service named it.
    public var invitationID: String

    /// An outcome for one invitation.
    public init(call: CallOutcome, invitationID: String) {
        self.call = call
        self.invitationID = invitationID
    }

    init(_ reader: PayloadReader) throws(EventFault) {
        call = try CallOutcome(reader)
        invitationID = try reader.required("invitationId", reader.text("invitationId"))
    }

    var json: JSONValue { call.json(["invitationId": .string(invitationID)]) }
}

/// The service took a transfer on.
public struct TransferAccepted: Sendable, Equatable {
    /// Which call, and how it went.
    public var call: CallOutcome
    /// Who gets the call; older versions of the service do not say.
    public var target: CommunicationIdentifier?
    /// Who is given away; older versions of the service do not say.
    public var transferee: CommunicationIdentifier?

    /// An accepted transfer.
    public init(call: CallOutcome, target: CommunicationIdentifier? = nil, transferee: CommunicationIdentifier? = nil) {
        self.call = call
        self.target = target
        self.transferee = transferee
    }

    init(_ reader: PayloadReader) throws(EventFault) {
        call = try CallOutcome(reader)
        target = try reader.identifier("transferTarget")
        transferee = try reader.identifier("transferee")
    }

    var json: JSONValue { call.json(["transferTarget": target?.json, "transferee": transferee?.json]) }
}
