extension LuaParser {
    func callOrAssignment() throws(LuaSyntaxError) -> LuaStatement.Kind {
        let first = try suffixed()
        if at(.assign) || at(.comma) { return try assignment(to: first) }
        guard first.isCall else { throw missing("a value alone is no statement: a call or `=`") }
        return .call(first)
    }

    private func assignment(to first: LuaExpression) throws(LuaSyntaxError) -> LuaStatement.Kind {
        let targets = try targets(after: first)
        try expect(.assign, "after what is assigned to")
        return .assignment(targets: targets, values: try expressions())
    }

    private func targets(after first: LuaExpression) throws(LuaSyntaxError) -> [LuaExpression] {
        var targets = [first]
        try check(target: first)
        while try take(.comma) {
            let target = try suffixed()
            try check(target: target)
            targets.append(target)
            // Lua reads each target one level deeper than the one before.
            try descend(by: targets.count)
            level -= targets.count
        }
        return targets
    }

    private func check(target: LuaExpression) throws(LuaSyntaxError) {
        guard target.isAssignable else {
            throw LuaSyntaxError("only variables, fields and indices can be assigned to", at: target.range.start)
        }
        if case .variable(let variable) = target.kind { try check(assigned: variable.name) }
    }

    /// Refuses to assign to a constant.
    func check(assigned name: LuaName) throws(LuaSyntaxError) {
        guard let local = scopes.local(named: name.text), local.isConstant else { return }
        throw LuaSyntaxError(
            "`\(name.text)` is a constant, declared in line \(local.name.range.start.line)", at: name.range.start)
    }
}

extension LuaExpression {
    /// Whether it ends with a call, whose results are any number of values.
    var isCall: Bool {
        guard case .suffixed(let suffixed) = kind else { return false }
        switch suffixed.suffixes.last?.kind {
        case .call, .method: return true
        case .field, .index, nil: return false
        }
    }

    fileprivate var isAssignable: Bool {
        switch kind {
        case .variable: true
        case .suffixed: !isCall
        default: false
        }
    }
}
