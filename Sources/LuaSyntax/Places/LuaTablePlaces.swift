/// Finds where entries of tables stand in a source, by the way to them: `steps`, `main`, `keys`, `1`.
public struct LuaTablePlaces: Sendable {
    /// A part of a way.
    public enum Key: Sendable, Hashable {
        /// `name =` or `["name"] =`
        case name(String)
        /// The n-th without a name, or `[n] =`.
        case index(Int)
    }

    /// Where a way ends.
    public struct Place: Sendable, Hashable {
        /// The entry's key, or its value where it has none.
        public var position: LuaPosition
        /// Whether the way was followed to its end; if not, it is the last entry that is there, or the call itself.
        public var isWhole: Bool
    }

    /// By the place of their declaration, what local variables begin with.
    private var values: [LuaPosition: LuaExpression] = [:]
    /// Calls with a table as their first argument, by the line in which they begin: the name of the function without
    /// what it is a field of, and the call.
    private var calls: [Int: [(name: String, call: LuaExpression, argument: LuaExpression)]] = [:]

    /// Looks through a source.
    public init(_ block: LuaBlock) {
        var (values, calls) = (values, calls)
        block.walk { node in
            switch node {
            case .statement(let statement):
                if case .local(let names, let given) = statement.kind {
                    for (name, value) in zip(names, given) { values[name.name.range.start] = value }
                }
            case .expression(let expression):
                if let call = Self.call(expression) {
                    calls[expression.range.start.line, default: []].append((call.name, expression, call.argument))
                }
            default: break
            }
            return true
        }
        (self.values, self.calls) = (values, calls)
    }

    /// Where an entry of the table stands that a function is called with.
    /// - Parameters:
    ///   - path: from the table inwards.
    ///   - line: the line in which the call begins.
    ///   - names: what the function may be called, without what it is a field of.
    /// - Returns: nil when there is no such call in the line.
    public func place(of path: [Key], inCallAt line: Int, of names: Set<String>) -> Place? {
        guard let (_, call, argument) = calls[line]?.first(where: { names.contains($0.name) }) else { return nil }
        var place = Place(position: call.range.start, isWhole: true)
        var value: LuaExpression? = argument
        for key in path {
            guard let fields = value.flatMap({ table($0) }), let entry = Self.entry(key, of: fields) else {
                place.isWhole = false
                break
            }
            (place.position, value) = (entry.place, entry.value)
        }
        return place
    }

    /// The fields of the table that an expression is, as far as that can be seen: also by a local variable, and by a call
    /// that is given one, such as `line.part { … }`.
    private func table(_ expression: LuaExpression, depth: Int = 0) -> [LuaField]? {
        guard depth < 16 else { return nil }
        switch expression.kind {
        case .table(let fields): return fields
        case .parenthesized(let inner): return table(inner, depth: depth + 1)
        case .variable(let variable):
            guard case .local(let declared) = variable.binding, let value = values[declared] else { return nil }
            return table(value, depth: depth + 1)
        default: return Self.call(expression).flatMap { table($0.argument, depth: depth + 1) }
        }
    }

    private static func call(_ expression: LuaExpression) -> (name: String, argument: LuaExpression)? {
        guard case .suffixed(let suffixed) = expression.kind, let last = suffixed.suffixes.last,
            case .call(let arguments) = last.kind, let first = arguments.first
        else { return nil }
        if suffixed.suffixes.count > 1 {
            guard case .field(let name) = suffixed.suffixes[suffixed.suffixes.count - 2].kind else { return nil }
            return (name.text, first)
        }
        guard case .variable(let variable) = suffixed.base.kind else { return nil }
        return (variable.name.text, first)
    }

    private static func entry(_ key: Key, of fields: [LuaField]) -> (place: LuaPosition, value: LuaExpression)? {
        var items = 0
        for field in fields {
            switch field {
            case .item(let value):
                items += 1
                if key == .index(items) { return (value.range.start, value) }
            case .named(let name, let value):
                if key == .name(name.text) { return (name.range.start, value) }
            case .keyed(let given, let value):
                switch (given.kind, key) {
                case (.string(let bytes), .name(let text)) where bytes == Array(text.utf8):
                    return (given.range.start, value)
                case (.integer(let number), .index(let index)) where number == index:
                    return (given.range.start, value)
                default: continue
                }
            }
        }
        return nil
    }
}
