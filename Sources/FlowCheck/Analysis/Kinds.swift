import FlowEngine
import LuaSyntax

/// Finds what the values of a file are: by how a variable gets its values, by who calls a function, and by what functions
/// of ours give. What is not sure is unknown.
final class Kinds {
    let names: Names
    var chains: [ObjectIdentifier: [Kind]] = [:]
    var locals: [LuaPosition: Kind] = [:]
    var returns: [ObjectIdentifier: [Kind]] = [:]
    /// What is being found out: a value that depends on itself is unknown.
    var openChains: Set<ObjectIdentifier> = []
    var openLocals: Set<LuaPosition> = []
    var openBodies: Set<ObjectIdentifier> = []

    init(_ names: Names) { self.names = names }

    /// What an expression is, its first value where it has several.
    func kind(_ expression: LuaExpression) -> Kind {
        switch expression.kind {
        case .nil: .nothing
        case .true, .false: .boolean
        case .integer, .float: .number
        case .string: .text
        case .varargs: .unknown
        case .function(let function): .function(ObjectIdentifier(function))
        case .table(let fields): table(fields)
        case .parenthesized(let value): kind(value)
        case .variable(let variable): self.variable(variable)
        case .suffixed(let chain): self.chain(expression, chain).last ?? .unknown
        case .unary(let sign, _): sign == .not ? .boolean : .number
        case .operation(let operation): self.operation(operation)
        }
    }

    /// What stands before each suffix of a chain, and after the last.
    func chain(_ expression: LuaExpression, _ chain: LuaSuffixed) -> [Kind] {
        let key = ObjectIdentifier(expression)
        if let known = chains[key] { return known }
        guard openChains.insert(key).inserted else { return [] }
        var kinds = [kind(chain.base)]
        for (index, suffix) in chain.suffixes.enumerated() {
            let before = kinds[index]
            switch suffix.kind {
            case .field(let name): kinds.append(field(name.text, of: before))
            case .index(let value):
                if let name = value.text {
                    kinds.append(field(name, of: before))
                } else if case .list(let item) = before {
                    kinds.append(item)
                } else {
                    kinds.append(.unknown)
                }
            case .call, .method: kinds.append(results(of: chain, index, before: before).first ?? .unknown)
            }
        }
        openChains.remove(key)
        chains[key] = kinds
        return kinds
    }

    /// What a call of a chain gives.
    /// - Parameter before: what stands before the suffix.
    func results(of chain: LuaSuffixed, _ index: Int, before: Kind) -> [Kind] {
        switch chain.suffixes[index].kind {
        case .method(let name, let arguments):
            if case .operation(let results) = before { return name.text == "wait" ? results : [.boolean, .failure] }
            if case .events(let item) = before { return name.text == "next" ? [item, .failure] : [.unknown] }
            return given(field(name.text, of: before), arguments)
        case .call(let arguments):
            if index == 0, let name = chain.base.globalName, let kinds = builtin(name, arguments) { return kinds }
            return given(before, arguments)
        default: return [.unknown]
        }
    }

    /// What a function gives for these arguments.
    func given(_ callee: Kind, _ arguments: [LuaExpression]) -> [Kind] {
        switch callee {
        case .host(let number): return host(Host.functions[number], arguments)
        case .function(let id): return returned(by: id)
        case .exported(let module, let name):
            return LibraryResults.of(module, name) ?? [.made(module: module, by: name), .unknown]
        default: return [.unknown]
        }
    }

    func host(_ function: HostCatalogue.Function, _ arguments: [LuaExpression]) -> [Kind] {
        let usual = Results.of(function)
        switch (function.signature.namespace, function.signature.name) {
        case ("", "wait_for"): return [arguments.first?.text.map(Kind.event) ?? .unknown, .failure]
        case ("Call", "events"): return [.events(arguments.first?.text.map(Kind.event) ?? .unknown)]
        case ("", "require"): return [arguments.first?.text.map(Kind.module) ?? .unknown]
        default: break
        }
        guard let options = function.options else { return usual }
        guard options.index < arguments.count else { return usual }
        guard let fields = tableFields(arguments[options.index]) else {
            return function.action == nil ? usual : [.unknown, .unknown]
        }
        if fields.isTrue("wait", false) || fields.isTrue("loop", true) { return [.operation(usual)] }
        for name in ["wait", "loop"] {
            if let value = fields.named[name], !value.isConstantTruth { return [.unknown, .unknown] }
        }
        if fields.named["operation_callback_uri"] != nil { return [.unknown, .failure] }
        return usual
    }

