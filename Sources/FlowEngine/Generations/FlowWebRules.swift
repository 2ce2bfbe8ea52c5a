import CallModel

/// What flows may ask of the web, and the secrets that they may name. The values of secrets are never here.
public struct FlowWebRules: Sendable, Equatable {
    /// The hosts that may be asked; empty for every public one.
    public var allowedHosts: [HostPattern]
    /// The names of the secrets, sorted; nil where any name will do, as in specs.
    public var secrets: [String]?

    /// Every public host, and no secrets.
    public init(allowedHosts: [HostPattern] = [], secrets: [String]? = []) {
        self.allowedHosts = allowedHosts
        self.secrets = secrets?.sorted()
    }

    /// Whether a host may be asked.
    public func allows(_ host: String) -> Bool {
        allowedHosts.isEmpty || allowedHosts.contains { $0.matches(host) }
    }

    var json: JSONValue {
        var object: JSONObject = ["allow": .array(allowedHosts.map { .string($0.text) })]
        if let secrets { object["secrets"] = .array(secrets.map { .string($0) }) }
        return .object(object)
    }

    init?(json: JSONValue) {
        guard let hosts = json["allow"]?.arrayValue else { return nil }
        let patterns = hosts.compactMap { $0.stringValue.flatMap { HostPattern($0) } }
        guard patterns.count == hosts.count else { return nil }
        self.init(allowedHosts: patterns, secrets: json["secrets"]?.arrayValue?.compactMap(\.stringValue))
    }
}
