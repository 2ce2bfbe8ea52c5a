/// What Teams shows somebody beside the call: who calls, who sends the call on, and what was said so far.
/// Members and limits: protocol reference, sections 6 and 11.
public struct TeamsPhoneCallDetails: Sendable, Equatable, Codable {
    /// Who called in the first place.
    public var caller: Caller?
    /// Who wrote these details.
    public var source: Source?
    /// Names this session in the sender's own reports.
    public var sessionID: String?
    /// What the caller wants.
    public var intent: String?
    /// A few words for the notification of the call; at most 48 characters.
    public var callTopic: String?
    /// The call so far.
    public var callContext: String?
    /// Where the transcript is.
    public var transcriptURL: String?
    /// The mood of the call so far.
    public var callSentiment: String?
    /// What could be done for the caller.
    public var suggestedActions: String?

    /// The original caller.
    public struct Caller: Sendable, Equatable, Codable {
        /// The caller's identity.
        public var identifier: CommunicationIdentifier
        /// The caller's name.
        public var name: String
        /// The caller's number as it is shown; the service takes any text.
        public var phoneNumber: String
        /// The caller's record, in a customer database for instance.
        public var recordID: String?
        /// The page that opens with the call.
        public var screenPopURL: String?
        /// Whether the caller has proved who they are.
        public var isAuthenticated: Bool?
        /// More to show, by name; at most 10, since the service drops the rest.
        public var additionalInformation: [String: String]

        /// A caller with what must be known of one.
        public init(
            identifier: CommunicationIdentifier, name: String, phoneNumber: String, recordID: String? = nil,
            screenPopURL: String? = nil, isAuthenticated: Bool? = nil, additionalInformation: [String: String] = [:]
        ) {
            self.identifier = identifier
            self.name = name
            self.phoneNumber = phoneNumber
            self.recordID = recordID
            self.screenPopURL = screenPopURL
            self.isAuthenticated = isAuthenticated
            self.additionalInformation = additionalInformation
        }
    }

    /// Who wrote the details.
    public struct Source: Sendable, Equatable, Codable {
        /// The sender's identity.
        public var identifier: CommunicationIdentifier
        /// The sender's language, such as `en`.
        public var language: String
        /// How it stands with the sender.
        public var status: String
        /// For whom the call is meant, by name.
        public var intendedTargets: [String: CommunicationIdentifier]

        /// A sender with what must be known of one.
        public init(
            identifier: CommunicationIdentifier, language: String, status: String,
            intendedTargets: [String: CommunicationIdentifier] = [:]
        ) {
            self.identifier = identifier
            self.language = language
            self.status = status
            self.intendedTargets = intendedTargets
        }
    }

    /// How many characters a topic may have.
    public static let topicLimit = 48
    /// How many pairs of additional information there may be.
    public static let informationLimit = 10

    /// Details with nothing in them.
    public init() {}

    /// Whether there is nothing in it.
    public var isEmpty: Bool { self == Self() }

    /// Why the service would refuse it, or drop a part; a sentence without a full stop, or nil.
    public var fault: String? {
        // The service counts UTF-16.
        if let length = callTopic?.utf16.count, length > Self.topicLimit {
            return "the call topic has \(length) characters, and \(Self.topicLimit) is the limit"
        }
        if let count = caller?.additionalInformation.count, count > Self.informationLimit {
            return
                "there are \(count) pairs of additional caller information, and \(Self.informationLimit) is the limit"
        }
        return nil
    }
}
