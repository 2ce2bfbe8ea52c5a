extension LuaParser {
    /// Statements up to the word that ends the block; the scope is the caller's.
    func statements() throws(LuaSyntaxError) -> LuaBlock {
        let start = lastEnd
        var statements: [LuaStatement] = []
        while !token.endsBlock {
            statements.append(try statement())
            try placeLabels(at: statements)
        }
        return LuaBlock(statements, range: LuaRange(start, token.range.start))
    }

    /// A block with its own scope.
    func block() throws(LuaSyntaxError) -> LuaBlock {
        scopes.openBlock()
        let block = try statements()
        try scopes.closeBlock()
        return block
    }

    /// Tells the scopes of the labels that the statements so far end with, once it is known what follows them.
    private func placeLabels(at statements: [LuaStatement]) throws(LuaSyntaxError) {
        guard !at(.semicolon), !at(.doubleColon), statements.last?.label != nil || statements.last?.isEmpty == true
        else {
            return
        }
        let isLast = token.endsBlock && !at(.until)
        let labels = statements.reversed().prefix { $0.isEmpty || $0.label != nil }.compactMap(\.label)
        for label in labels.reversed() { try scopes.place(label, isLast: isLast) }
    }

    private func statement() throws(LuaSyntaxError) -> LuaStatement {
        try descend()
        defer { level -= 1 }
        let start = token.range.start
        let kind = try kind(from: start)
        return LuaStatement(kind, range: LuaRange(start, lastEnd))
    }

    private func kind(from start: LuaPosition) throws(LuaSyntaxError) -> LuaStatement.Kind {
        if let nested = try nested(from: start) { return nested }
        return try simple()
    }

    /// A statement that holds blocks, if the next one does.
    private func nested(from start: LuaPosition) throws(LuaSyntaxError) -> LuaStatement.Kind? {
        guard case .keyword(let keyword) = token.kind else { return nil }
        switch keyword {
        case .if: return try choice(from: start)
        case .while: return try whileLoop(from: start)
        case .for: return try forLoop(from: start)
        case .repeat: return try repeatLoop(from: start)
        case .do: return try doBlock(from: start)
        case .function: return try functionStatement(from: start)
        case .local: return try localStatement()
        default: return nil
        }
    }

    private func simple() throws(LuaSyntaxError) -> LuaStatement.Kind {
        switch token.kind {
        case .symbol(.semicolon): return try empty()
        case .symbol(.doubleColon): return try label()
        case .keyword(.return): return try returnStatement()
        case .keyword(.break): return try breakStatement()
        case .keyword(.goto): return try gotoStatement()
        default: return try callOrAssignment()
        }
    }

    private func empty() throws(LuaSyntaxError) -> LuaStatement.Kind {
        try advance()
        return .empty
    }

    private func label() throws(LuaSyntaxError) -> LuaStatement.Kind {
        try advance()
        let label = try name("the name of a label")
        try expect(.doubleColon, "after the label")
        return .label(label)
    }

    private func breakStatement() throws(LuaSyntaxError) -> LuaStatement.Kind {
        guard scopes.isInLoop else { throw error("`break` stands outside any loop") }
        try advance()
        return .break
    }

    private func gotoStatement() throws(LuaSyntaxError) -> LuaStatement.Kind {
        try advance()
        let label = try name("the name of a label")
        scopes.jump(to: label)
        return .goto(label)
    }

    private func returnStatement() throws(LuaSyntaxError) -> LuaStatement.Kind {
        try advance()
        let values = token.endsBlock || at(.semicolon) ? [] : try expressions()
        _ = try take(.semicolon)
        guard token.endsBlock else { throw error("`return` must end its block, but \(token.words) follows") }
        return .return(values)
    }
}

extension LuaStatement {
    fileprivate var label: LuaName? {
        if case .label(let name) = kind { name } else { nil }
    }

    fileprivate var isEmpty: Bool {
        if case .empty = kind { true } else { false }
    }
}
