/// Who takes part in a call. The raw id is the identity: two identifiers are equal when their raw ids are.
///
/// Parsing follows the order of the official SDKs (protocol reference, section 10).
public struct CommunicationIdentifier: Sendable, Hashable {
    /// What a raw id names, with its parts.
    public enum Kind: Sendable, Hashable {
        case communicationUser(id: String)
        /// `value` is what can be dialled: without an asserted id; for an anonymous caller it is `anonymous`.
        case phoneNumber(value: String, isAnonymous: Bool, assertedID: String?)
        case microsoftTeamsUser(userID: String, isAnonymous: Bool, cloud: Cloud)
        case microsoftTeamsApp(appID: String, cloud: Cloud)
        case teamsExtensionUser(userID: String, tenantID: String, resourceID: String, cloud: Cloud)
        case unknown
    }

    /// The service's own spelling of the identity, such as `4:+18005550199`.
    public let rawID: String
    /// What it names.
    public let kind: Kind

    /// Parses a raw id. Never fails: what no rule knows is of the kind `unknown`.
    public init(rawID: String) {
        self.rawID = rawID
        kind = Self.kind(of: rawID)
    }

    /// The identifier of a phone number in E.164 form.
    public init(phoneNumber: PhoneNumber) {
        self.init(rawID: "4:" + phoneNumber.value)
    }

    /// Equal when the raw ids are.
    public static func == (left: Self, right: Self) -> Bool { left.rawID == right.rawID }
    /// Hashes the raw id.
    public func hash(into hasher: inout Hasher) { hasher.combine(rawID) }

    /// The dialled or calling number, when this is a phone number that is not anonymous.
    public var phoneNumber: String? {
        if case .phoneNumber(let value, false, _) = kind { return value }
        return nil
    }

    /// Whether this is a phone number, anonymous ones included.
    public var isPhone: Bool {
        if case .phoneNumber = kind { return true }
        return false
    }

    private static func kind(of rawID: String) -> Kind {
        if rawID.hasPrefix("4:") { return phoneKind(String(rawID.dropFirst(2))) }
        let parts = rawID.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return .unknown }
        let suffix = String(parts[2])
        switch "\(parts[0]):\(parts[1]):" {
        case "8:teamsvisitor:": return .microsoftTeamsUser(userID: suffix, isAnonymous: true, cloud: .public)
        case "8:orgid:": return .microsoftTeamsUser(userID: suffix, isAnonymous: false, cloud: .public)
        case "8:dod:": return .microsoftTeamsUser(userID: suffix, isAnonymous: false, cloud: .dod)
        case "8:gcch:": return .microsoftTeamsUser(userID: suffix, isAnonymous: false, cloud: .gcch)
        case "28:orgid:": return .microsoftTeamsApp(appID: suffix, cloud: .public)
        case "28:dod:": return .microsoftTeamsApp(appID: suffix, cloud: .dod)
        case "28:gcch:": return .microsoftTeamsApp(appID: suffix, cloud: .gcch)
        case "8:spool:": return .communicationUser(id: rawID)
        case "8:acs:": return acsKind(rawID, suffix, .public)
        case "8:dod-acs:": return acsKind(rawID, suffix, .dod)
        case "8:gcch-acs:": return acsKind(rawID, suffix, .gcch)
        default: return .unknown
        }
    }

    private static func acsKind(_ rawID: String, _ suffix: String, _ cloud: Cloud) -> Kind {
        let parts = suffix.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return .communicationUser(id: rawID) }
        return .teamsExtensionUser(userID: parts[2], tenantID: parts[1], resourceID: parts[0], cloud: cloud)
    }

    private static func phoneKind(_ rest: String) -> Kind {
        if rest == "anonymous" { return .phoneNumber(value: rest, isAnonymous: true, assertedID: nil) }
        guard let mark = rest.lastIndex(of: "_"), rest.index(after: mark) != rest.endIndex
        else { return .phoneNumber(value: rest, isAnonymous: false, assertedID: nil) }
        return .phoneNumber(
            value: String(rest[..<mark]), isAnonymous: false, assertedID: String(rest[rest.index(after: mark)...]))
    }
}

