import CallModel
import LuaSyntax

/// What values are when every action fails.
extension FailingRun {
    func truths(of values: [LuaExpression], count: Int) -> [Bool?] {
        var found: [Bool?] = []
        for (index, value) in values.enumerated() {
            if index == values.count - 1, value.hasSeveralValues {
                found += results(of: value)
            } else {
                found.append(truth(value))
            }
        }
        let isOpen = values.last?.hasSeveralValues ?? false
        while found.count < count { found.append(isOpen ? nil : false) }
        return found
    }

    /// Whether a value holds; nil where that depends.
    func truth(_ expression: LuaExpression) -> Bool? {
        switch expression.kind {
        case .nil, .false: return false
        case .true, .integer, .float, .string, .table, .function: return true
        case .varargs: return nil
        case .parenthesized(let inner): return truth(inner)
        case .unary(let sign, let inner):
            let value = truth(inner)
            return sign == .not ? value.map { !$0 } : nil
        case .variable: return expression.localPosition.flatMap { truths[$0] }
        case .suffixed(let chain):
            let results = self.results(of: expression)
            switch chain.suffixes.last?.kind {
            case .call, .method: return results.first ?? nil
            default: return nil
            }
        case .operation(let operation): return truth(operation)
        }
    }

    func truth(_ operation: LuaOperation) -> Bool? {
        var value = truth(operation.first)
        for link in operation.links {
            switch link.operator {
            case .and:
                if value == false { return false }
                let right = truth(link.right)
                value = right == false ? false : (value == true ? right : nil)
            case .or:
                if value == true { return true }
                let right = truth(link.right)
                value = right == true ? true : (value == false ? right : nil)
            case .equal, .notEqual:
                _ = truth(link.right)
                if case .nil = link.right.kind, let left = value {
                    // A value that does not hold is nil here, since actions that fail give nil.
                    value = (link.operator == .equal) != left
                } else {
                    value = nil
                }
            default:
                _ = truth(link.right)
                value = nil
            }
        }
        return value
    }

    /// Whether each result of a call holds.
    func results(of expression: LuaExpression) -> [Bool?] {
        guard case .suffixed(let chain) = expression.kind else { return [truth(expression)] }
        var results: [Bool?] = [nil]
        for (index, suffix) in chain.suffixes.enumerated() {
            for value in suffix.values { look(at: value) }
            guard let site = file.site(expression, index) else { continue }
            results = self.results(of: site, chain)
        }
        return results
    }

    /// Arguments: functions may be run by whoever gets them.
    func look(at value: LuaExpression) {
        if case .function = value.kind { return }
        _ = truth(value)
    }

    func results(of site: CallSite, _ chain: LuaSuffixed) -> [Bool?] {
        if let function = site.function {
            if let action = function.action {
                if Self.retried.contains(action) { tried.append(site) }
                if action == .hangUp { isPaced = true }
                return site.mayFail ? [false, true] : [nil]
            }
            if function.waits { isPaced = true }
            return [nil]
        }
        if case .module("std.menu")? = site.owner, site.arguments.first.map(file.kinds.kind) == .call {
            tried.append(site)
            return [false, true]
        }
        let name = site.raw.index == 0 ? chain.base.globalName : nil
        if name == "pcall", let body = site.arguments.first.flatMap({ file.names.bodyOf($0) }) {
            let inner = results(of: body)
            // Only one that catches the end of a call goes on as if nothing had been.
            return inner.tried ? [false, true] : [nil]
        }
        if site.raw.index == 0, let body = file.names.bodyOf(chain.base) { return results(of: body).values }
        return [nil]
    }

    func results(of body: Body) -> (values: [Bool?], tried: Bool) {
        let unknown: [Bool?] = [nil, nil, nil, nil]
        guard let function = body.function else { return (unknown, false) }
        let key = ObjectIdentifier(function)
        if let known = known[key] { return known }
        guard openBodies.insert(key).inserted else { return (unknown, false) }
        defer { openBodies.remove(key) }
        let (outer, before, count) = (returned, truths, tried.count)
        returned = []
        let ways = self.ways(through: body.block)
        if ways.contains(.through) { returned.append([false, false, false, false]) }
        let lists = returned
        (returned, truths) = (outer, before)
        let values = (0..<4).map { index -> Bool? in
            let found = lists.map { $0[index] }
            guard let first = found.first else { return nil }
            return found.allSatisfy { $0 == first } ? first : nil
        }
        let result = (values, tried.count > count)
        known[key] = result
        return result
    }

    /// Whether a function of the file raises errors, which leave the loop.
    func mayRaise(_ call: LuaExpression) -> Bool {
        guard case .suffixed(let chain) = call.kind, let body = file.names.bodyOf(chain.base) else { return false }
        return body.calls.contains { ["error", "assert", "restart"].contains($0.suffixed.base.globalName) }
    }
}
