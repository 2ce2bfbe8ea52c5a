import CallModel
import LuaEngine

/// The filter of a hook or a wait: fields of an event compared with a value, a list, or a pattern.
public struct EventFilter: Sendable, Equatable {
    /// What one field must be.
    public enum Condition: Sendable, Equatable {
        case value(JSONValue)
        case list([JSONValue])
        /// A Lua pattern, written `pattern "…"`; a plain string is never one.
        case pattern(String)

        /// An exact value beats a list, a list a pattern.
        var rank: Int {
            switch self {
            case .value: 3
            case .list: 2
            case .pattern: 1
            }
        }

        /// What fits, where that can be listed.
        var values: [JSONValue] {
            switch self {
            case .value(let value): [value]
            case .list(let values): values
            case .pattern: []
            }
        }
    }

    /// By field name in Lua's spelling; dots go down into records. Sorted by name.
    public var conditions: [Named]

    /// One condition with its field.
    public struct Named: Sendable, Equatable {
        /// In Lua's spelling; dots go down into records.
        public var field: String
        /// What the field must be.
        public var condition: Condition
    }

    /// No condition: everything fits.
    public init(_ conditions: [Named] = []) {
        self.conditions = conditions.sorted { $0.field < $1.field }
    }

    /// Which of two filters owns a call that both want: first by `to`, then by the number of fields.
    public struct Rank: Sendable, Comparable {
        var to: Int
        var fields: Int

        package init(to: Int, fields: Int) { (self.to, self.fields) = (to, fields) }

        /// By `to` first, then by the number of fields.
        public static func < (left: Rank, right: Rank) -> Bool { (left.to, left.fields) < (right.to, right.fields) }
    }

    /// Whether both surely want some calls in common, and neither beats the other. Filters over different fields may
    /// or may not meet; that cannot be seen.
    func ties(with other: EventFilter) -> Bool {
        guard rank == other.rank, conditions.map(\.field) == other.conditions.map(\.field) else { return false }
        return zip(conditions, other.conditions).allSatisfy { left, right in
            if case .pattern = left.condition { return left.condition == right.condition }
            return left.condition.values.contains { right.condition.values.contains($0) }
        }
    }

    /// The filter's rank among owners.
    public var rank: Rank {
        Rank(to: conditions.first { $0.field == "to" }?.condition.rank ?? 0, fields: conditions.count)
    }

    /// Whether the fields of `event` (the service's own spelling) are as wanted.
    public func matches(_ event: JSONValue, patterns: PatternMatcher) -> Bool {
        conditions.allSatisfy { named in
            patterns.work += Self.lookup(in: event)
            guard let found = WireNames.field(named.field, of: event) else { return false }
            switch named.condition {
            case .value(let wanted): return Self.equal(found, wanted, named.field)
            case .list(let wanted):
                patterns.work += 10 * wanted.count
                return wanted.contains { Self.equal(found, $0, named.field) }
            case .pattern(let pattern): return Self.text(of: found).map { patterns.matches($0, pattern) } ?? false
            }
        }
    }

    /// What it costs at most to find a field, in units: some 60 ns each.
    private static func lookup(in value: JSONValue) -> Int {
        guard case .object(let object) = value else { return 10 }
        // A record of the flow's own lies one level below, in `data` or `params`.
        let inner = object.members.reduce(0) { most, member in
            if case .object(let record) = member.value { max(most, record.members.count) } else { most }
        }
        return 10 + object.members.count / 4 + inner / 4
    }

    /// Identifiers compare by normalised raw id, other values by themselves.
    private static func equal(_ found: JSONValue, _ wanted: JSONValue, _ field: String) -> Bool {
        if let identifier = identifier(found) {
            guard let text = wanted.stringValue ?? wanted["raw_id"]?.stringValue else { return false }
            let raw = text.hasPrefix("+") ? "4:" + text : text
            return identifier.rawID == raw || identifier.phoneNumber.map { "4:" + $0 } == raw
        }
        if let left = found.doubleValue, let right = wanted.doubleValue { return left == right }
        if let text = found.stringValue, let wish = wanted.stringValue {
            return text == wish || (WireNames.isEnumeration(path: field) && WireNames.luaWord(text) == wish)
        }
        return found == wanted
    }

    private static func identifier(_ value: JSONValue) -> CommunicationIdentifier? {
        value["rawId"] == nil && value["kind"] == nil ? nil : CommunicationIdentifier(json: value)
    }

    /// What a pattern is tried on: a phone number with its +, another identifier's raw id, or the value's text.
    private static func text(of value: JSONValue) -> String? {
        if let identifier = identifier(value) { return identifier.spoken }
        switch value {
        case .string(let text): return text
        case .integer(let number): return String(number)
        default: return nil
        }
    }
}

/// Tries Lua patterns outside of any session, under a budget.
///
/// One per shard: it holds a small world of its own, made when first needed.
public final class PatternMatcher {
    private var world: LuaWorld?
    private var function: LuaReference?
    /// What comparing has cost since the matcher was made, in units; only differences mean something.
    public internal(set) var work = 0

    /// A matcher that costs nothing until it is used.
    public init() {}

    /// Whether `pattern` is found in `text`; false when the pattern is no pattern or takes too long.
    public func matches(_ text: String, _ pattern: String) -> Bool {
        do {
            let (world, function) = try prepared()
            world.beginInput()
            defer { work += world.instructionsUsed }
            switch world.callSynchronously(function, [.string(text), .string(pattern)]) {
            case .returned(let values): return values.first == .boolean(true)
            case .failed: return false
            case .stopped:
                self.world = nil
                return false
            }
        } catch {
            return false
        }
    }

    /// Whether a text can be tried as a pattern at all.
    package func isPattern(_ pattern: String) -> Bool {
        guard let (world, function) = try? prepared() else { return true }
        world.beginInput()
        if case .failed = world.callSynchronously(function, [.string(""), .string(pattern)]) { return false }
        return true
    }

    private func prepared() throws(LuaError) -> (LuaWorld, LuaReference) {
        if let world, let function { return (world, function) }
        let source = "local text, pattern = ... return string.find(text, pattern) ~= nil"
        let chunk = try LuaChunk.compile(Array(source.utf8), name: "@pattern")
        // Steps decide, not time: a replay must find the same.
        let limits = LuaLimits(memoryBytes: 1 << 20, instructions: 20_000, cpuSeconds: 1)
        let world = try LuaWorld(functions: LuaHostTable([], classes: []), limits: limits, seed: 1)
        let function = try world.instantiate(chunk)
        (self.world, self.function) = (world, function)
        return (world, function)
    }
}
