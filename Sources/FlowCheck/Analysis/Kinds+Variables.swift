import FlowEngine
import LuaSyntax

/// What variables hold, and what fields give.
extension Kinds {
    func variable(_ variable: LuaVariable) -> Kind {
        switch variable.binding {
        case .local(let position): local(position)
        case .global: global(variable.name.text)
        case .environment: .unknown
        }
    }

    func global(_ name: String) -> Kind {
        if let number = Host.number("", name) { return .host(number) }
        if HostCatalogue.spaces[name] != nil { return .space(name) }
        switch name {
        case "config": return .object("Config")
        case "session": return .object("Session")
        default: return .unknown
        }
    }

    func local(_ position: LuaPosition) -> Kind {
        if let known = locals[position] { return known }
        guard let local = names.locals[position], openLocals.insert(position).inserted else { return .unknown }
        var kind = origin(local)
        for write in local.writes where kind != .unknown {
            kind = kind.joined(value(at: write.index, of: write.values))
        }
        openLocals.remove(position)
        if kind.isOfOthers, LikelyCall.isOne(local, names) { kind = .call }
        // Tables of the flow's own may get fields later; it is enough to know that they are tables.
        if kind == .table || local.writes.contains(where: { $0.values.isEmpty }) { kind = .unknown }
        locals[position] = kind
        return kind
    }

    func origin(_ local: Local) -> Kind {
        switch local.origin {
        case .value(let values, let index): return value(at: index, of: values)
        case .function(let function): return .function(ObjectIdentifier(function))
        case .other: return .unknown
        case .iterated(let loop, let index): return iterated(loop, index)
        case .parameter(let function, let index):
            guard let body = names.byFunction[ObjectIdentifier(function)] else { return .unknown }
            return parameter(of: body, index)
        }
    }

    func iterated(_ loop: LuaGenericFor, _ index: Int) -> Kind {
        guard loop.values.count == 1, let value = loop.values.first else { return .unknown }
        if case .events(let item) = kind(value) { return index == 0 ? item : .unknown }
        guard case .suffixed(let chain) = value.kind, chain.suffixes.count == 1, chain.base.globalName == "ipairs",
            case .call(let arguments)? = chain.suffixes.first?.kind, let list = arguments.first
        else { return .unknown }
        if index == 0 { return .number }
        if case .list(let item) = kind(list) { return item }
        return .unknown
    }

    func parameter(of body: Body, _ index: Int) -> Kind {
        if let owner = body.owner, owner.escapes || !owner.writes.isEmpty { return .unknown }
        let uses = body.uses + (body.owner?.uses ?? [])
        guard var kind = uses.first.map({ given(by: $0, index) }) else { return .unknown }
        for use in uses.dropFirst() where kind != .unknown { kind = kind.joined(given(by: use, index)) }
        return kind
    }

    func given(by use: FunctionUse, _ index: Int) -> Kind {
        switch use {
        case .unknown: return .unknown
        case .called(let arguments): return value(at: index, of: arguments)
        case .hook(let event):
            guard let event else { return .unknown }
            let place = event == "Launch" ? index + 1 : index
            switch place {
            case 0: return .call
            case 1: return Kind.event(event)
            default: return .nothing
            }
        }
    }

    // MARK: - Fields

    /// What a field of a value is; also its methods.
    func field(_ name: String, of owner: Kind) -> Kind {
        switch owner {
        case .object(let className):
            if let number = Host.number(className, name) { return .host(number) }
            return className == "Config" || HostCatalogue.fields[className]?.contains(name) == true && name != "data"
                ? .text : .unknown
        case .operation: return Host.number("Operation", name).map { .host($0) } ?? .unknown
        case .events: return Host.number("Events", name).map { .host($0) } ?? .unknown
        case .record(let record): return record.fields[name] ?? .unknown
        case .module(let module): return .exported(module: module, name: name)
        case .space(let space): return Host.number(space, name).map { .host($0) } ?? .unknown
        default: return .unknown
        }
    }
}
