import CallModel
import FlowEngine
import LuaEngine
import LuaSyntax

/// A filter whose conditions are all written down.
struct Filter: Hashable {
    /// What a field must be.
    enum Condition: Hashable {
        /// One of these texts; numbers and truth values as they are printed.
        case values(Set<String>, isList: Bool)
        case pattern(String)

        /// An exact value beats a list, a list a pattern.
        var rank: Int {
            switch self {
            case .values(_, let isList): isList ? 2 : 3
            case .pattern: 1
            }
        }

        /// Whether all that fits the other fits this, for sure.
        func includes(_ other: Condition) -> Bool {
            switch (self, other) {
            case (.values(let mine, _), .values(let theirs, _)): mine.isSuperset(of: theirs)
            case (.pattern(let mine), .pattern(let theirs)): mine == theirs
            default: false
            }
        }
    }

    let conditions: [String: Condition]

    init?(_ expression: LuaExpression, in file: FlowFile) {
        guard let fields = file.kinds.tableFields(expression), !fields.hasOthers, fields.items.isEmpty else {
            return nil
        }
        var conditions: [String: Condition] = [:]
        for (name, value) in fields.named {
            guard let condition = Self.condition(value, name, file) else { return nil }
            conditions[name] = condition
        }
        self.conditions = conditions
    }

    private static func condition(_ value: LuaExpression, _ field: String, _ file: FlowFile) -> Condition? {
        if let site = file.site(value), site.is("pattern"), let text = site.arguments.first?.text {
            return .pattern(text)
        }
        switch file.constants.value(value) {
        case .table(let table):
            if table.namedFields.isEmpty, !table.array.isEmpty {
                return .values(Set(table.array.map { text($0, field) }), isList: true)
            }
            return table["raw_id"] == nil ? nil : .values([text(.table(table), field)], isList: false)
        case .nil?, nil: return nil
        case let value?: return .values([text(value, field)], isList: false)
        }
    }

    /// Identifiers in one spelling.
    private static func text(_ value: LuaValue, _ field: String) -> String {
        let isIdentifier = ["to", "from"].contains(field) || { if case .table = value { true } else { false } }()
        if isIdentifier, let identifier = HostOptions.identifier(value) { return identifier.rawID }
        return value.shown(quoted: false)
    }

    /// Whether every event that fits the other fits this, for sure.
    func includes(_ other: Filter) -> Bool {
        conditions.allSatisfy { field, condition in other.conditions[field].map(condition.includes) ?? false }
    }

    /// Which of two filters owns an offer that both want: first by `to`, then by the number of fields.
    var rank: EventFilter.Rank { EventFilter.Rank(to: conditions["to"]?.rank ?? 0, fields: conditions.count) }
}
