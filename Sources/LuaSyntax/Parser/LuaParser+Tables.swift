extension LuaParser {
    /// `{…}`
    func table() throws(LuaSyntaxError) -> LuaExpression {
        let start = token.range.start
        try advance()
        let fields = try fields()
        try close("{", at: start, with: .closeBrace)
        return LuaExpression(.table(fields), range: LuaRange(start, lastEnd))
    }

    private func fields() throws(LuaSyntaxError) -> [LuaField] {
        var fields: [LuaField] = []
        while !at(.closeBrace) {
            fields.append(try field())
            guard at(.comma) || at(.semicolon) else { break }
            try advance()
        }
        return fields
    }

    private func field() throws(LuaSyntaxError) -> LuaField {
        if at(.openBracket) { return try keyedField() }
        if try isNamedField() { return try namedField() }
        return .item(try expression())
    }

    private func keyedField() throws(LuaSyntaxError) -> LuaField {
        try advance()
        let key = try expression()
        try expect(.closeBracket, "after the key")
        try expect(.assign, "after the key")
        return .keyed(key, try expression())
    }

    private func namedField() throws(LuaSyntaxError) -> LuaField {
        let name = try name("the name of a field")
        try advance()
        return .named(name, try expression())
    }

    private func isNamedField() throws(LuaSyntaxError) -> Bool {
        guard case .name = token.kind else { return false }
        return try second().is(.assign)
    }
}
