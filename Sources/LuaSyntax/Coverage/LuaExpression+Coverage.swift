/// What the instrumenter has to know of values.
extension LuaExpression {
    /// Whether it can be more or less than one value.
    var mayBeSeveral: Bool {
        if case .varargs = kind { true } else { isCall }
    }

    /// Whether it is a literal with which Lua decides an `and` or `or` while it compiles: no choice is left to a run.
    var isLiteral: Bool {
        switch kind {
        case .nil, .true, .false, .integer, .float, .string: true
        case .parenthesized(let value), .unary(.not, let value), .unary(.negate, let value): value.isLiteral
        default: false
        }
    }

    /// Whether it is written so that it can only be true; a `while` over it is never passed over.
    var isTruthyLiteral: Bool {
        switch kind {
        case .true, .integer, .float, .string, .table, .function: true
        case .parenthesized(let value): value.isTruthyLiteral
        default: false
        }
    }

    /// The number that it is written as, or that the constant is which it names.
    func number(among constants: [LuaPosition: Double]) -> Double? {
        switch kind {
        case .integer(let value): Double(exactly: value)
        case .float(let value): value
        case .unary(.negate, let value): value.number(among: constants).map { -$0 }
        case .parenthesized(let value): value.number(among: constants)
        case .variable(let variable):
            if case .local(let declared) = variable.binding { constants[declared] } else { nil }
        default: nil
        }
    }

    /// What a function that is assigned to it is called, such as `menu.ask`.
    var path: String? {
        switch kind {
        case .variable(let variable): return variable.name.text
        case .suffixed(let suffixed):
            guard var path = suffixed.base.path else { return nil }
            for suffix in suffixed.suffixes {
                guard case .field(let name) = suffix.kind else { return nil }
                path += ".\(name.text)"
            }
            return path
        default: return nil
        }
    }

    /// A string's text, fit to be shown on one line.
    var text: String? {
        guard case .string(let bytes) = kind else { return nil }
        let text = String(decoding: bytes.prefix(80), as: UTF8.self)
        return String(text.map { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? "?" : $0 })
    }

    /// The event whose hook the last argument of a call is, when this is the global `on`.
    func eventOfHook(_ call: LuaSuffix) -> String? {
        guard case .variable(let variable) = kind, variable.name.text == "on", variable.binding == .global,
            case .call(let arguments) = call.kind, case .function = arguments.last?.kind
        else { return nil }
        return arguments.first?.text
    }
}

extension LuaNumericFor {
    /// Whether its bounds are numbers that make it run at least once.
    func runs(by constants: [LuaPosition: Double]) -> Bool {
        guard let start = start.number(among: constants), let limit = limit.number(among: constants) else {
            return false
        }
        guard let step else { return start <= limit }
        guard let step = step.number(among: constants) else { return false }
        return step > 0 ? start <= limit : step < 0 && start >= limit
    }
}

extension LuaGenericFor {
    /// Whether it walks a table that is written there, with a first item: `for _, desk in ipairs { sales, support }`.
    var runsByItsTable: Bool {
        guard values.count == 1, case .suffixed(let suffixed) = values[0].kind, suffixed.suffixes.count == 1,
            case .variable(let variable) = suffixed.base.kind, variable.binding == .global,
            ["ipairs", "pairs"].contains(variable.name.text),
            case .call(let arguments) = suffixed.suffixes[0].kind, case .table(let fields) = arguments.first?.kind,
            case .item(let first) = fields.first
        else { return false }
        return first.isTruthyLiteral
    }
}
