import CallModel
import LuaEngine

/// Reads filters from Lua. What could never match is a mistake; identifiers are brought into one spelling.
enum FilterReader {
    /// Of one filter: each event that comes is compared with all of them, at the host's cost.
    static let maxFields = 64
    /// Of the list that one field may be in.
    static let maxItems = 1_000

    /// The filter that a table says; nil is none.
    /// - Parameter arguments: of a function whose first one is the event's name.
    static func filter(_ value: LuaValue, _ arguments: HostArguments) throws(LuaRaise) -> EventFilter {
        guard case .table(let table) = value else { return EventFilter() }
        guard table.array.isEmpty, !table.hasOtherKeys else {
            throw arguments.mistake("a filter names fields, like { to = \"+18005550199\" }")
        }
        guard table.namedFields.count <= maxFields else {
            throw arguments.mistake("a filter has at most \(maxFields) fields")
        }
        let known = arguments[0].stringValue.flatMap(EventFields.of)
        var conditions: [EventFilter.Named] = []
        for (field, wanted) in table.namedFields {
            var isIdentifier = field == "to" || field == "from"
            if let known { isIdentifier = try shape(of: field, among: known, arguments) == .identifier }
            let condition = try condition(wanted, field, isIdentifier, arguments)
            conditions.append(EventFilter.Named(field: field, condition: condition))
        }
        return EventFilter(conditions)
    }

    /// What the event has at a path such as `result_information.sub_code`; a path that leads nowhere is a mistake.
    private static func shape(
        of path: String, among fields: [String: EventFields.Shape], _ arguments: HostArguments
    ) throws(LuaRaise) -> EventFields.Shape {
        var (owner, members, shape) = (arguments[0].stringValue ?? "", fields, EventFields.Shape.free)
        let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        for (index, name) in names.enumerated() {
            guard let found = members[WireNames.wire(name)], name == WireNames.lua(WireNames.wire(name)) else {
                throw arguments.mistake(
                    "\(owner) has no field '\(name)'"
                        + Nearest.help(for: name, among: members.keys.map(WireNames.lua).sorted(), "its fields"))
            }
            shape = found
            if shape == .free { return shape }
            guard index + 1 < names.count else { break }
            owner = names[...index].joined(separator: ".")
            guard let inner = shape.members else {
                throw arguments.mistake("the filter's '\(path)' can never fit: '\(owner)' has no fields")
            }
            members = inner
        }
        switch shape {
        case .list:
            throw arguments.mistake("the filter's '\(path)' can never fit: it is a list; look at it in the handler")
        case .record(let inner):
            let example = inner.keys.map(WireNames.lua).sorted().first ?? ""
            throw arguments.mistake(
                "the filter's '\(path)' can never fit: it is a record; name a field of it, like [\"\(path).\(example)\"]"
            )
        case .value, .identifier, .free: return shape
        }
    }

    private static func condition(
        _ value: LuaValue, _ field: String, _ isIdentifier: Bool, _ arguments: HostArguments
    ) throws(LuaRaise) -> EventFilter.Condition {
        guard case .table(let table) = value, !isRecord(table) else {
            return .value(try item(value, field, isIdentifier, arguments))
        }
        if case .string(let pattern)? = table["pattern"] {
            // To try it takes a world of its own.
            arguments.call.world.charge(500)
            guard PatternMatcher().isPattern(pattern) else {
                throw arguments.mistake("the filter's '\(field)': \"\(pattern)\" is no Lua pattern")
            }
            return .pattern(pattern)
        }
        guard table.namedFields.isEmpty, !table.hasOtherKeys else {
            throw arguments.mistake("the filter's '\(field)' must be a value, a list or pattern \"…\"")
        }
        guard !table.array.isEmpty else {
            throw arguments.mistake("the filter's '\(field)' can never fit: its list is empty")
        }
        guard table.array.count <= maxItems else {
            throw arguments.mistake("the filter's '\(field)' has more than \(maxItems) values in its list")
        }
        var items: [JSONValue] = []
        for element in table.array { items.append(try item(element, field, isIdentifier, arguments)) }
        return .list(items)
    }

    /// One value. A misspelled number would never match, so it is a mistake.
    private static func item(
        _ value: LuaValue, _ field: String, _ isIdentifier: Bool, _ arguments: HostArguments
    ) throws(LuaRaise) -> JSONValue {
        let isNamed = if case .table(let table) = value { isRecord(table) } else { false }
        if isNamed || isIdentifier {
            if let fault = HostType.identifier.fault(of: value, name: field) { throw arguments.mistake(fault) }
            if let identifier = HostOptions.identifier(value) { return .string(identifier.rawID) }
        }
        switch value {
        case .string, .integer, .number, .boolean: return try arguments.json(value)
        default:
            throw arguments.mistake("the filter's '\(field)' must be a value, a list or pattern \"…\"")
        }
    }

    /// Whether a table is an identifier's record.
    private static func isRecord(_ table: LuaTable) -> Bool {
        table["raw_id"] != nil || table["kind"] != nil || IdentifierForm.all.contains { table[$0.name] != nil }
    }
}
