/// What a new participant is told beside the call: headers for users and for phones behind direct routing, and details for
/// Teams. The headers come back as `customContext` of its IncomingCall event. Limits: protocol reference, section 11.
public struct CustomCallingContext: Sendable, Equatable, Codable {
    /// For users of the service; at most 1,000.
    public var voipHeaders: [Header]
    /// For phones: `User-To-User`, and at most five others that begin with `X-MS-Custom-` or `X-`.
    public var sipHeaders: [Header]
    /// For Teams: what it shows beside the call.
    public var teamsPhoneCallDetails: TeamsPhoneCallDetails?

    /// One header.
    public struct Header: Sendable, Equatable, Codable {
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

    /// The most VoIP headers, and own SIP headers.
    public static let (mostVoIPHeaders, mostSIPHeaders) = (1_000, 5)
    /// The longest name of a header, its prefix included.
    public static let nameLimit = 64
    /// The longest value of a VoIP header, and of a SIP header.
    public static let (voipValueLimit, sipValueLimit) = (1_024, 256)

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
        guard voipHeaders.count <= Self.mostVoIPHeaders else {
            return "there are \(voipHeaders.count) VoIP headers, and \(Self.mostVoIPHeaders) is the limit"
        }
        for header in voipHeaders {
            if header.name.isEmpty || header.name.utf8.count > Self.nameLimit {
                return "the VoIP header '\(header.name)' must have a name of 1 to \(Self.nameLimit) characters"
            }
            if header.value.utf8.count > Self.voipValueLimit {
                return "the VoIP header '\(header.name)' is longer than \(Self.voipValueLimit) characters"
            }
        }
        return sipFault ?? teamsPhoneCallDetails?.fault
    }

    private var sipFault: String? {
        let others = sipHeaders.filter { !Self.isUserToUser($0.name) }
        guard sipHeaders.count - others.count <= 1 else { return "there is more than one \(Self.userToUser) header" }
        guard others.count <= Self.mostSIPHeaders else {
            return "there are \(others.count) own SIP headers, and \(Self.mostSIPHeaders) is the limit"
        }
        for header in sipHeaders {
            if !Self.isUserToUser(header.name) {
                guard header.name.lowercased().hasPrefix("x-") else {
                    return "the SIP header '\(header.name)' must be \(Self.userToUser) or begin with \(Self.sipPrefix)"
                }
                guard header.name.utf8.count <= Self.nameLimit else {
                    return
                        "the SIP header '\(header.name)' has a name of more than \(Self.nameLimit) characters, its prefix included"
                }
                if let odd = header.name.first(where: { !Self.isNameCharacter($0) }) {
                    return "the name of the SIP header '\(header.name)' contains '\(odd)'; allowed are letters, digits "
                        + "and . ! % * _ + ~ -"
                }
            }
            guard header.value.utf8.count <= Self.sipValueLimit else {
                return "the SIP header '\(header.name)' is longer than \(Self.sipValueLimit) characters"
            }
            if let odd = header.value.first(where: { !Self.isValueCharacter($0) }) {
                return
                    "the value of the SIP header '\(header.name)' contains '\(odd)'; allowed are letters, digits and "
                    + ". ! % * _ + ~ - = ;"
            }
        }
        return nil
    }

    /// Whether a key is that of the user-to-user information; sources spell it in more than one way.
    public static func isUserToUser(_ name: String) -> Bool { name.lowercased() == "user-to-user" }

    /// Whether the value of a SIP header may contain a character.
    public static func isValueCharacter(_ character: Character) -> Bool {
        isNameCharacter(character) || character == "=" || character == ";"
    }

    /// Whether the name of a SIP header may contain a character.
    public static func isNameCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || ".!%*_+~-".contains(character))
    }
}
