/// Any part of the tree, for those who walk over all of it.
public enum LuaNode: Sendable {
    /// A block.
    case block(LuaBlock)
    /// A statement.
    case statement(LuaStatement)
    /// An expression.
    case expression(LuaExpression)
    /// A function, below the expression or statement that makes it.
    case function(LuaFunction)

    /// Where it stands.
    public var range: LuaRange {
        switch self {
        case .block(let block): block.range
        case .statement(let statement): statement.range
        case .expression(let expression): expression.range
        case .function(let function): function.range
        }
    }

    /// What it is made of, in the order of the source.
    public var children: [LuaNode] {
        switch self {
        case .block(let block): block.statements.map(LuaNode.statement)
        case .statement(let statement): statement.children
        case .expression(let expression): expression.children
        case .function(let function): [.block(function.body)]
        }
    }

    /// Visits this node and all below it.
    /// - Parameters:
    ///   - enter: Called before a node's children, which are left out when it returns false.
    ///   - leave: Called after a node's children; not for nodes whose children were left out.
    public func walk(enter: (LuaNode) -> Bool, leave: (LuaNode) -> Void = { _ in }) {
        guard enter(self) else { return }
        for child in children { child.walk(enter: enter, leave: leave) }
        leave(self)
    }
}

extension LuaBlock {
    /// Visits the block and all below it; see `LuaNode.walk`.
    public func walk(enter: (LuaNode) -> Bool, leave: (LuaNode) -> Void = { _ in }) {
        LuaNode.block(self).walk(enter: enter, leave: leave)
    }
}

extension LuaStatement {
    fileprivate var children: [LuaNode] {
        switch kind {
        case .empty, .label, .goto, .break: []
        case .block(let block): [.block(block)]
        case .while(let condition, let body): [.expression(condition), .block(body)]
        case .repeat(let body, let condition): [.block(body), .expression(condition)]
        case .if(let choice):
            choice.arms.flatMap { [.expression($0.condition), .block($0.body)] }
                + (choice.otherwise.map { [.block($0.body)] } ?? [])
        case .numericFor(let loop):
            ([loop.start, loop.limit] + (loop.step.map { [$0] } ?? [])).map(LuaNode.expression) + [.block(loop.body)]
        case .genericFor(let loop): loop.values.map(LuaNode.expression) + [.block(loop.body)]
        case .function(_, let function): [.function(function)]
        case .localFunction(_, let function): [.function(function)]
        case .local(_, let values): values.map(LuaNode.expression)
        case .assignment(let targets, let values): (targets + values).map(LuaNode.expression)
        case .call(let call): [.expression(call)]
        case .return(let values): values.map(LuaNode.expression)
        }
    }
}

extension LuaExpression {
    fileprivate var children: [LuaNode] {
        switch kind {
        case .nil, .true, .false, .varargs, .integer, .float, .string, .variable: []
        case .function(let function): [.function(function)]
        case .table(let fields): fields.flatMap(\.values).map(LuaNode.expression)
        case .parenthesized(let value), .unary(_, let value): [.expression(value)]
        case .suffixed(let suffixed):
            [.expression(suffixed.base)] + suffixed.suffixes.flatMap(\.values).map(LuaNode.expression)
        case .operation(let operation): ([operation.first] + operation.links.map(\.right)).map(LuaNode.expression)
        }
    }
}

extension LuaField {
    /// Its expressions in the order of the source.
    public var values: [LuaExpression] {
        switch self {
        case .item(let value), .named(_, let value): [value]
        case .keyed(let key, let value): [key, value]
        }
    }
}

extension LuaSuffix {
    /// Its expressions in the order of the source.
    public var values: [LuaExpression] {
        switch kind {
        case .field: []
        case .index(let key): [key]
        case .call(let arguments), .method(_, let arguments): arguments
        }
    }
}
