import LuaSyntax

/// A statement, or a part of one, that does something with a table in a variable which keeps the table in one hand.
enum TableStatement {
    /// `function t.name() … end`
    case function(LuaFunctionPlace, LuaFunction)
    /// `t.name = value`; nil where the value is one of several results.
    case set(LuaSuffixed, LuaExpression?)
    /// `setmetatable(other, t)`
    case metatable
    /// `return t`
    case returned
}

extension FlowFile {
    /// What is done with the table that the variable declared at a place holds.
    func statements(about position: LuaPosition) -> [TableStatement] { tableStatements[position] ?? [] }

    /// The same for all variables, in the order of the source: one walk for all who ask.
    func findTableStatements() -> [LuaPosition: [TableStatement]] {
        var found: [LuaPosition: [TableStatement]] = [:]
        tree.walk(enter: { node in
            switch node {
            case .statement(let statement):
                switch statement.kind {
                case .function(let place, let function):
                    if case .local(let position) = place.variable.binding {
                        found[position, default: []].append(.function(place, function))
                    }
                case .assignment(let targets, let values):
                    for (target, index) in zip(targets, 0...) {
                        guard case .suffixed(let chain) = target.kind, let position = chain.base.localPosition else {
                            continue
                        }
                        found[position, default: []].append(.set(chain, index < values.count ? values[index] : nil))
                    }
                case .return(let values):
                    for case let position? in values.map(\.localPosition) {
                        found[position, default: []].append(.returned)
                    }
                default: break
                }
            case .expression(let expression):
                guard case .suffixed(let chain) = expression.kind, chain.base.globalName == "setmetatable",
                    case .call(let arguments)? = chain.suffixes.first?.kind
                else { break }
                // To be made an object, or to be what objects look into.
                for case let position? in arguments.prefix(2).map(\.localPosition) {
                    found[position, default: []].append(.metatable)
                }
                for case .table(let fields) in arguments.dropFirst().prefix(1).map(\.kind) {
                    for case .named(let name, let value) in fields where name.text == "__index" {
                        if let position = value.localPosition { found[position, default: []].append(.metatable) }
                    }
                }
            default: break
            }
            return true
        })
        return found
    }
}
