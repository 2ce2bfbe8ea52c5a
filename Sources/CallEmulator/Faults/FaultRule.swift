import CallModel

/// How often one kind of fault happens, and how it goes.
public struct FaultRule: Sendable, Equatable {
    /// From 0, never, to 1, always.
    public var chance: Double
    /// How long it takes, where that means something; nil takes the default of the kind.
    public var seconds: Double?
    /// What the `Retry-After` of a refusal says, in seconds; nil leaves the header out.
    public var retryAfter: Int?
    /// How often it happens to each operation or event name at the most; nil is no limit.
    public var times: Int?
    /// The operations or events that it is limited to; empty means all.
    public var only: [String]

    /// A rule of its parts.
    public init(
        chance: Double, seconds: Double? = nil, retryAfter: Int? = nil, times: Int? = nil, only: [String] = []
    ) {
        self.chance = chance
        self.seconds = seconds
        self.retryAfter = retryAfter
        self.times = times
        self.only = only
    }

    /// The form that `FaultSettings` reads.
    var json: JSONValue {
        [
            "chance": .number(chance), "seconds": seconds.map(JSONValue.number),
            "retry_after": retryAfter.map { .integer(Int64($0)) }, "times": times.map { .integer(Int64($0)) },
            "only": only.isEmpty ? nil : .array(only.map(JSONValue.string)),
        ]
    }
}

/// Reads one member of the settings: `true`, `false`, a chance, or an object of details.
struct FaultRuleReader {
    let kind: FaultKind

    /// - Returns: nil when the fault is off.
    func read(_ json: JSONValue) throws(ControlError) -> FaultRule? {
        let traits = kind.traits
        switch json {
        case .null, .bool(false): return nil
        case .bool(true): return FaultRule(chance: traits.chanceWhenTrue, times: traits.times ?? traits.timesWhenTrue)
        case .integer, .number: return FaultRule(chance: try chance(json), times: traits.times)
        case .object(let details): return try rule(details)
        case .string, .array:
            throw fault("must be true, false, a chance from 0 to 1, or an object such as {\"chance\": 0.2}")
        }
    }

    private func rule(_ details: JSONObject) throws(ControlError) -> FaultRule {
        let traits = kind.traits
        var rule = FaultRule(chance: traits.chanceWhenTrue, times: traits.times)
        for (name, value) in details.members {
            guard names.contains(name) else { throw unknown(name) }
            if value == .null { continue }
            switch name {
            case "chance": rule.chance = try chance(value)
            case "seconds": rule.seconds = try number(value, "seconds", 0...3_600)
            case "retry_after": rule.retryAfter = try whole(value, "retry_after", 0...3_600)
            case "times": rule.times = try whole(value, "times", 1...1_000_000)
            default: rule.only = try only(value)
            }
        }
        return rule
    }

    /// The details that mean something here.
    private var names: [String] {
        let traits = kind.traits
        return ["chance"] + (traits.seconds == nil ? [] : ["seconds"]) + (traits.takesRetryAfter ? ["retry_after"] : [])
            + ["times"] + (traits.subject == .none ? [] : ["only"])
    }

    private func unknown(_ name: String) -> ControlError {
        fault("has no detail '\(name)'" + Nearest.help(for: name, among: names, "details"))
    }

    private func chance(_ json: JSONValue) throws(ControlError) -> Double { try number(json, "chance", 0...1) }

    private func number(
        _ json: JSONValue, _ name: String, _ range: ClosedRange<Double>
    ) throws(ControlError) -> Double {
        guard let number = json.doubleValue, range.contains(number) else {
            throw fault("has a \(name) that is no number from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
        }
        return number
    }

    private func whole(_ json: JSONValue, _ name: String, _ range: ClosedRange<Int>) throws(ControlError) -> Int {
        guard let number = json.intValue, range.contains(number) else {
            throw fault("has a \(name) that is no whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// One name, or a list of them.
    private func only(_ json: JSONValue) throws(ControlError) -> [String] {
        let known = kind.traits.subject == .operations ? OperationTable.all.map(\.name) : EventName.service
        let what = kind.traits.subject == .operations ? "operation" : "event"
        var names: [String] = []
        for item in json.arrayValue ?? [json] {
            guard let name = item.stringValue else { throw fault("has an only that is no name and no list of names") }
            guard known.contains(name) else {
                throw fault(
                    "has an only that names no \(what), '\(name)'" + Nearest.suggestion(for: name, among: known))
            }
            names.append(name)
        }
        return names
    }

    private func fault(_ words: String) -> ControlError {
        ControlError(status: 400, message: "the fault '\(kind.rawValue)' \(words)")
    }
}
