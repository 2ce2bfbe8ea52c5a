/// What a new participant is told beside the call: headers for users and for phones behind direct routing, and details for
/// Teams. The headers come back as `customContext` of its IncomingCall event. Limits: protocol reference, section 11.
public struct CustomCallingContext: Sendable, Equatable {
    /// For users of the service; at most 1,000.
    public var voipHeaders: [Header]
    /// For phones: `User-To-User`, and at most five others that begin with `X-MS-Custom-` or `X-`.
    public var sipHeaders: [Header]
    /// For Teams: what it shows beside the call.
    public var teamsPhoneCallDetails: TeamsPhoneCallDetails?

    /// One header.
    public struct Header: Sendable, Equatable {
        /// The whole key.
        public var name: String
        /// What it says.
        public var value: String

        /// A header of key and value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The key of the user-to-user information.
    public static let userToUser = "User-To-User"
    /// What the official clients put before the name of an own SIP header.
    public static let sipPrefix = "X-MS-Custom-"

    /// Headers in the order in which they are sent, and details.
    public init(
        voipHeaders: [Header] = [], sipHeaders: [Header] = [], teamsPhoneCallDetails: TeamsPhoneCallDetails? = nil
    ) {
        self.voipHeaders = voipHeaders
        self.sipHeaders = sipHeaders
        self.teamsPhoneCallDetails = teamsPhoneCallDetails
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { voipHeaders.isEmpty && sipHeaders.isEmpty && teamsPhoneCallDetails?.isEmpty != false }

    /// Why the service would refuse it; a sentence without a full stop, or nil.
    public var fault: String? {
        guard voipHeaders.count <= 1_000 else {
            return "there are \(voipHeaders.count) VoIP headers, and 1000 is the limit"
        }
        for header in voipHeaders {
            if header.name.isEmpty || header.name.utf8.count > 64 {
                return "the VoIP header '\(header.name)' must have a name of 1 to 64 characters"
            }
            if header.value.utf8.count > 1_024 {
                return "the VoIP header '\(header.name)' is longer than 1024 characters"
            }
        }
        return sipFault ?? teamsPhoneCallDetails?.fault
    }

    private var sipFault: String? {
        let others = sipHeaders.filter { !Self.isUserToUser($0.name) }
        guard sipHeaders.count - others.count <= 1 else { return "there is more than one \(Self.userToUser) header" }
        guard others.count <= 5 else { return "there are \(others.count) own SIP headers, and 5 is the limit" }
        for header in sipHeaders {
            if !Self.isUserToUser(header.name) {
                guard header.name.lowercased().hasPrefix("x-") else {
                    return "the SIP header '\(header.name)' must be \(Self.userToUser) or begin with \(Self.sipPrefix)"
                }
                guard header.name.utf8.count <= 64 else {
                    return "the SIP header '\(header.name)' has a name of more than 64 characters, its prefix included"
                }
                if let odd = header.name.first(where: { !Self.isAllowed($0) }) {
                    return "the name of the SIP header '\(header.name)' contains '\(odd)'; allowed are letters, digits "
                        + "and . ! % * _ + ~ -"
                }
            }
            guard header.value.utf8.count <= 256 else {
                return "the SIP header '\(header.name)' is longer than 256 characters"
            }
            if let odd = header.value.first(where: { !Self.isAllowed($0) && $0 != "=" && $0 != ";" }) {
                return
                    "the value of the SIP header '\(header.name)' contains '\(odd)'; allowed are letters, digits and "
                    + ". ! % * _ + ~ - = ;"
            }
        }
        return nil
    }

    /// Whether a key is that of the user-to-user information; sources spell it in more than one way.
    public static func isUserToUser(_ name: String) -> Bool { name.lowercased() == "user-to-user" }

    private static func isAllowed(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || ".!%*_+~-".contains(character))
    }
}