extension CommunicationIdentifier {
    /// Reads the service's JSON form: `rawId` if there, else the sub-object (protocol reference, section 10).
    /// Returns nil when neither names anyone.
    public init?(json: JSONValue) {
        func text(_ object: JSONValue?, _ name: String) -> String? {
            object?[name]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        }
        if let rawID = text(json, "rawId") {
            self.init(rawID: rawID)
        } else if let id = text(json["communicationUser"], "id") {
            self.init(rawID: id)
        } else if let phone = json["phoneNumber"], let value = text(phone, "value") {
            if phone["isAnonymous"]?.boolValue == true {
                self.init(rawID: "4:anonymous")
            } else if let asserted = text(phone, "assertedId"), !value.hasSuffix("_" + asserted) {
                self.init(rawID: "4:\(value)_\(asserted)")
            } else {
                self.init(rawID: "4:" + value)
            }
        } else if let user = json["microsoftTeamsUser"], let id = text(user, "userId") {
            // An anonymous user has no cloud, whatever is said beside.
            let isAnonymous = user["isAnonymous"]?.boolValue == true
            self.init(rawID: "8:\(isAnonymous ? "teamsvisitor" : Self.cloud(user)?.rawValue ?? "orgid"):\(id)")
        } else if let app = json["microsoftTeamsApp"], let id = text(app, "appId") {
            self.init(rawID: "28:\(Self.cloud(app)?.rawValue ?? "orgid"):\(id)")
        } else if let user = json["teamsExtensionUser"], let id = text(user, "userId"),
            let tenant = text(user, "tenantId"), let resource = text(user, "resourceId")
        {
            let prefix = Self.cloud(user).map { $0.rawValue + "-acs" } ?? "acs"
            self.init(rawID: "8:\(prefix):\(resource)_\(tenant)_\(id)")
        } else {
            return nil
        }
    }

    /// The cloud that a sub-object names, in any case; nil for the public one, for none and for one that nobody knows, which the
    /// official clients take for the public one.
    private static func cloud(_ json: JSONValue) -> Cloud? {
        let cloud = json["cloud"]?.stringValue.flatMap { Cloud(rawValue: $0.lowercased()) }
        return cloud == .public ? nil : cloud
    }

    /// The service's name of the kind, as it stands in `kind`.
    public var kindName: String {
        switch kind {
        case .communicationUser: "communicationUser"
        case .phoneNumber: "phoneNumber"
        case .microsoftTeamsUser: "microsoftTeamsUser"
        case .microsoftTeamsApp: "microsoftTeamsApp"
        case .teamsExtensionUser: "teamsExtensionUser"
        case .unknown: "unknown"
        }
    }

    /// The full JSON form of a response: `kind`, `rawId` and the sub-object.
    public var json: JSONValue {
        var object = JSONObject([("kind", .string(kindName)), ("rawId", .string(rawID))])
        object[kindName] = subObject
        return .object(object)
    }

    /// The form that the official SDKs send: `rawId` and the sub-object, without `kind`.
    public var requestJSON: JSONValue {
        var object = JSONObject([("rawId", .string(rawID))])
        object[kindName] = subObject
        return .object(object)
    }

    private var subObject: JSONValue? {
        switch kind {
        case .communicationUser(let id): return ["id": .string(id)]
        case .phoneNumber(let value, let isAnonymous, let assertedID):
            return [
                "value": .string(value), "isAnonymous": isAnonymous ? true : nil,
                "assertedId": assertedID.map(JSONValue.string),
            ]
        case .microsoftTeamsUser(let userID, let isAnonymous, let cloud):
            return [
                "userId": .string(userID), "isAnonymous": .bool(isAnonymous), "cloud": .string(cloud.rawValue),
            ]
        case .microsoftTeamsApp(let appID, let cloud):
            return ["appId": .string(appID), "cloud": .string(cloud.rawValue)]
        case .teamsExtensionUser(let userID, let tenantID, let resourceID, let cloud):
            return [
                "userId": .string(userID), "tenantId": .string(tenantID), "resourceId": .string(resourceID),
                "cloud": .string(cloud.rawValue),
            ]
        case .unknown: return nil
        }
    }

    /// The identity with most of a phone number hidden, for logs: `4:+1800…99`.
    public var redacted: String {
        phoneNumber.flatMap { PhoneNumber.redacted($0) }.map { "4:" + $0 } ?? rawID
    }
}
