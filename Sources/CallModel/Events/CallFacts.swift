/// What Event Grid tells about a whole call, seen from no connection (protocol reference, 8.2).
public struct CallFacts: Sendable, Equatable {
    /// Somebody in a call.
    public struct Member: Sendable, Equatable {
        /// Who; nil where the service does not say.
        public var identifier: CommunicationIdentifier?
        /// The service's word for their part in the call.
        public var role: String?

        /// A member with a role.
        public init(_ identifier: CommunicationIdentifier?, role: String? = nil) {
            self.identifier = identifier
            self.role = role
        }

        init(_ reader: PayloadReader) throws(EventFault) {
            identifier = try reader.identifier("communicationIdentifier")
            role = try reader.text("role")
        }

        var json: JSONValue { ["communicationIdentifier": identifier?.json, "role": role.map(JSONValue.string)] }
    }

    /// Who began the call.
    public var startedBy: Member
    /// The service's id of the whole call; what `connect_call` takes.
    public var serverCallID: String
    /// The trace id of the whole call.
    public var correlationID: String
    /// The id of the group call, where it is one.
    public var groupID: String?
    /// The id of the room, where it is in one.
    public var roomID: String?
    /// Whether it is a call of two.
    public var isTwoParty: Bool?
    /// Whether it is in a room.
    public var isRoomsCall: Bool?

    /// Facts from their parts.
    public init(
        startedBy: Member, serverCallID: String, correlationID: String, groupID: String? = nil, roomID: String? = nil,
        isTwoParty: Bool? = nil, isRoomsCall: Bool? = nil
    ) {
        self.startedBy = startedBy
        self.serverCallID = serverCallID
        self.correlationID = correlationID
        self.groupID = groupID
        self.roomID = roomID
        self.isTwoParty = isTwoParty
        self.isRoomsCall = isRoomsCall
    }

    init(_ reader: PayloadReader) throws(EventFault) {
        startedBy = try Member(try reader.required("startedBy", reader.object("startedBy")))
        serverCallID = try reader.required("serverCallId", reader.text("serverCallId"))
        correlationID = try reader.required("correlationId", reader.text("correlationId"))
        groupID = try reader.object("group")?.text("id")
        roomID = try reader.object("room")?.text("id")
        isTwoParty = try reader.bool("isTwoParty")
        isRoomsCall = try reader.bool("isRoomsCall")
    }

    func json(_ own: JSONObject = [:]) -> JSONValue {
        let common: JSONObject = [
            "startedBy": startedBy.json, "serverCallId": .string(serverCallID),
            "group": groupID.map { ["id": .string($0)] }, "room": roomID.map { ["id": .string($0)] },
            "isTwoParty": isTwoParty.map(JSONValue.bool), "correlationId": .string(correlationID),
            "isRoomsCall": isRoomsCall.map(JSONValue.bool),
        ]
        return .object(JSONObject(common.members + own.members))
    }
}
