import CallModel
import LuaEngine

/// What a host function takes: checked at each call, and printed for editors.
package indirect enum HostType: Sendable {
    case any
    case string
    case boolean
    /// Both ends included.
    case number(ClosedRange<Double>)
    case integer(ClosedRange<Int>)
    case function
    /// One of the words.
    case word([String])
    /// Every form that `IdentifierReader` knows.
    case identifier
    /// An object of a class, such as an operation.
    case object(String)
    case list(HostType)
    /// A table whose names belong to the flow, all with values of one type.
    case map(HostType)
    /// A table of named options.
    case options([HostParameter])
    /// A table of any fields.
    case table
    case oneOf([HostType])

    /// The type in an editor's words.
    package var editorName: String {
        switch self {
        case .any: "any"
        case .string: "string"
        case .boolean: "boolean"
        case .number: "number"
        case .integer: "integer"
        case .function: "function"
        case .word(let words): words.map { "\"\($0)\"" }.joined(separator: "|")
        case .identifier: "string|hookswitch.Identifier"
        case .object(let name): "hookswitch.\(name)"
        case .list(let item): "(\(item.editorName))[]"
        case .map(let item): "table<string, \(item.editorName)>"
        case .options(let fields):
            "{ "
                + fields.map { "\($0.name)\($0.isRequired ? "" : "?"): \($0.type.editorName)" }.joined(separator: ", ")
                + " }"
        case .table: "table"
        case .oneOf(let types): types.map(\.editorName).joined(separator: "|")
        }
    }

    /// Says what is wrong with `value`, or nil. `name` is how the argument is called.
    package func fault(of value: LuaValue, name: String) -> String? {
        switch (self, value) {
        case (.any, _), (.string, .string), (.boolean, .boolean), (.function, .function), (.table, .table): return nil
        case (.number(let range), _):
            guard let number = value.numberValue else { return wrong(name, "a number", value) }
            return range.contains(number) ? nil : "'\(name)' must be \(Self.describe(range)), not \(value.shown)"
        case (.integer(let range), _):
            guard let number = value.integerValue else { return wrong(name, "a whole number", value) }
            return range.contains(number) ? nil : "'\(name)' must be \(Self.describe(range)), not \(number)"
        case (.word(let words), .string(let text)):
            if words.contains(text) { return nil }
            return "'\(name)' must be \(words.map { "\"\($0)\"" }.joined(separator: " or ")), not \"\(text)\""
                + Nearest.suggestion(for: text, among: words)
        case (.identifier, .string), (.identifier, .table):
            do throws(IdentifierReader.Fault) {
                _ = try IdentifierReader.read(value)
                return nil
            } catch {
                return "'\(name)': \(error.sentence)"
            }
        case (.object(let wanted), .object(let object)):
            return object.className == wanted ? nil : wrong(name, noun, value)
        case (.map(let item), .table(let table)):
            guard table.array.isEmpty, !table.hasOtherKeys else {
                return "'\(name)' must have a name for each value, like { name = … }"
            }
            for (key, element) in table.namedFields {
                if let fault = item.fault(of: element, name: "\(name).\(key)") { return fault }
            }
            return nil
        case (.list(let item), .table(let table)):
            guard table.namedFields.isEmpty, !table.hasOtherKeys else {
                return "'\(name)' must be a list without names or gaps"
            }
            for (index, element) in table.array.enumerated() {
                if let fault = item.fault(of: element, name: "\(name)[\(index + 1)]") { return fault }
            }
            return nil
        case (.options(let fields), .table(let table)): return Self.fault(of: table, fields: fields, name: name)
        case (.oneOf(let types), _):
            let faults = types.map { $0.fault(of: value, name: name) }
            if faults.contains(where: { $0 == nil }) { return nil }
            // The fault of the type that the value is meant to be tells most.
            for (type, fault) in zip(types, faults) where type.accepts(kindOf: value) { return fault }
            return wrong(name, types.map(\.noun).joined(separator: " or "), value)
        default: return wrong(name, noun, value)
        }
    }

    private static func fault(of table: LuaTable, fields: [HostParameter], name: String) -> String? {
        if !table.array.isEmpty || table.hasOtherKeys {
            return "options are written with names, like { \(fields.first?.name ?? "name") = … }, not as a list"
        }
        for (key, value) in table.namedFields {
            guard let field = fields.first(where: { $0.name == key }) else {
                return "unknown option '\(key)'" + Nearest.help(for: key, among: fields.map(\.name), "options")
            }
            if let fault = field.type.fault(of: value, name: key) { return fault }
        }
        for field in fields where field.isRequired && table[field.name] == nil {
            return "option '\(field.name)' is missing: \(field.sentence)"
        }
        return nil
    }

    private func accepts(kindOf value: LuaValue) -> Bool {
        switch (self, value) {
        case (.table, .table), (.options, .table), (.list, .table), (.map, .table), (.identifier, .table): true
        case (.string, .string), (.word, .string), (.identifier, .string): true
        case (.number, .number), (.number, .integer), (.integer, .integer), (.integer, .number): true
        case (.object, .object): true
        default: false
        }
    }

    private var noun: String {
        switch self {
        case .any: "anything"
        case .string: "a text"
        case .boolean: "true or false"
        case .number: "a number"
        case .integer: "a whole number"
        case .function: "a function"
        case .word(let words): words.map { "\"\($0)\"" }.joined(separator: " or ")
        case .identifier: "an identifier like \"+18005550199\""
        case .object(let name): name.lowercased().withArticle
        case .list: "a list"
        case .options, .table, .map: "a table"
        case .oneOf(let types): types.map(\.noun).joined(separator: " or ")
        }
    }

    private func wrong(_ name: String, _ wanted: String, _ value: LuaValue) -> String {
        "'\(name)' must be \(wanted), not \(value.shown)"
    }

    private static func describe(_ range: ClosedRange<Double>) -> String {
        range.upperBound >= 1e9
            ? "at least \(shown(range.lowerBound))"
            : "from \(shown(range.lowerBound)) to \(shown(range.upperBound))"
    }

    private static func describe(_ range: ClosedRange<Int>) -> String {
        range.upperBound >= 1_000_000
            ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    }

    private static func shown(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }
}
