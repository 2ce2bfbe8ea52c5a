import LuaSyntax

extension FlowFile {
    /// Every `left == right` and `left ~= right`.
    func findComparisons() -> [(left: LuaExpression, right: LuaExpression)] {
        var found: [(LuaExpression, LuaExpression)] = []
        tree.walk(enter: { node in
            if case .expression(let expression) = node, case .operation(let operation) = expression.kind,
                operation.links.count == 1, [.equal, .notEqual].contains(operation.links[0].operator)
            {
                found.append((operation.first, operation.links[0].right))
            }
            return true
        })
        return found
    }
}
