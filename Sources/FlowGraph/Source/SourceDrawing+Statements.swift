import LuaSyntax

extension SourceDrawing {
    /// Draws a block behind some ends; gives the ends behind it.
    func walk(_ block: LuaBlock, _ ends: [End]) -> [End] {
        var ends = ends
        for statement in block.statements {
            // What nothing leads to is not drawn, but a label may be jumped to.
            if ends.isEmpty {
                guard case .label = statement.kind else { continue }
            }
            place = statement.range.start
            ends = walk(statement, ends)
        }
        return ends
    }

    private func walk(_ statement: LuaStatement, _ ends: [End]) -> [End] {
        switch statement.kind {
        case .empty, .function, .localFunction: return ends
        case .block(let block): return walk(block, ends)
        case .label(let name):
            let label = labelNode(name.text)
            connect(ends, label)
            return [End(node: label)]
        case .goto(let name):
            connect(ends, labelNode(name.text))
            return []
        case .break:
            if !frame.breaks.isEmpty { frame.breaks[frame.breaks.count - 1] += ends }
            return []
        case .local(_, let values): return visit(values, ends)
        case .assignment(let targets, let values): return visit(targets + values, ends)
        case .call(let call): return visit(call, ends)
        case .return(let values):
            frame.returns += visit(values, ends)
            return []
        case .if(let choice): return walk(choice, ends)
        case .while(let condition, let body): return loop(condition, body, ends)
        case .repeat(let body, let condition): return walk(body, until: condition, ends)
        case .numericFor(let loop):
            let first = visit([loop.start, loop.limit] + (loop.step.map { [$0] } ?? []), ends)
            return each(statement, loop.body, first)
        case .genericFor(let loop): return each(statement, loop.body, visit(loop.values, ends))
        }
    }

    private func labelNode(_ name: String) -> Int {
        if let known = frame.labels[name] { return known }
        let label = node(.point, [""])
        frame.labels[name] = label
        return label
    }

    private func walk(_ choice: LuaIf, _ ends: [End]) -> [End] {
        let isWorth = choice.arms.contains { isWorthDrawing($0.body) || isBusy(.expression($0.condition)) }
        guard isWorth || choice.otherwise.map({ isWorthDrawing($0.body) }) == true else { return ends }
        var (open, done) = (ends, [End]())
        for arm in choice.arms {
            place = arm.keyword.start
            open = visit(arm.condition, open)
            let decision = follow(open, .decision, [file.text(arm.condition.range)])[0].node
            done += walk(arm.body, [End(node: decision, label: "yes")])
            open = [End(node: decision, label: "no")]
        }
        if let otherwise = choice.otherwise { return done + walk(otherwise.body, open) }
        return done + open
    }

    private func loop(_ condition: LuaExpression, _ body: LuaBlock, _ ends: [End]) -> [End] {
        guard isWorthDrawing(body) || isBusy(.expression(condition)) else { return ends }
        let head = graph.nodes.count
        var inside: [End]
        var out: [End] = []
        if case .true = condition.kind {
            inside = follow(ends, .point, [""])
        } else {
            let decision = follow(visit(condition, ends), .decision, ["while \(file.text(condition.range))"])[0].node
            inside = [End(node: decision, label: "yes")]
            out = [End(node: decision, label: "no")]
        }
        frame.breaks.append([])
        inside = walk(body, inside)
        connect(inside, head)
        return out + (frame.breaks.popLast() ?? [])
    }

    private func walk(_ body: LuaBlock, until condition: LuaExpression, _ ends: [End]) -> [End] {
        guard isWorthDrawing(body) || isBusy(.expression(condition)) else { return ends }
        let head = follow(ends, .point, [""])
        frame.breaks.append([])
        let inside = walk(body, head)
        let left = frame.breaks.popLast() ?? []
        guard !inside.isEmpty else { return left }
        place = condition.range.start
        let decision = follow(visit(condition, inside), .decision, ["until \(file.text(condition.range))"])[0].node
        connect([End(node: decision, label: "no")], head[0].node)
        return left + [End(node: decision, label: "yes")]
    }

    private func each(_ statement: LuaStatement, _ body: LuaBlock, _ ends: [End]) -> [End] {
        guard isWorthDrawing(body) else { return ends }
        var words = file.text(LuaRange(statement.range.start, body.range.start), longest: 60)
        if words.hasSuffix(" do") { words.removeLast(3) }
        let head = follow(ends, .decision, [words])[0].node
        frame.breaks.append([])
        connect(walk(body, [End(node: head, label: "each")]), head)
        return [End(node: head, label: "done")] + (frame.breaks.popLast() ?? [])
    }

    // MARK: - Expressions

    private func visit(_ expressions: [LuaExpression], _ ends: [End]) -> [End] {
        expressions.reduce(ends) { visit($1, $0) }
    }

    /// Draws what an expression does, in the order in which it is done.
    private func visit(_ expression: LuaExpression, _ ends: [End]) -> [End] {
        switch expression.kind {
        case .nil, .true, .false, .varargs, .integer, .float, .string, .variable, .function: return ends
        case .table(let fields): return visit(fields.flatMap(\.values), ends)
        case .parenthesized(let value), .unary(_, let value): return visit(value, ends)
        case .operation(let operation): return visit([operation.first] + operation.links.map(\.right), ends)
        case .suffixed(let suffixed):
            var ends = visit(suffixed.base, ends)
            let actions = actions(in: expression)
            for (index, suffix) in suffixed.suffixes.enumerated() {
                ends = visit(suffix.values, ends)
                ends = call(suffixed, suffix, actions.first { $0.suffix == index }, ends)
            }
            return ends
        }
    }

    /// Draws a call: what it does, and the functions that are written in its arguments.
    private func call(_ suffixed: LuaSuffixed, _ suffix: LuaSuffix, _ action: Action?, _ ends: [End]) -> [End] {
        let functions = Self.functions(in: suffix).filter { isBusy(.block($0.body)) }
        var name = ""
        if case .variable(let variable) = suffixed.base.kind, suffixed.suffixes.count == 1 { name = variable.name.text }
        var ends = ends
        if let action {
            ends = follow(ends, action.shape, action.words)
            if let function = action.function { use(function, at: ends[0].node) }
        } else if !functions.isEmpty, name != "pcall", name != "xpcall" {
            let callee = LuaRange(suffixed.base.range.start, suffix.range.start)
            ends = follow(ends, .routine, [file.text(callee, longest: 32)])
        }
        guard !functions.isEmpty else { return ends }
        let isRun = HostActions.runners.contains(name) || name == "pcall" || name == "xpcall"
        var after: [End] = isRun ? [] : ends
        for function in functions {
            let outer = (frame.returns, frame.breaks, place)
            (frame.returns, frame.breaks) = ([], [])
            let inside = walk(function.body, ends) + frame.returns
            (frame.returns, frame.breaks, place) = outer
            // A task of its own goes on beside what follows.
            if name != "spawn" { after += inside }
        }
        return after
    }

    private static func functions(in suffix: LuaSuffix) -> [LuaFunction] {
        suffix.values.flatMap { value -> [LuaExpression] in
            if case .table(let fields) = value.kind { return fields.flatMap(\.values) }
            return [value]
        }.compactMap { value in
            if case .function(let function) = value.kind { return function }
            return nil
        }
    }
}
