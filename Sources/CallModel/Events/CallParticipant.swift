/// Somebody who is in a call, as the service lists them.
public struct CallParticipant: Sendable, Equatable {
    /// Who.
    public var identifier: CommunicationIdentifier
    /// Whether nobody hears them.
    public var isMuted: Bool
    /// Whether they hear the hold music.
    public var isOnHold: Bool

    /// A participant who speaks and hears, unless it is said otherwise.
    public init(_ identifier: CommunicationIdentifier, isMuted: Bool = false, isOnHold: Bool = false) {
        self.identifier = identifier
        self.isMuted = isMuted
        self.isOnHold = isOnHold
    }

    /// Reads the service's JSON form; nil when it names nobody.
    public init?(json: JSONValue) {
        guard let identifier = json["identifier"].flatMap(CommunicationIdentifier.init(json:)) else { return nil }
        self.init(
            identifier, isMuted: json["isMuted"]?.boolValue ?? false, isOnHold: json["isOnHold"]?.boolValue ?? false)
    }

    /// The service's JSON form.
    public var json: JSONValue {
        ["identifier": identifier.json, "isMuted": .bool(isMuted), "isOnHold": .bool(isOnHold)]
    }
}

extension CallParticipant {
    /// Reads one of an event's list.
    init(_ reader: PayloadReader) throws(EventFault) {
        identifier = try reader.required("identifier", reader.identifier("identifier"))
        isMuted = try reader.bool("isMuted") ?? false
        isOnHold = try reader.bool("isOnHold") ?? false
    }
}
