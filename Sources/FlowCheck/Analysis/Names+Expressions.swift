import FlowEngine
import LuaSyntax

/// What expressions name, call and give away.
extension Names {
    /// A variable where it is named.
    @discardableResult
    func variable(_ variable: LuaVariable, isWrite: Bool = false) -> Local? {
        switch variable.binding {
        case .local(let position):
            body.mentioned.insert(position)
            return locals[position]
        case .global where variable.name.text != "_ENV":
            globals.append(GlobalUse(name: variable.name, isWrite: isWrite))
            return nil
        default: return nil
        }
    }

    /// - Parameter isHeld: whether the value only goes into a variable that is followed itself.
    func expression(_ expression: LuaExpression, isHeld: Bool = false) {
        switch expression.kind {
        case .nil, .true, .false, .varargs, .integer, .float, .string: break
        case .function(let function):
            let inner = enter(function)
            if !isHeld { inner.uses.append(.unknown) }
        case .table(let fields): for value in fields.flatMap(\.values) { self.expression(value) }
        case .variable(let name):
            let local = variable(name)
            local?.escapes = true
            local?.isChanged = true
            if let local { loose[local.name.range.start, default: 0] += 1 }
        case .parenthesized(let value), .unary(_, let value): self.expression(value)
        case .suffixed: suffixed(expression, isStatement: false)
        case .operation(let operation):
            for value in [operation.first] + operation.links.map(\.right) { self.expression(value) }
        }
    }

    func suffixed(_ expression: LuaExpression, isStatement: Bool) {
        guard case .suffixed(let chain) = expression.kind else { return }
        if case .variable(let name) = chain.base.kind {
            let local = variable(name)
            if case .call(let arguments)? = chain.suffixes.first?.kind { local?.uses.append(.called(arguments)) }
        } else {
            self.expression(chain.base)
        }
        for (index, suffix) in chain.suffixes.enumerated() {
            switch suffix.kind {
            case .field: break
            case .index(let key): self.expression(key)
            case .call(let arguments), .method(_, let arguments):
                let isLast = index + 1 == chain.suffixes.count
                body.calls.append(
                    RawCall(
                        expression: expression, suffixed: chain, index: index, isStatement: isStatement && isLast,
                        body: body))
                self.arguments(arguments, of: chain, index)
            }
        }
    }

    func arguments(_ arguments: [LuaExpression], of chain: LuaSuffixed, _ index: Int) {
        let callee = index == 0 ? chain.base.globalName : nil
        let taken = callee.map { Callbacks.of($0, arguments) } ?? []
        for argument in arguments {
            if let use = taken.first(where: { $0.function === argument })?.use {
                if case .function(let function) = argument.kind {
                    enter(function).uses.append(use)
                } else if case .variable(let name) = argument.kind {
                    variable(name)?.uses.append(use)
                }
            } else if case .table(let fields) = argument.kind, callee == "all" || callee == "race" {
                for case .item(let value) in fields {
                    if case .function(let function) = value.kind {
                        enter(function).uses.append(.called([]))
                    } else {
                        expression(value)
                    }
                }
            } else if case .variable(let name) = argument.kind {
                let local = variable(name)
                local?.escapes = true
                if let local { loose[local.name.range.start, default: 0] += 1 }
                if !leavesTablesAlone(callee, chain.suffixes[index]) { local?.isChanged = true }
            } else {
                expression(argument)
            }
        }
    }

    static let readers = Set(
        HostCatalogue.globals + ["ipairs", "pairs", "assert", "tostring", "type", "next", "select"])

    /// Whether a call surely does not change a table that it is given.
    func leavesTablesAlone(_ callee: String?, _ suffix: LuaSuffix) -> Bool {
        if case .method = suffix.kind { return true }
        return callee.map(Self.readers.contains) ?? false
    }
}
