import LuaEngine
import LuaSyntax

/// Values that can be told without running anything.
final class Constants {
    private let names: Names
    /// Variables that conditions look at: where one is used, nobody may come with the value that it has.
    private let tested: Set<LuaPosition>
    // Variables that are made of variables would be looked at again and again.
    private var values: [LuaPosition: LuaValue?] = [:]
    private var found: [LuaPosition: [LuaExpression]] = [:]
    /// Of one expression; more make no difference to anybody.
    private static let mostLiterals = 200

    init(_ names: Names, tested: Set<LuaPosition>) { (self.names, self.tested) = (names, tested) }

    /// The value of an expression that is always the same; nil where it may change.
    func value(_ expression: LuaExpression, depth: Int = 0) -> LuaValue? {
        guard depth < 20 else { return nil }
        switch expression.kind {
        case .nil: return .nil
        case .true: return .boolean(true)
        case .false: return .boolean(false)
        case .integer(let number): return .integer(number)
        case .float(let number): return .number(number)
        case .string(let bytes): return String(validating: bytes, as: UTF8.self).map { .string($0) }
        case .parenthesized(let inner): return value(inner, depth: depth + 1)
        case .unary(.negate, let inner):
            switch value(inner, depth: depth + 1) {
            case .integer(let number): return .integer(0 &- number)
            case .number(let number): return .number(-number)
            default: return nil
            }
        case .variable:
            guard let local = names.local(expression), local.writes.isEmpty,
                !tested.contains(local.name.range.start), let beginning = local.beginning
            else { return nil }
            // A table may get other fields on the way.
            if case .table = beginning.kind, local.isChanged { return nil }
            if let known = self.values[local.name.range.start] { return known }
            let value = value(beginning, depth: depth + 1)
            self.values[local.name.range.start] = .some(value)
            return value
        case .table(let fields): return table(fields, depth)
        case .operation(let operation) where operation.links.allSatisfy({ $0.operator == .concatenate }):
            let parts = [operation.first] + operation.links.map(\.right)
            let texts = parts.compactMap { part -> String? in
                guard case .string(let text)? = value(part, depth: depth + 1) else { return nil }
                return text
            }
            let whole = texts.joined()
            return texts.count == parts.count && whole.utf8.count < 1 << 16 ? .string(whole) : nil
        default: return nil
        }
    }

    private func table(_ fields: [LuaField], _ depth: Int) -> LuaValue? {
        var (items, named) = ([LuaValue](), [(String, LuaValue)]())
        for field in fields {
            switch field {
            case .item(let item):
                guard !item.hasSeveralValues, let value = value(item, depth: depth + 1), value != .nil else {
                    return nil
                }
                items.append(value)
            case .named(let name, let item):
                guard let value = value(item, depth: depth + 1) else { return nil }
                named.append((name.text, value))
            case .keyed(let key, let item):
                guard let name = key.text, let value = value(item, depth: depth + 1) else { return nil }
                named.append((name, value))
            }
        }
        var table = LuaTable(named: named)
        table.array = items
        return .table(table)
    }

    /// The literals that an expression may be: itself, the value of a variable that is never set anew, either side of `or`,
    /// an entry of a table that nobody changes, an item of a list that is gone through. Whatever else it may be, it may be
    /// these.
    func literals(_ expression: LuaExpression, depth: Int = 0) -> [LuaExpression] {
        guard depth < 10 else { return [] }
        switch expression.kind {
        case .string, .integer, .float, .true, .false, .table: return [expression]
        case .parenthesized(let inner): return literals(inner, depth: depth + 1)
        case .operation(let operation) where operation.links[0].operator == .or:
            var all: [LuaExpression] = []
            for value in [operation.first] + operation.links.map(\.right) where all.count < Self.mostLiterals {
                all += literals(value, depth: depth + 1)
            }
            return all
        case .operation(let operation) where operation.links[0].operator == .and:
            return operation.links.last.map { literals($0.right, depth: depth + 1) } ?? []
        case .variable:
            guard let local = names.local(expression) else { return [] }
            if let known = found[local.name.range.start] { return known }
            let all = Array(literals(of: local, depth).prefix(Self.mostLiterals))
            found[local.name.range.start] = all
            return all
        case .suffixed(let chain): return entries(chain, depth)
        default: return []
        }
    }

    private func literals(of local: Local, _ depth: Int) -> [LuaExpression] {
        guard local.writes.isEmpty else { return [] }
        switch local.origin {
        case .value(let values, let index) where index < values.count:
            if case .table = values[index].kind, local.isChanged { return [] }
            return literals(values[index], depth: depth + 1)
        case .iterated(let loop, let index):
            guard loop.values.count == 1, case .suffixed(let chain) = loop.values[0].kind, chain.suffixes.count == 1,
                case .call(let arguments)? = chain.suffixes.first?.kind, let list = arguments.first, index == 1,
                let name = chain.base.globalName, name == "ipairs" || name == "pairs"
            else { return [] }
            return tables(list, depth).flatMap { fields in
                fields.flatMap { literals($0.values.last ?? list, depth: depth + 1) }
            }
        default: return []
        }
    }

    private func entries(_ chain: LuaSuffixed, _ depth: Int) -> [LuaExpression] {
        guard chain.suffixes.count == 1, let suffix = chain.suffixes.first else { return [] }
        var wanted: String?
        switch suffix.kind {
        case .field(let name): wanted = name.text
        case .index(let key): wanted = key.text
        default: return []
        }
        return tables(chain.base, depth).flatMap { fields in
            fields.flatMap { field -> [LuaExpression] in
                switch field {
                case .named(let name, let value) where wanted == nil || wanted == name.text:
                    return literals(value, depth: depth + 1)
                case .keyed(let key, let value) where wanted == nil || key.text == wanted:
                    return literals(value, depth: depth + 1)
                case .item(let value) where wanted == nil: return literals(value, depth: depth + 1)
                default: return []
                }
            }
        }
    }

    private func tables(_ expression: LuaExpression, _ depth: Int) -> [[LuaField]] {
        literals(expression, depth: depth + 1).compactMap { literal in
            if case .table(let fields) = literal.kind { return fields }
            return nil
        }
    }
}
