import CallModel

/// What goes wrong on purpose, and how often.
///
/// In JSON an object, with a member for each kind of fault: `{"duplicate": 0.1, "reorder": true, "delay": {"chance":
/// 0.2, "seconds": 3, "only": ["PlayCompleted"]}}`. README.md, "Faults", has the list.
public struct FaultSettings: Sendable, Equatable {
    private var rules: [FaultKind: FaultRule] = [:]

    /// Nothing goes wrong.
    public init() {}

    /// Reads the settings, as they stand in a file or in a spec.
    /// - Throws: `ControlError` (400) that names the member, and the one that was most likely meant.
    public init(json: JSONValue) throws(ControlError) {
        // An empty table of Lua may come as an array.
        if json.arrayValue?.isEmpty == true { return }
        guard let members = json.objectValue?.members else {
            throw ControlError(status: 400, message: "faults must be an object, such as {\"duplicate\": 0.1}")
        }
        for (name, value) in members {
            guard let kind = FaultKind(rawValue: name) else {
                let names = FaultKind.allCases.map(\.rawValue)
                throw ControlError(
                    status: 400,
                    message: "there is no fault '\(name)'" + Nearest.help(for: name, among: names, "faults"))
            }
            rules[kind] = try FaultRuleReader(kind: kind).read(value)
        }
    }

    /// The rule of one kind; nil when it never happens.
    public subscript(kind: FaultKind) -> FaultRule? {
        get { rules[kind] }
        set { rules[kind] = newValue }
    }

    /// Whether nothing goes wrong.
    public var isEmpty: Bool { rules.isEmpty }

    /// The form that `init(json:)` reads.
    public var json: JSONValue {
        .object(
            JSONObject(
                FaultKind.allCases.compactMap { kind in rules[kind].map { (kind.rawValue, $0.json) } }))
    }
}

extension FaultSettings {
    /// Every kind of fault, each seldom enough that most requests and events go well.
    public static let mixture: FaultSettings = {
        var settings = FaultSettings()
        let chances = FaultKind.allCases.map { (name: $0.rawValue, value: JSONValue.number(0.04)) }
        if let read = try? FaultSettings(json: .object(JSONObject(chances))) { settings = read }
        return settings
    }()
}
