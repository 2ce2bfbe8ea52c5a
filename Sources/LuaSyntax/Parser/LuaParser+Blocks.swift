/// The statements that hold blocks.
extension LuaParser {
    func doBlock(from start: LuaPosition) throws(LuaSyntaxError) -> LuaStatement.Kind {
        try advance()
        let block = try block()
        try close("do", at: start, with: .end)
        return .block(block)
    }

    func choice(from start: LuaPosition) throws(LuaSyntaxError) -> LuaStatement.Kind {
        var arms: [LuaIf.Arm] = []
        repeat { arms.append(try arm()) } while at(.elseif)
        let otherwise = at(.else) ? try otherwise() : nil
        try close("if", at: start, with: .end)
        return .if(LuaIf(arms: arms, otherwise: otherwise))
    }

    private func arm() throws(LuaSyntaxError) -> LuaIf.Arm {
        let keyword = token.range
        try advance()
        let condition = try expression()
        try expect(.then, "after the condition")
        return LuaIf.Arm(keyword: keyword, condition: condition, body: try block())
    }

    private func otherwise() throws(LuaSyntaxError) -> LuaIf.Otherwise {
        let keyword = token.range
        try advance()
        return LuaIf.Otherwise(keyword: keyword, body: try block())
    }

    func whileLoop(from start: LuaPosition) throws(LuaSyntaxError) -> LuaStatement.Kind {
        try advance()
        let condition = try expression()
        scopes.openBlock(isLoop: true)
        try expect(.do, "after the condition")
        let body = try block()
        try scopes.closeBlock()
        try close("while", at: start, with: .end)
        return .while(condition: condition, body: body)
    }

    func repeatLoop(from start: LuaPosition) throws(LuaSyntaxError) -> LuaStatement.Kind {
        try advance()
        scopes.openBlock(isLoop: true)
        scopes.openBlock()
        let body = try statements()
        try close("repeat", at: start, with: .until)
        let condition = try expression()
        try scopes.closeBlock()
        try scopes.closeBlock()
        return .repeat(body: body, until: condition)
    }

    func forLoop(from start: LuaPosition) throws(LuaSyntaxError) -> LuaStatement.Kind {
        try advance()
        let first = try name("the loop's variable")
        if at(.assign) { return try numericFor(first, from: start) }
        guard at(.comma) || at(.in) else { throw missing("`=` or `in`", "after the loop's variable") }
        return try genericFor(first, from: start)
    }

    private func numericFor(
        _ name: LuaName, from start: LuaPosition
    ) throws(LuaSyntaxError) -> LuaStatement.Kind {
        try advance()
        let first = try expression()
        try expect(.comma, "after the loop's first value")
        let limit = try expression()
        let step = try take(.comma) ? try expression() : nil
        let body = try loopBody(of: [name], hidden: 3, from: start)
        return .numericFor(LuaNumericFor(name: name, start: first, limit: limit, step: step, body: body))
    }

    private func genericFor(
        _ first: LuaName, from start: LuaPosition
    ) throws(LuaSyntaxError) -> LuaStatement.Kind {
        var names = [first]
        while try take(.comma) { names.append(try name("the loop's next variable")) }
        try expect(.in, "after the loop's variables")
        let values = try expressions()
        let body = try loopBody(of: names, hidden: 4, from: start)
        return .genericFor(LuaGenericFor(names: names, values: values, body: body))
    }

    /// - Parameter hidden: How many locals of its own Lua keeps for the loop.
    private func loopBody(
        of names: [LuaName], hidden: Int, from start: LuaPosition
    ) throws(LuaSyntaxError) -> LuaBlock {
        try openLoop(of: names, hidden: hidden)
        let body = try block()
        try scopes.closeBlock()
        try scopes.closeBlock()
        try close("for", at: start, with: .end)
        return body
    }

    private func openLoop(of names: [LuaName], hidden: Int) throws(LuaSyntaxError) {
        scopes.openBlock(isLoop: true)
        for _ in 0..<hidden { try scopes.declare(LuaName("", range: token.range)) }
        try expect(.do, "after the loop's values")
        scopes.openBlock()
        for name in names { try scopes.declare(name) }
    }
}
