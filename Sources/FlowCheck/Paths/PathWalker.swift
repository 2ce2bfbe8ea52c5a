import LuaSyntax

/// Follows what a function does, statement by statement, on all its ways at once.
final class PathWalker {
    let file: FlowFile
    private let body: Body
    var found: [PathFact] = []
    /// What holds where the function is left, by `return` or at its end.
    private var exits: [PathState] = []
    /// Nil where nobody comes.
    var state: PathState?
    /// What holds where a loop around is left by `break`, for each loop.
    private var breaks: [[PathState]] = []
    /// Why nobody comes to what follows, and since which line.
    private var stop: (why: String, line: Int) = ("", 0)

    init(_ file: FlowFile, _ body: Body) { (self.file, self.body) = (file, body) }

    /// What is so, in the order of the statements. Functions inside are not gone into.
    func walk() -> PathWalk {
        var first = PathState()
        if let call = offeredCall { first.fates[call] = .offered }
        state = first
        block(body.block)
        if let state { exits.append(state) }
        return PathWalk(facts: found, endedParameters: endedParameters)
    }

    /// The parameters that hold calls which the function has ended, however it is left.
    private var endedParameters: Set<Int> {
        guard let parameters = body.function?.parameters, !exits.isEmpty else { return [] }
        return Set(
            parameters.indices.filter { index in
                exits.allSatisfy { exit in
                    if case .ended? = exit.fates[parameters[index].range.start] { true } else { false }
                }
            })
    }

    /// The call of a handler that only gets offers.
    private var offeredCall: LuaPosition? {
        let uses = body.uses + (body.owner?.uses ?? [])
        let areOffers = uses.allSatisfy { if case .hook("IncomingCall") = $0 { true } else { false } }
        guard !uses.isEmpty, areOffers, body.owner?.escapes != true else { return nil }
        return body.function?.parameters.first?.range.start
    }

    // MARK: - Statements

    private func block(_ block: LuaBlock) {
        var isTold = false
        for statement in block.statements {
            if case .empty = statement.kind { continue }
            if case .label = statement.kind {
                // A jump may come from anywhere.
                state = PathState()
            } else if state != nil {
                self.statement(statement)
            } else if !isTold {
                found.append(.unreachable(statement.range, after: stop.why, line: stop.line))
                isTold = true
            }
        }
    }

    private func end(_ why: String, _ range: LuaRange) {
        state = nil
        stop = (why, range.start.line)
    }

    private func statement(_ statement: LuaStatement) {
        switch statement.kind {
        case .empty, .label: break
        case .goto: end("goto", statement.range)
        case .break:
            if let state, !breaks.isEmpty { breaks[breaks.count - 1].append(state) }
            end("break", statement.range)
        case .block(let inner): block(inner)
        case .while(let condition, let inner): loop(while: condition, inner, statement.range)
        case .repeat(let inner, let condition): loop(repeat: inner, until: condition, statement.range)
        case .if(let choice): choose(choice)
        case .numericFor(let loop):
            for value in [loop.start, loop.limit] + (loop.step.map { [$0] } ?? []) { visit(value) }
            turn(loop.body)
        case .genericFor(let loop):
            for value in loop.values { visit(value) }
            turn(loop.body)
        case .function(let place, let function):
            if case .local(let position) = place.variable.binding { state?.forget(position) }
            visit(capturing: function)
        case .localFunction(_, let function): visit(capturing: function)
        case .local(let names, let values): assign(names.map { $0.name.range.start }, values)
        case .assignment(let targets, let values):
            for target in targets where target.localPosition == nil { visit(target) }
            assign(targets.map(\.localPosition), values)
        case .call(let call): act(call, statement.range)
        case .return(let values):
            for value in values { visit(value) }
            if let state { exits.append(state) }
            end("return", statement.range)
        }
    }

    private func act(_ call: LuaExpression, _ range: LuaRange) {
        visit(call, isStatement: true)
        guard case .suffixed(let chain) = call.kind else { return }
        if chain.suffixes.count == 1, chain.base.globalName == "error" { end("error", range) }
        if file.site(call)?.is("restart") == true { end("restart", range) }
    }

    private func choose(_ choice: LuaIf) {
        var ends: [PathState?] = []
        for arm in choice.arms {
            visit(arm.condition)
            let before = state
            state = before.map { refined($0, arm.condition, true) }
            block(arm.body)
            ends.append(state)
            state = before.map { refined($0, arm.condition, false) }
        }
        if let otherwise = choice.otherwise { block(otherwise.body) }
        for end in ends { state = PathState.joined(state, end) }
        if state == nil, choice.otherwise != nil {
            stop = ("every way of this 'if'", choice.arms[0].keyword.start.line)
        }
    }

    // MARK: - Loops

    /// A loop that may also turn not at all.
    private func turn(_ inner: LuaBlock) {
        state?.enterLoop(changing: Changes.variables(in: inner))
        let before = state
        breaks.append([])
        block(inner)
        state = before
        leave()
    }

    private func loop(while condition: LuaExpression, _ inner: LuaBlock, _ range: LuaRange) {
        state?.enterLoop(changing: Changes.variables(in: inner))
        visit(condition)
        let before = state
        state = before.map { refined($0, condition, true) }
        breaks.append([])
        block(inner)
        state = condition.isAlwaysTrue ? nil : before.map { refined($0, condition, false) }
        leave()
        if state == nil { stop = ("a loop that never ends", range.start.line) }
    }

    private func loop(repeat inner: LuaBlock, until condition: LuaExpression, _ range: LuaRange) {
        state?.enterLoop(changing: Changes.variables(in: inner))
        breaks.append([])
        block(inner)
        if let turned = state {
            state = turned
            visit(condition)
            if case .false = condition.kind { state = nil } else { state = state.map { refined($0, condition, true) } }
        }
        leave()
        if state == nil { stop = ("a loop that never ends", range.start.line) }
    }

    /// What holds behind a loop.
    private func leave() {
        for end in breaks.removeLast() { state = PathState.joined(state, end) }
    }
}

extension LuaExpression {
    /// Whether it holds as it stands.
    var isAlwaysTrue: Bool {
        switch kind {
        case .true, .integer, .float, .string, .table, .function: true
        case .parenthesized(let inner): inner.isAlwaysTrue
        default: false
        }
    }
}

/// Which variables statements set anew.
enum Changes {
    static func variables(in block: LuaBlock) -> Set<LuaPosition> {
        var found: Set<LuaPosition> = []
        block.walk(enter: { node in
            if case .statement(let statement) = node, case .assignment(let targets, _) = statement.kind {
                found.formUnion(targets.compactMap(\.localPosition))
            }
            return true
        })
        return found
    }
}
