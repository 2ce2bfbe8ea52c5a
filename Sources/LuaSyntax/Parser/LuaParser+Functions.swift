/// The statements that declare, and functions.
extension LuaParser {
    func functionStatement(from start: LuaPosition) throws(LuaSyntaxError) -> LuaStatement.Kind {
        try advance()
        let place = try functionPlace()
        return .function(place, try function(from: start, method: place.method))
    }

    /// Such as `a.b:c`.
    private func functionPlace() throws(LuaSyntaxError) -> LuaFunctionPlace {
        let first = try name("the function's name")
        let variable = LuaVariable(name: first, binding: scopes.binding(of: first.text))
        var fields: [LuaName] = []
        while try take(.dot) { fields.append(try name("the name of a field")) }
        let method = try take(.colon) ? try name("the name of a method") : nil
        if fields.isEmpty, method == nil { try check(assigned: first) }
        return LuaFunctionPlace(variable: variable, fields: fields, method: method)
    }

    func localStatement() throws(LuaSyntaxError) -> LuaStatement.Kind {
        try advance()
        return at(.function) ? try localFunction() : try localNames()
    }

    private func localFunction() throws(LuaSyntaxError) -> LuaStatement.Kind {
        let start = token.range.start
        try advance()
        let name = try name("the function's name")
        try scopes.declare(name)
        return .localFunction(name, try function(from: start, method: nil))
    }

    private func localNames() throws(LuaSyntaxError) -> LuaStatement.Kind {
        let names = try namesWithAttributes()
        let values = try take(.assign) ? try expressions() : []
        for name in names { try scopes.declare(name.name, isConstant: name.attribute != nil) }
        return .local(names: names, values: values)
    }

    private func namesWithAttributes() throws(LuaSyntaxError) -> [LuaLocalName] {
        var names: [LuaLocalName] = []
        repeat {
            let name = try name("the name of a local variable")
            let mayClose = !names.contains { $0.attribute == .close }
            let attribute = try take(.less) ? try attribute(mayClose: mayClose) : nil
            names.append(LuaLocalName(name: name, attribute: attribute))
        } while try take(.comma)
        return names
    }

    private func attribute(mayClose: Bool) throws(LuaSyntaxError) -> LuaLocalName.Attribute {
        let word = try name("`const` or `close`")
        guard let attribute = LuaLocalName.Attribute(rawValue: word.text) else {
            throw LuaSyntaxError(
                "there is no attribute `\(word.text.prefix(60))`, only `const` and `close`", at: word.range.start)
        }
        guard attribute != .close || mayClose else {
            throw LuaSyntaxError("one `local` can hold one `<close>` only", at: word.range.start)
        }
        try expect(.greater, "after the attribute")
        return attribute
    }

    /// Parameters, body and `end`.
    /// - Parameters:
    ///   - start: Where the word `function`, which is already taken, stands.
    ///   - method: The name after a colon, which gives the function a parameter `self`.
    func function(from start: LuaPosition, method: LuaName?) throws(LuaSyntaxError) -> LuaFunction {
        scopes.openFunction(isVariadic: false)
        let parameters = try parameters(method: method)
        let body = try statements()
        let isVariadic = scopes.isVariadic
        try scopes.closeFunction()
        try close("function", at: start, with: .end)
        return LuaFunction(
            parameters: parameters, isVariadic: isVariadic, body: body, range: LuaRange(start, lastEnd))
    }

    private func parameters(method: LuaName?) throws(LuaSyntaxError) -> [LuaName] {
        if let method { try scopes.declare(LuaName("self", range: method.range)) }
        try expect(.openParenthesis, "before the parameters")
        var parameters: [LuaName] = []
        while !at(.closeParenthesis) {
            if try take(.varargs) {
                scopes.makeVariadic()
                break
            }
            let parameter = try name("a parameter")
            try scopes.declare(parameter)
            parameters.append(parameter)
            guard at(.comma) else { break }
            try advance()
            if at(.closeParenthesis) { throw missing("a parameter") }
        }
        try expect(.closeParenthesis, "after the parameters")
        return parameters
    }
}
