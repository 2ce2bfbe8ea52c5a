import LuaSyntax

extension FlowFile {
    /// Variables that conditions look at: `if EXTRA ~= "" then …`, `LIMIT > 0 and sleep(LIMIT)`.
    func findTestedVariables() -> Set<LuaPosition> {
        var found: Set<LuaPosition> = []
        func add(_ condition: LuaExpression) {
            LuaNode.expression(condition).walk(enter: { node in
                if case .expression(let inner) = node, let position = inner.localPosition { found.insert(position) }
                return true
            })
        }
        tree.walk(enter: { node in
            switch node {
            case .statement(let statement):
                switch statement.kind {
                case .if(let choice): for arm in choice.arms { add(arm.condition) }
                case .while(let condition, _), .repeat(_, let condition): add(condition)
                default: break
                }
            case .expression(let expression):
                guard case .operation(let operation) = expression.kind,
                    [.and, .or].contains(operation.links[0].operator)
                else { break }
                // What nests deeper comes by itself.
                for value in operation.values { found.formUnion(value.bare.nearVariables) }
            default: break
            }
            return true
        })
        return found
    }
}

extension LuaOperation {
    fileprivate var values: [LuaExpression] { [first] + links.map(\.right) }
}

extension LuaExpression {
    /// The variable that it is, or those that an operator is about.
    fileprivate var nearVariables: [LuaPosition] {
        switch kind {
        case .unary(_, let inner): [inner.localPosition].compactMap { $0 }
        case .operation(let operation): operation.values.compactMap(\.bare.localPosition)
        default: [localPosition].compactMap { $0 }
        }
    }
}
