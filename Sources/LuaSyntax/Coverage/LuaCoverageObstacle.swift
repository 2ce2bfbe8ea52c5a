/// Finds what makes the recording functions unreachable in a source.
struct LuaCoverageObstacle {
    /// Names that the instrumented source needs for itself.
    let names: Set<String>

    /// The first obstacle, as a sentence.
    func sentence(in tree: LuaBlock) -> String? {
        var found: String?
        tree.walk { node in
            found = found ?? sentence(at: node)
            return found == nil
        }
        return found
    }

    private func sentence(at node: LuaNode) -> String? {
        let declared = node.declared
        if let name = (declared + node.assigned).first(where: { $0.text == "_ENV" }) {
            return "line \(name.range.start.line) replaces `_ENV`, through which points are counted"
        }
        if let name = (declared + node.used).first(where: { names.contains($0.text) }) {
            return "line \(name.range.start.line) uses the name `\(name.text)`, with which points are counted"
        }
        return nil
    }
}

extension LuaNode {
    /// The locals that it declares for itself or what is below it.
    fileprivate var declared: [LuaName] {
        switch self {
        case .function(let function): return function.parameters
        case .statement(let statement):
            switch statement.kind {
            case .numericFor(let loop): return [loop.name]
            case .genericFor(let loop): return loop.names
            case .localFunction(let name, _): return [name]
            case .local(let names, _): return names.map(\.name)
            default: return []
            }
        case .block, .expression: return []
        }
    }

    /// The variables that it assigns to.
    fileprivate var assigned: [LuaName] {
        guard case .statement(let statement) = self else { return [] }
        switch statement.kind {
        case .assignment(let targets, _): return targets.compactMap { LuaNode.expression($0).used.first }
        case .function(let place, _) where place.fields.isEmpty && place.method == nil: return [place.variable.name]
        default: return []
        }
    }

    /// The variable that it is, or that a function statement begins with.
    fileprivate var used: [LuaName] {
        switch self {
        case .expression(let expression):
            if case .variable(let variable) = expression.kind { return [variable.name] }
        case .statement(let statement):
            if case .function(let place, _) = statement.kind { return [place.variable.name] }
        case .block, .function: break
        }
        return []
    }
}
