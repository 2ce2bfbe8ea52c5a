import LuaEngine

extension LuaValue {
    /// A table with names; nil values are left out.
    package static func record(_ fields: [(String, LuaValue)]) -> LuaValue {
        .table(LuaTable(named: fields))
    }

    /// A table that is a list.
    package static func list(_ items: [LuaValue]) -> LuaValue { .table(LuaTable(array: items)) }

    /// The text; nil for anything else.
    package var stringValue: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    /// A finite number; nil for anything else.
    package var numberValue: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value) where value.isFinite: value
        default: nil
        }
    }

    /// A whole number; nil for anything else.
    package var integerValue: Int? {
        switch self {
        case .integer(let value): Int(exactly: value)
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The value in a message for a person.
    package var shown: String { shown(quoted: true) }

    /// The value as text, strings in quotes or not.
    package func shown(quoted: Bool) -> String {
        switch self {
        case .nil: "nil"
        case .boolean(let flag): String(flag)
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .string(let text): quoted ? "\"\(text)\"" : text
        case .table(let table):
            quoted
                ? "a table"
                : "{"
                    + (table.array.map { $0.shown(quoted: true) }
                    + table.namedFields.map { "\($0.0) = \($0.1.shown(quoted: true))" }).joined(separator: ", ") + "}"
        default: typeName.withArticle
        }
    }
}

extension String {
    /// A noun with "a" or "an" before it.
    package var withArticle: String { (first.map { "aeiou".contains($0) } == true ? "an " : "a ") + self }
}

extension LuaWorld {
    /// Lets go of the functions in a value, but for some.
    package func releaseFunctions(in value: LuaValue, except kept: Set<LuaReference> = []) {
        switch value {
        case .function(let function): if !kept.contains(function) { release(function) }
        case .table(let table):
            for item in table.array { releaseFunctions(in: item, except: kept) }
            for (_, item) in table.namedFields { releaseFunctions(in: item, except: kept) }
        default: break
        }
    }
}
