extension LuaInstrumentation {
    /// - Parameter name: What to call the value if it is a function.
    func visit(_ expression: LuaExpression, name: String? = nil) {
        switch expression.kind {
        case .nil, .true, .false, .varargs, .integer, .float, .string, .variable: break
        case .function(let function): visit(function, name: name)
        case .table(let fields): for field in fields { visit(field) }
        case .parenthesized(let value): visit(value, name: name)
        case .unary(_, let value): visit(value)
        case .suffixed(let suffixed): visit(suffixed)
        case .operation(let operation): visit(operation)
        }
    }

    func visit(_ function: LuaFunction, name: String?, event: String? = nil) {
        visit(function.body, counting: add(function, name: name, event: event))
    }

    private func add(_ function: LuaFunction, name: String?, event: String?) -> Int {
        let start = function.range.start
        let called = event.map { "on(\"\($0)\") handler" } ?? name ?? "function"
        let noun = event == nil && name != nil ? "function \(called)" : called
        let verb = event == nil ? "never called" : "never ran"
        return add(.function(name: called, event: event), at: start, "\(noun) in line \(start.line) \(verb)")
    }

    private func visit(_ field: LuaField) {
        switch field {
        case .item(let value): visit(value)
        case .named(let name, let value): visit(value, name: name.text)
        case .keyed(let key, let value):
            visit(key)
            visit(value, name: key.text)
        }
    }

    private func visit(_ suffixed: LuaSuffixed) {
        visit(suffixed.base)
        var event = suffixed.suffixes.first.flatMap(suffixed.base.eventOfHook)
        for suffix in suffixed.suffixes {
            let values = suffix.values
            visit(event == nil ? values : values.dropLast(), names: [])
            if let event, case .function(let handler) = values.last?.kind { visit(handler, name: nil, event: event) }
            event = nil
        }
    }

    private func visit(_ operation: LuaOperation) {
        let outer = parent
        var left = operation.first
        // Lua reads a field with the line of the last word it knows: that of the operator for the first value of a chain,
        // that of the value itself for the others. The closing bracket stands on the same line.
        var isFirst = true
        for link in operation.links {
            if link.operator == .and || link.operator == .or, !left.isLiteral {
                parent = visit(left, decidingOn: link, end: isFirst ? link.range.start : left.range.end)
            } else {
                visit(left)
            }
            left = link.right
            isFirst = false
        }
        visit(left)
        parent = outer
    }

    /// The value before an `and` or `or`.
    /// - Parameter end: Where its brackets close.
    /// - Returns: The point that the value on the right lies inside of.
    private func visit(_ left: LuaExpression, decidingOn link: LuaOperation.Link, end: LuaPosition) -> Int {
        let first = addChoice(of: link)
        // In its own parentheses, a call gives one result, as it does before the operator.
        let isOpen = left.mayBeSeveral
        insert("\(names.decide)(\(first), \(isOpen ? "(" : "")", at: left.range.start.offset)
        visit(left)
        insert(isOpen ? "))" : ")", at: end.offset)
        return link.operator == .and ? first : first + 1
    }

    /// Adds two points, of which the first is for a value that is true.
    /// - Returns: The first point's id.
    private func addChoice(of link: LuaOperation.Link) -> Int {
        let kind = newChoice()
        let place = "`\(link.operator.rawValue)` in line \(link.range.start.line): right side"
        var ways = ["\(place) never evaluated", "\(place) never skipped"]
        if link.operator == .or { ways.reverse() }
        let first = add(kind, at: link.range.start, ways[0])
        _ = add(kind, at: link.range.start, ways[1])
        return first
    }
}