    /// The entries of a table that is written here, or held by a variable that nobody changes.
    func tableFields(_ expression: LuaExpression) -> TableFields? {
        switch expression.kind {
        case .table(let fields): return TableFields(fields, expression.range)
        case .parenthesized(let value): return tableFields(value)
        case .variable:
            guard let local = names.local(expression), local.writes.isEmpty, !local.isChanged,
                let beginning = local.beginning, case .table(let fields) = beginning.kind
            else { return nil }
            return TableFields(fields, beginning.range)
        default: return nil
        }
    }

    func builtin(_ name: String, _ arguments: [LuaExpression]) -> [Kind]? {
        switch name {
        case "assert":
            guard arguments.count == 1, let only = arguments.first else { return arguments.map(kind) }
            return results(of: only)
        case "tostring", "type": return [.text]
        case "tonumber": return [.number]
        case "setmetatable":
            // It has other methods then than what made it gave it.
            let kind = arguments.first.map(kind) ?? .unknown
            return [kind.isOfOthers ? .unknown : kind]
        default: return nil
        }
    }

    /// All results of an expression that is the last of a list.
    func results(of expression: LuaExpression) -> [Kind] {
        guard case .suffixed(let chain) = expression.kind, let last = chain.suffixes.last else {
            return [kind(expression)]
        }
        switch last.kind {
        case .call, .method:
            let kinds = self.chain(expression, chain)
            guard kinds.count > chain.suffixes.count else { return [.unknown] }
            return results(of: chain, chain.suffixes.count - 1, before: kinds[chain.suffixes.count - 1])
        default: return [kind(expression)]
        }
    }

    /// The value at a place of a list of values.
    func value(at index: Int, of values: [LuaExpression]) -> Kind {
        guard let last = values.last else { return .nothing }
        if index < values.count - 1 { return kind(values[index]) }
        if index == values.count - 1, index >= 0, !last.hasSeveralValues { return kind(last) }
        guard last.hasSeveralValues else { return .nothing }
        let kinds = results(of: last)
        let place = index - (values.count - 1)
        return place < kinds.count ? kinds[place] : (kinds.last == .unknown ? .unknown : .nothing)
    }

    func table(_ fields: [LuaField]) -> Kind {
        var items: Kind?
        for field in fields {
            guard case .item(let value) = field else { return .table }
            items = items.map { $0.joined(kind(value)) } ?? kind(value)
        }
        return items.map { .list($0) } ?? .table
    }

    func operation(_ operation: LuaOperation) -> Kind {
        switch operation.links[0].operator {
        case .or: operation.links.reduce(kind(operation.first)) { $0.joined(kind($1.right)) }
        case .and: operation.links.last.map { kind($0.right) } ?? .unknown
        case .concatenate: .text
        case .less, .greater, .lessOrEqual, .greaterOrEqual, .equal, .notEqual: .boolean
        default: .number
        }
    }

    func returned(by function: ObjectIdentifier) -> [Kind] {
        if let known = returns[function] { return known }
        guard let body = names.byFunction[function], openBodies.insert(function).inserted else { return [.unknown] }
        defer { openBodies.remove(function) }
        guard !body.returns.isEmpty else { return [.nothing] }
        let count = min(4, body.returns.map { list in list.last?.hasSeveralValues == true ? 4 : list.count }.max() ?? 0)
        let kinds = (0..<max(1, count)).map { index in
            body.returns.map { value(at: index, of: $0) }.reduce(Kind.nothing) { $0.joined($1) }
        }
        returns[function] = kinds
        return kinds
    }
}
