import LuaSyntax

/// Functions that are given to others, who call them.
enum Callbacks {
    /// Which of the arguments of a global function are functions that it calls, and with what.
    static func of(_ callee: String, _ arguments: [LuaExpression]) -> [(function: LuaExpression, use: FunctionUse)] {
        switch callee {
        case "on":
            let event = arguments.first?.text
            return arguments.dropFirst().map { ($0, .hook(event: event)) }
        case "spawn": return arguments.prefix(1).map { ($0, .called([])) }
        case "within": return arguments.dropFirst().prefix(1).map { ($0, .called([])) }
        case "pcall": return arguments.prefix(1).map { ($0, .called(Array(arguments.dropFirst()))) }
        case "xpcall":
            return arguments.prefix(1).map { ($0, .called(Array(arguments.dropFirst(2)))) }
        default: return []
        }
    }
}

extension LuaExpression {
    /// The local variable that this is.
    var localPosition: LuaPosition? {
        if case .variable(let variable) = kind, case .local(let position) = variable.binding { return position }
        return nil
    }

    /// The name of the global that this is.
    var globalName: String? {
        if case .variable(let variable) = kind, case .global = variable.binding { return variable.name.text }
        return nil
    }

    /// The text of a string literal.
    var text: String? {
        if case .string(let bytes) = kind { return String(decoding: bytes, as: UTF8.self) }
        return nil
    }

    /// Without parentheses around it.
    var bare: LuaExpression {
        if case .parenthesized(let value) = kind { return value.bare }
        return self
    }
}
