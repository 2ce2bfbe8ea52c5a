import LuaSyntax

/// What the objects are like that a function of a module makes: `setmetatable({ … }, methods)`, where
/// `methods.__index = methods`.
struct MadeObject {
    /// Its methods, in Lua's sense: what its class has.
    let methods: Members
    /// The fields that it is made with.
    let fields: Set<String>

    var names: Set<String> { methods.names.subtracting(["__index"]).union(fields) }

    /// Whether a function of the class is meant to be called with a colon.
    func isMethod(_ name: String) -> Bool {
        switch methods.byName[name] {
        case .method: true
        case .function(let function): function.parameters.first?.text == "self"
        default: false
        }
    }
}

extension FlowFile {
    /// What a function that a module exports makes; nil where it makes something else, or nobody can tell.
    func object(madeBy name: String) -> MadeObject? {
        if let known = objects[name] { return known }
        let made = exports.flatMap { $0.byName[name] }.flatMap(function).flatMap { object(madeBy: $0, depth: 0) }
        objects[name] = .some(made)
        return made
    }

    private func function(_ member: Members.Member) -> LuaFunction? {
        switch member {
        case .function(let function): function
        case .method: nil
        case .value(let value): value.flatMap { names.bodyOf($0)?.function }
        }
    }

    /// All that it returns must be the same, but for `nil` and `false`, which tell a failure.
    private func object(madeBy function: LuaFunction, depth: Int) -> MadeObject? {
        guard let body = names.byFunction[ObjectIdentifier(function)], depth < 5 else { return nil }
        let values = body.returns.compactMap { values -> LuaExpression? in
            guard let first = values.first else { return nil }
            switch first.bare.kind {
            case .nil, .false: return nil
            default: return first
            }
        }
        guard let first = values.first, values.count == 1 else { return nil }
        return object(first, depth: depth)
    }

    private func object(_ value: LuaExpression, depth: Int) -> MadeObject? {
        if let local = names.local(value) {
            guard local.writes.isEmpty, case .value(let values, let index) = local.origin, index < values.count else {
                return nil
            }
            return object(values[index], depth: depth + 1)
        }
        guard depth < 5, case .suffixed(let chain) = value.bare.kind,
            case .call(let arguments)? = chain.suffixes.last?.kind
        else { return nil }
        if let function = called(by: chain) { return object(madeBy: function, depth: depth + 1) }
        guard chain.suffixes.count == 1, chain.base.globalName == "setmetatable", arguments.count == 2,
            case .table(let fields) = arguments[0].kind, let own = Members(fields, arguments[0].range),
            let methods = methods(of: arguments[1])
        else { return nil }
        return MadeObject(methods: methods, fields: own.names)
    }

    /// A function of this file: `make(…)`, or `module.make(…)` where the module is this file's own.
    private func called(by chain: LuaSuffixed) -> LuaFunction? {
        if chain.suffixes.count == 1 { return names.bodyOf(chain.base)?.function }
        guard chain.suffixes.count == 2, case .field(let name) = chain.suffixes[0].kind,
            let module = names.local(chain.base), let own = names.file.returns.first?.first,
            names.local(own) === module
        else { return nil }
        return exports?.byName[name.text].flatMap(function)
    }

    /// The class, in a variable that is its own `__index`, or in `{ __index = … }`.
    private func methods(of metatable: LuaExpression) -> Members? {
        if case .table(let fields) = metatable.kind {
            return Members(fields, metatable.range)?.index.flatMap { names.local($0) }.flatMap { Members($0, in: self) }
        }
        guard let local = names.local(metatable), let members = Members(local, in: self), let index = members.index,
            names.local(index) === local
        else { return nil }
        return members
    }
}

extension Members {
    /// Where Lua looks for what an object does not have itself.
    fileprivate var index: LuaExpression? {
        guard case .value(let value)? = byName["__index"] else { return nil }
        return value
    }
}
