/// The rules of the number that phones are shown, in one table (protocol reference, section 11). Applied before anything
/// is sent.
public enum CallerIDPolicy {
    /// What an action that reaches somebody needs.
    public enum Need: Sendable, Equatable {
        /// A caller ID must be given, or be the default of flow or settings.
        case required
        /// None is needed; one that is given is taken where the wire has a field, and not shown.
        case notNeeded
        /// None can be given.
        case impossible
    }

    /// One line of the table.
    public struct Rule: Sendable, Equatable {
        /// The name that refusals tell.
        public let name: String
        /// The action.
        public let action: ActionKind
        /// Whether the line is about phone numbers; else about everybody else.
        public let isPhone: Bool
        /// What holds.
        public let need: Need
        /// Why; a sentence without a full stop.
        public let reason: String
    }

    /// Every line. An action that does not stand here reaches nobody new.
    public static let rules: [Rule] = [
        Rule(
            name: "create-call-phone", action: .createCall, isPhone: true, need: .required,
            reason: "a phone that is called must be shown a number"),
        Rule(
            name: "create-call-user", action: .createCall, isPhone: false, need: .notNeeded,
            reason: "users of the service are shown the display name"),
        Rule(
            name: "add-participant-phone", action: .addParticipant, isPhone: true, need: .required,
            reason: "a phone that is added must be shown a number"),
        Rule(
            name: "add-participant-user", action: .addParticipant, isPhone: false, need: .notNeeded,
            reason: "users of the service are shown the display name"),
        Rule(
            name: "redirect-phone", action: .redirect, isPhone: true, need: .required,
            reason: "the service redirects to a phone only for a resource that has a number"),
        Rule(
            name: "redirect-user", action: .redirect, isPhone: false, need: .notNeeded,
            reason: "the new target is shown the caller's own number"),
        Rule(
            name: "transfer-phone", action: .transfer, isPhone: true, need: .impossible,
            reason: "the target of a transfer is shown the transferee's own caller ID"),
        Rule(
            name: "transfer-user", action: .transfer, isPhone: false, need: .impossible,
            reason: "the target of a transfer is shown the transferee's own caller ID"),
    ]

    /// Why an action may not be sent.
    public struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        /// The line of the table, or the name of a check.
        public let rule: String
        /// What is wrong; a sentence without a full stop.
        public let reason: String
        /// What to do; a sentence without a full stop.
        public let remedy: String

        /// All three, on one line.
        public var description: String { "\(reason) (rule \(rule)); \(remedy)" }
    }

    /// The numbers that stand ready.
    public struct Numbers: Sendable, Equatable {
        /// The default of the flow, or else of the settings; E.164.
        public var fallback: String?
        /// The resource's numbers and those of direct routing; empty means that they are not known here.
        public var owned: [String]

        /// Default and owned numbers.
        public init(fallback: String? = nil, owned: [String] = []) {
            self.fallback = fallback
            self.owned = owned
        }
    }

    /// The caller ID that an action goes out with; nil for none.
    /// - Parameter given: what the action itself says, as a person wrote it.
    public static func callerID(
        for action: ActionKind, targets: [CommunicationIdentifier], given: String?, numbers: Numbers
    ) throws(Refusal) -> String? {
        let lines = rules.filter { rule in rule.action == action && targets.contains { $0.isPhone == rule.isPhone } }
        if let given, let line = lines.first(where: { $0.need == .impossible }) {
            throw Refusal(
                rule: line.name, reason: "no caller ID can be given (\(given)): \(line.reason)",
                remedy: "leave caller_id out")
        }
        let line = lines.first { $0.need == .required }
        if let given { return try checked(given, numbers) }
        guard let line else { return nil }
        guard let fallback = numbers.fallback else {
            throw Refusal(
                rule: line.name, reason: "a caller ID is missing: \(line.reason)",
                remedy: "give caller_id = \"+18005550199\", or set one for the flow with flow { caller_id = … } or for "
                    + "all with --caller-id")
        }
        return try checked(fallback, numbers)
    }

    /// Whom a VoIP caller can be sent on to: not to phones.
    public static func checkOnward(
        _ action: ActionKind, from caller: CommunicationIdentifier?, to target: CommunicationIdentifier
    ) throws(Refusal) {
        guard let caller, target.isPhone, action == .transfer || action == .redirect else { return }
        switch caller.kind {
        case .phoneNumber, .unknown: return
        default:
            throw Refusal(
                rule: "voip-to-phone", reason: "the service cannot \(action.rawValue) a user of the service to a phone",
                remedy: "call the phone with create_call or add_participant instead")
        }
    }

    /// A number that may be shown: of the right form, and one of ours where ours are known.
    public static func checked(_ text: String, _ numbers: Numbers) throws(Refusal) -> String {
        let bare = text.hasPrefix("4:") ? String(text.dropFirst(2)) : text
        if let fault = otherKind(text) {
            throw Refusal(
                rule: "caller-id-format", reason: "the caller ID is wrong: \(fault)",
                remedy: "write a number like +18005550199")
        }
        let number: PhoneNumber
        do {
            number = try PhoneNumber(bare)
        } catch {
            throw Refusal(
                rule: "caller-id-format", reason: "the caller ID is wrong: \(error.reason)",
                remedy: "write it like +18005550199")
        }
        guard numbers.owned.isEmpty || numbers.owned.contains(number.value) else {
            throw Refusal(
                rule: "caller-id-owned", reason: "the caller ID \(number.value) is no number of this resource",
                remedy: "use one of \(numbers.owned.joined(separator: ", ")), or name it with --owned-number")
        }
        return number.value
    }

    /// What an identifier names that is no phone number; nil for what may be meant as one.
    private static func otherKind(_ text: String) -> String? {
        switch CommunicationIdentifier(rawID: text).kind {
        case .communicationUser, .teamsExtensionUser: "'\(text)' is a user, not a phone number"
        case .microsoftTeamsUser, .microsoftTeamsApp: "'\(text)' belongs to Teams and is no phone number"
        case .phoneNumber(_, true, _): "'\(text)' is a withheld number, which cannot be shown"
        case .phoneNumber, .unknown: nil
        }
    }
}
