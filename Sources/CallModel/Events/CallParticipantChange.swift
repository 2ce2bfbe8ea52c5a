/// Somebody joined or left a call of users of the service.
public struct CallParticipantChange: Sendable, Equatable {
    /// Which call.
    public var call: CallFacts
    /// Who.
    public var user: CallFacts.Member?
    /// Their name.
    public var displayName: String?
    /// The service's id of their part in the call.
    public var participantID: String?
    /// What they call with.
    public var userAgent: String?

    /// A change from its parts.
    public init(
        call: CallFacts, user: CallFacts.Member? = nil, displayName: String? = nil, participantID: String? = nil,
        userAgent: String? = nil
    ) {
        self.call = call
        self.user = user
        self.displayName = displayName
        self.participantID = participantID
        self.userAgent = userAgent
    }

    init(_ reader: PayloadReader) throws(EventFault) {
        call = try CallFacts(reader)
        user = try reader.object("user").map { reader throws(EventFault) in try CallFacts.Member(reader) }
        displayName = try reader.text("displayName")
        participantID = try reader.text("participantId")
        userAgent = try reader.text("userAgent")
    }

    var json: JSONValue {
        call.json([
            "user": user?.json, "displayName": displayName.map(JSONValue.string),
            "participantId": participantID.map(JSONValue.string), "userAgent": userAgent.map(JSONValue.string),
        ])
    }
}
