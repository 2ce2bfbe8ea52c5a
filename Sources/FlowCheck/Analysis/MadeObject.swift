import LuaSyntax

/// What the objects are like that a function of a module makes: `setmetatable({ … }, methods)`, where
/// `methods.__index = methods`.
struct MadeObject {
    /// What its class has, its methods above all.
    let methods: Members
    /// The fields that it is made with.
    let fields: Set<String>

    /// For hints.
    var names: [String] { methods.byName.keys.filter { $0 != "__index" } + fields.filter { methods.byName[$0] == nil } }

    func has(_ name: String) -> Bool { methods.byName[name] != nil || fields.contains(name) }

    /// Whether it is a function of the class that needs the object: called with a dot, it fails.
    func isMethod(_ name: String) -> Bool {
        guard !fields.contains(name) else { return false }
        switch methods.byName[name] {
        case .method(let function): return function.body.namesSelf
        case .function(let function): return function.parameters.first?.text == "self"
        default: return false
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

    /// It must return one thing, but for `nil` and `false`, which tell a failure.
    private func object(madeBy function: LuaFunction, depth: Int) -> MadeObject? {
        guard depth < 5, !changesObjects, let body = names.byFunction[ObjectIdentifier(function)] else { return nil }
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
            guard depth < 5, local.writes.isEmpty, let beginning = local.beginning,
                let made = object(beginning, depth: depth + 1), let more = Members.added(to: local, in: self)
            else { return nil }
            return MadeObject(methods: made.methods, fields: made.fields.union(more.byName.keys))
        }
        guard case .suffixed(let chain) = value.bare.kind, case .call(let arguments)? = chain.suffixes.last?.kind else {
            return nil
        }
        if let function = called(by: chain) { return object(madeBy: function, depth: depth + 1) }
        guard chain.suffixes.count == 1, chain.base.globalName == "setmetatable", arguments.count == 2,
            case .table(let fields) = arguments[0].kind, let own = Members(fields, arguments[0].range),
            let methods = methods(of: arguments[1])
        else { return nil }
        return MadeObject(methods: methods, fields: Set(own.byName.keys))
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
            return Members(fields, metatable.range)?.index.flatMap { names.local($0) }.flatMap { members(of: $0) }
        }
        guard let local = names.local(metatable), let members = members(of: local), let index = members.index,
            names.local(index) === local
        else { return nil }
        return members
    }

    /// Whether objects may become others on the way: filled by keys that nobody can tell, such as `self[name] = value`, or
    /// given another class by `setmetatable(self, other)`. Modules of ours do neither.
    private var changesObjects: Bool {
        guard !path.hasPrefix("std/") else { return false }
        let isFilled = names.fieldWrites.contains { write in
            guard write.name == nil, write.chain.suffixes.count == 1,
                case .index(let key) = write.chain.suffixes[0].kind, kinds.kind(key) != .number
            else { return false }
            guard let beginning = names.local(write.chain.base)?.beginning, case .table = beginning.kind else {
                return true
            }
            return false
        }
        return isFilled
            || calls.contains { site in
                guard site.raw.suffixed.base.globalName == "setmetatable", site.raw.index == 0,
                    let local = site.arguments.first.flatMap({ names.local($0) })
                else { return false }
                switch local.origin {
                case .parameter, .other, .iterated: return true
                case .value, .function: return false
                }
            }
    }
}

extension Members {
    /// Where Lua looks for what an object does not have itself.
    fileprivate var index: LuaExpression? {
        guard case .value(let value)? = byName["__index"] else { return nil }
        return value
    }
}

extension LuaBlock {
    /// Whether a method looks at its object.
    fileprivate var namesSelf: Bool {
        var found = false
        walk(enter: { node in
            if case .expression(let expression) = node {
                switch expression.kind {
                case .variable(let variable): found = found || variable.name.text == "self"
                default: break
                }
            }
            return !found
        })
        return found
    }
}
