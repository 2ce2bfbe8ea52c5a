extension LuaInstrumentation {
    func visitRepeat(_ body: LuaBlock, until condition: LuaExpression, at start: LuaPosition) {
        visit(body, counting: add(newChoice(), at: start, "body of the repeat in line \(start.line) never entered"))
        visit(condition)
    }

    /// A loop that tests before its body.
    func visitLoop(_ statement: LuaStatement) {
        guard let loop = LuaTestedLoop(statement, constants) else { return }
        let kind = newChoice()
        if loop.mayPass { insert("do local \(names.entered); ", at: loop.range.start.offset) }
        visit(loop.head, names: [])
        visitBody(of: loop, kind)
        if loop.mayPass { closeLoop(loop, kind) }
    }

    private func visitBody(of loop: LuaTestedLoop, _ kind: LuaCoveragePoint.Kind) {
        let id = add(kind, at: loop.range.start, "body of the \(loop.words) never entered")
        if loop.mayPass { insert("\(names.entered) = true; ", at: loop.body.range.start.offset) }
        visit(loop.body, counting: id)
    }

    private func closeLoop(_ loop: LuaTestedLoop, _ kind: LuaCoveragePoint.Kind) {
        let id = add(kind, at: loop.range.start, "\(loop.words) never passed over without entering its body")
        insert(" if not \(names.entered) then \(recording(id)) end end", at: loop.range.end.offset)
    }
}

/// A `while` or `for`.
private final class LuaTestedLoop {
    /// Where the whole statement stands.
    let range: LuaRange
    /// What is evaluated before the body.
    let head: [LuaExpression]
    let body: LuaBlock
    /// Whether a run can go past the body without entering it.
    let mayPass: Bool
    /// Such as `while in line 3`.
    let words: String

    /// Nil for any other statement.
    init?(_ statement: LuaStatement, _ constants: [LuaPosition: Double]) {
        range = statement.range
        let line = range.start.line
        switch statement.kind {
        case .while(let condition, let body):
            (head, self.body, mayPass, words) = ([condition], body, !condition.isTruthyLiteral, "while in line \(line)")
        case .numericFor(let loop):
            head = [loop.start, loop.limit] + (loop.step.map { [$0] } ?? [])
            (body, mayPass, words) = (loop.body, !loop.runs(by: constants), "for in line \(line)")
        case .genericFor(let loop):
            (head, body, mayPass, words) = (loop.values, loop.body, !loop.runsByItsTable, "for in line \(line)")
        default: return nil
        }
    }
}
