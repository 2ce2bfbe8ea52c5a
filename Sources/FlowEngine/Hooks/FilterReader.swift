import CallModel
import LuaEngine

/// Reads filters from Lua. What could never match is a mistake; identifiers are brought into one spelling.
enum FilterReader {
    /// The filter that a table says; nil is none.
    static func filter(_ value: LuaValue, _ arguments: HostArguments) throws(LuaRaise) -> EventFilter {
        guard case .table(let table) = value else { return EventFilter() }
        guard table.array.isEmpty, !table.hasOtherKeys else {
            throw arguments.mistake("a filter names fields, like { to = \"+18005550199\" }")
        }
        var conditions: [EventFilter.Named] = []
        for (field, wanted) in table.namedFields {
            conditions.append(EventFilter.Named(field: field, condition: try condition(wanted, field, arguments)))
        }
        return EventFilter(conditions)
    }

    private static func condition(
        _ value: LuaValue, _ field: String, _ arguments: HostArguments
    ) throws(LuaRaise) -> EventFilter.Condition {
        guard case .table(let table) = value, !isRecord(table) else {
            return .value(try item(value, field, arguments))
        }
        if case .string(let pattern)? = table["pattern"] {
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
        var items: [JSONValue] = []
        for element in table.array { items.append(try item(element, field, arguments)) }
        return .list(items)
    }

    /// One value. A misspelled number would never match, so it is a mistake.
    private static func item(
        _ value: LuaValue, _ field: String, _ arguments: HostArguments
    ) throws(LuaRaise) -> JSONValue {
        let isIdentifier = if case .table(let table) = value { isRecord(table) } else { false }
        if isIdentifier || field == "to" || field == "from" {
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
