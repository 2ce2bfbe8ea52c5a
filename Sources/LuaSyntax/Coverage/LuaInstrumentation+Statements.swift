extension LuaInstrumentation {
    @inline(never)
    func visit(_ block: LuaBlock) {
        for statement in block.statements { visit(statement) }
    }

    private func visit(_ statement: LuaStatement) {
        switch statement.kind {
        case .empty, .label: break
        case .block(let block): visit(block)
        default:
            let outer = parent
            parent = addStatement(at: statement.range.start)
            visitParts(of: statement)
            parent = outer
        }
    }

    /// - Returns: The statement's id.
    private func addStatement(at start: LuaPosition) -> Int {
        let id = add(.statement, at: start, "line \(start.line) never reached")
        insert(recording(id) + " ", at: start.offset)
        return id
    }

    private func visitParts(of statement: LuaStatement) {
        switch statement.kind {
        case .empty, .label, .goto, .break, .block: break
        case .while, .numericFor, .genericFor: visitLoop(statement)
        case .repeat(let body, let condition): visitRepeat(body, until: condition, at: statement.range.start)
        case .if(let choice): visit(choice)
        case .function(let place, let function): visit(function, name: place.path)
        case .localFunction(let name, let function): visit(function, name: name.text)
        case .local(let names, let values):
            visit(values, names: names.map(\.name.text))
            for (name, value) in zip(names, values) where name.attribute == .const {
                constants[name.name.range.start] = value.number(among: constants)
            }
        case .assignment(let targets, let values):
            visit(targets, names: [])
            visit(values, names: targets.map(\.path))
        case .call(let call): visit(call)
        case .return(let values): visit(values, names: [])
        }
    }

    /// - Parameter names: What to call the values that are functions.
    func visit(_ values: [LuaExpression], names: [String?]) {
        for (index, value) in values.enumerated() { visit(value, name: index < names.count ? names[index] : nil) }
    }

    private func visit(_ choice: LuaIf) {
        guard let first = choice.arms.first, let last = choice.arms.last else { return }
        let kind = newChoice()
        let line = first.keyword.start.line
        for arm in choice.arms { visit(arm, of: kind, from: line) }
        if let otherwise = choice.otherwise {
            visit(otherwise.body, counting: add(kind, at: otherwise.keyword.start, "else \(never(line))"))
        } else {
            let id = add(kind, at: first.keyword.start, "else \(never(line)) (it is not written)")
            insert("else \(recording(id)) ", at: last.body.range.end.offset)
        }
    }

    private func visit(_ arm: LuaIf.Arm, of kind: LuaCoveragePoint.Kind, from line: Int) {
        visit(arm.condition)
        let start = arm.keyword.start
        let isIf = arm.keyword.offsets.count == 2  // not `elseif`
        let words = isIf ? "then \(never(line))" : "elseif in line \(start.line) \(never(line))"
        visit(arm.body, counting: add(kind, at: start, words))
    }

    private func never(_ line: Int) -> String { "of the if in line \(line) never taken" }
}
