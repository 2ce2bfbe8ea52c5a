extension LuaParser {
    /// A variable or a value in parentheses, and what is taken from it.
    func suffixed() throws(LuaSyntaxError) -> LuaExpression {
        let base = at(.openParenthesis) ? try parenthesized() : try variable()
        return beginsSuffix ? try suffixes(of: base) : base
    }

    private func variable() throws(LuaSyntaxError) -> LuaExpression {
        guard case .name(let text) = token.kind else { throw missing("a value") }
        let range = token.range
        try advance()
        let variable = LuaVariable(name: LuaName(text, range: range), binding: scopes.binding(of: text))
        return LuaExpression(.variable(variable), range: range)
    }

    private func parenthesized() throws(LuaSyntaxError) -> LuaExpression {
        let start = token.range.start
        try advance()
        let value = try expression()
        try close("(", at: start, with: .closeParenthesis)
        return LuaExpression(.parenthesized(value), range: LuaRange(start, lastEnd))
    }

    private var beginsSuffix: Bool {
        switch token.kind {
        case .string, .symbol(.dot), .symbol(.openBracket), .symbol(.colon), .symbol(.openBrace),
            .symbol(.openParenthesis):
            true
        default: false
        }
    }

    private func suffixes(of base: LuaExpression) throws(LuaSyntaxError) -> LuaExpression {
        var suffixes: [LuaSuffix] = []
        repeat { suffixes.append(try suffix()) } while beginsSuffix
        return LuaExpression(
            .suffixed(LuaSuffixed(base: base, suffixes: suffixes)), range: LuaRange(base.range.start, lastEnd))
    }

    private func suffix() throws(LuaSyntaxError) -> LuaSuffix {
        let start = token.range.start
        let kind = try suffixKind()
        return LuaSuffix(kind: kind, range: LuaRange(start, lastEnd))
    }

    private func suffixKind() throws(LuaSyntaxError) -> LuaSuffix.Kind {
        if at(.dot) { return try field() }
        if at(.openBracket) { return try index() }
        if at(.colon) { return try methodCall() }
        return .call(try arguments(of: nil))
    }

    private func field() throws(LuaSyntaxError) -> LuaSuffix.Kind {
        try advance()
        return .field(try name("the name of a field"))
    }

    private func index() throws(LuaSyntaxError) -> LuaSuffix.Kind {
        let start = token.range.start
        try advance()
        let key = try expression()
        try close("[", at: start, with: .closeBracket)
        return .index(key)
    }

    private func methodCall() throws(LuaSyntaxError) -> LuaSuffix.Kind {
        try advance()
        let method = try name("the name of a method")
        return .method(method, try arguments(of: method))
    }

    /// The arguments of a call.
    /// - Parameter method: The method's name, if it is a method's call.
    private func arguments(of method: LuaName?) throws(LuaSyntaxError) -> [LuaExpression] {
        if at(.openParenthesis) { return try listedArguments() }
        if at(.openBrace) { return [try table()] }
        return [try stringArgument(of: method)]
    }

    private func listedArguments() throws(LuaSyntaxError) -> [LuaExpression] {
        let start = token.range.start
        try advance()
        let values = at(.closeParenthesis) ? [] : try expressions()
        try close("(", at: start, with: .closeParenthesis)
        return values
    }

    private func stringArgument(of method: LuaName?) throws(LuaSyntaxError) -> LuaExpression {
        guard case .string(let bytes) = token.kind else {
            throw missing("the arguments of `\(method?.text ?? "the call")`")
        }
        let range = token.range
        try advance()
        return LuaExpression(.string(bytes), range: range)
    }
}
