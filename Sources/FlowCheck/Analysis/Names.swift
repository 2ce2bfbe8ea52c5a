import FlowEngine
import LuaSyntax

/// What the names of a file mean, and what is done with them: one walk over its tree.
final class Names {
    var locals: [LuaPosition: Local] = [:]
    /// In the order of the source; the first is the file itself.
    var bodies: [Body] = []
    private(set) var byFunction: [ObjectIdentifier: Body] = [:]
    var globals: [GlobalUse] = []
    /// Fields that are set, `t.name = …`, with the value.
    private(set) var fieldWrites: [FieldWrite] = []
    /// How often variables are named as values, and not to take something from them or to call them.
    var loose: [LuaPosition: Int] = [:]
    /// The names of fields that are set by `function t.name() … end` and the like.
    private(set) var functionFields: Set<String> = []
    var body: Body

    /// A field where it is set.
    struct FieldWrite {
        let target: LuaExpression
        /// Nil where it is one of several results.
        let value: LuaExpression?
        let chain: LuaSuffixed

        /// The field's name; nil for keys that nobody can tell here.
        var name: String? {
            switch chain.suffixes.last?.kind {
            case .field(let name): name.text
            case .index(let key): key.text
            default: nil
            }
        }
    }

    /// A global where it is named.
    struct GlobalUse {
        let name: LuaName
        let isWrite: Bool
    }

    init(_ tree: LuaBlock) {
        body = Body(nil, tree, parent: nil)
        bodies = [body]
        block(tree)
    }

    var file: Body { bodies[0] }

    /// Every call, in the order of the source.
    var calls: [RawCall] { bodies.flatMap(\.calls) }

    /// The variable that an expression is, if it is a plain one.
    func local(_ expression: LuaExpression) -> Local? {
        guard let position = expression.localPosition else { return nil }
        return locals[position]
    }

    /// The function that an expression is, or that the variable holds which it is.
    func bodyOf(_ expression: LuaExpression) -> Body? {
        if case .function(let function) = expression.kind { return byFunction[ObjectIdentifier(function)] }
        guard let local = local(expression), local.writes.isEmpty else { return nil }
        switch local.origin {
        case .function(let function): return byFunction[ObjectIdentifier(function)]
        case .value(let values, let index) where index < values.count:
            guard case .function(let function) = values[index].kind else { return nil }
            return byFunction[ObjectIdentifier(function)]
        default: return nil
        }
    }

    // MARK: - Statements

    func block(_ block: LuaBlock) {
        for statement in block.statements { self.statement(statement) }
    }

    func statement(_ statement: LuaStatement) {
        switch statement.kind {
        case .empty, .label, .goto, .break: break
        case .block(let inner): block(inner)
        case .while(let condition, let inner):
            expression(condition)
            block(inner)
        case .repeat(let inner, let condition):
            block(inner)
            expression(condition)
        case .if(let choice):
            for arm in choice.arms {
                expression(arm.condition)
                block(arm.body)
            }
            if let otherwise = choice.otherwise { block(otherwise.body) }
        case .numericFor(let loop):
            for value in [loop.start, loop.limit] + (loop.step.map { [$0] } ?? []) { expression(value) }
            declare(loop.name, .other)
            block(loop.body)
        case .genericFor(let loop):
            for value in loop.values { expression(value) }
            for (index, name) in loop.names.enumerated() { declare(name, .iterated(loop, index: index)) }
            block(loop.body)
        case .function(let place, let function):
            let owner = variable(place.variable, isWrite: place.fields.isEmpty && place.method == nil)
            if place.fields.isEmpty, place.method == nil {
                owner?.writes.append(([], 0))
            } else {
                owner?.isChanged = true
                if let name = place.method ?? place.fields.last { functionFields.insert(name.text) }
            }
            pendingSelf = place.method
            enter(function).uses.append(.unknown)
        case .localFunction(let name, let function):
            let local = declare(name, .function(function))
            enter(function).owner = local
        case .local(let names, let values):
            for value in values { expression(value, isHeld: names.count == 1) }
            for (index, name) in names.enumerated() {
                let local = declare(name.name, .value(values, index: index))
                if index < values.count, case .function(let function) = values[index].kind {
                    byFunction[ObjectIdentifier(function)]?.owner = local
                }
            }
        case .assignment(let targets, let values): assignment(targets, values)
        case .call(let call): suffixed(call, isStatement: true)
        case .return(let values):
            body.returns.append(values)
            for value in values { expression(value) }
        }
    }

    func assignment(_ targets: [LuaExpression], _ values: [LuaExpression]) {
        for (index, target) in targets.enumerated() {
            if case .variable(let name) = target.kind {
                variable(name, isWrite: true)?.writes.append((values, index))
                continue
            }
            if case .suffixed(let chain) = target.kind {
                fieldWrites.append(
                    FieldWrite(target: target, value: index < values.count ? values[index] : nil, chain: chain))
                local(chain.base)?.isChanged = true
            }
            expression(target)
        }
        for value in values { expression(value) }
    }

    @discardableResult
    func declare(_ name: LuaName, _ origin: Local.Origin) -> Local {
        let local = Local(name, origin, in: body)
        locals[name.range.start] = local
        return local
    }

    /// The name of the method that is entered next, at which its `self` is declared.
    var pendingSelf: LuaName?

    @discardableResult
    func enter(_ function: LuaFunction) -> Body {
        let outer = body
        let inner = Body(function, function.body, parent: outer)
        bodies.append(inner)
        byFunction[ObjectIdentifier(function)] = inner
        body = inner
        if let name = pendingSelf { declare(name, .other) }
        pendingSelf = nil
        for (index, name) in function.parameters.enumerated() { declare(name, .parameter(function, index: index)) }
        block(function.body)
        body = outer
        body.mentioned.formUnion(inner.mentioned)
        return inner
    }
}
