// What calls itself is cut small, here and for statements: each level of a source takes the stack of all functions from
// one expression to the one inside it, a debug build gives every step of a function its own room, and an optimizer that
// puts functions into one another adds theirs up.

extension LuaParser {
    /// One or more expressions with commas between.
    func expressions() throws(LuaSyntaxError) -> [LuaExpression] {
        var values = [try expression(above: 0)]
        while try take(.comma) { values.append(try expression(above: 0)) }
        return values
    }

    func expression() throws(LuaSyntaxError) -> LuaExpression { try expression(above: 0) }

    /// An expression up to the first operator that does not bind tighter than a priority.
    @inline(never)
    private func expression(above priority: Int) throws(LuaSyntaxError) -> LuaExpression {
        try descend()
        defer { level -= 1 }
        let value = try operand()
        return nextOperator(above: priority) == nil ? value : try operation(value, above: priority)
    }

    private func nextOperator(above priority: Int) -> LuaBinaryOperator? {
        guard let found = LuaBinaryOperator(token), found.leftPriority > priority else { return nil }
        return found
    }

    private func operation(
        _ first: LuaExpression, above priority: Int
    ) throws(LuaSyntaxError) -> LuaExpression {
        var value = first
        while let found = nextOperator(above: priority) {
            value = try links(after: value, of: found.leftPriority)
        }
        return value
    }

    /// The operators of one priority that come next, and their values.
    private func links(
        after first: LuaExpression, of priority: Int
    ) throws(LuaSyntaxError) -> LuaExpression {
        var links: [LuaOperation.Link] = []
        while let found = nextOperator(above: priority - 1), found.leftPriority == priority {
            links.append(try link(found))
        }
        let operation = LuaOperation(first: first, links: links)
        return LuaExpression(.operation(operation), range: LuaRange(first.range.start, lastEnd))
    }

    private func link(_ found: LuaBinaryOperator) throws(LuaSyntaxError) -> LuaOperation.Link {
        let range = token.range
        try advance()
        return LuaOperation.Link(
            operator: found, range: range, right: try expression(above: found.rightPriority))
    }

    private func operand() throws(LuaSyntaxError) -> LuaExpression {
        if at(.openBrace) { return try table() }
        if at(.function) { return try functionValue() }
        if LuaUnaryOperator(token) != nil { return try unary() }
        if let literal = try literal() { return literal }
        return try suffixed()
    }

    private func unary() throws(LuaSyntaxError) -> LuaExpression {
        let start = token.range.start
        guard let found = LuaUnaryOperator(token) else { return try suffixed() }
        try advance()
        let value = try expression(above: LuaUnaryOperator.priority)
        return LuaExpression(.unary(found, value), range: LuaRange(start, lastEnd))
    }

    private func functionValue() throws(LuaSyntaxError) -> LuaExpression {
        let start = token.range.start
        try advance()
        let function = try function(from: start, method: nil)
        return LuaExpression(.function(function), range: function.range)
    }

    /// The next token, if it is a value by itself.
    private func literal() throws(LuaSyntaxError) -> LuaExpression? {
        guard let kind = token.literal else { return nil }
        if case .varargs = kind, !scopes.isVariadic {
            throw error("`...` stands outside a function that has it among its parameters")
        }
        let range = token.range
        try advance()
        return LuaExpression(kind, range: range)
    }
}

extension LuaToken {
    /// The value that it is by itself.
    fileprivate var literal: LuaExpression.Kind? {
        switch kind {
        case .integer(let value): .integer(value)
        case .float(let value): .float(value)
        case .string(let bytes): .string(bytes)
        case .keyword(.nil): .nil
        case .keyword(.true): .true
        case .keyword(.false): .false
        case .symbol(.varargs): .varargs
        default: nil
        }
    }
}
