import FlowEngine
import LuaSyntax

/// A function that is not there: of a call and its like, of `log`, `http` and Lua's libraries, of a module. The world of a
/// flow raises it at its line, with or without a call.
struct UnknownFunction: Rule {
    let name = "unknown_function"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        var found: [Finding] = []
        for (_, chain, kinds) in file.chains {
            for (index, suffix) in chain.suffixes.enumerated() where index < kinds.count {
                switch suffix.kind {
                case .field(let name):
                    let isCalled =
                        if index + 1 < chain.suffixes.count, case .call = chain.suffixes[index + 1].kind { true } else {
                            false
                        }
                    found += field(name, of: kinds[index], isCalled: isCalled, file)
                case .method(let name, _): found += method(name, of: kinds[index], file)
                default: break
                }
            }
        }
        return found
    }

    private func field(_ name: LuaName, of owner: Kind, isCalled: Bool, _ file: FlowFile) -> [Finding] {
        switch owner {
        case .object(let className) where isCalled && className != "Config": return missing(name, className, file)
        default: return []
        }
    }

    private func method(_ name: LuaName, of owner: Kind, _ file: FlowFile) -> [Finding] {
        switch owner {
        case .object(let className) where className != "Config": return missing(name, className, file)
        case .operation: return missing(name, "Operation", file)
        case .events: return missing(name, "Events", file)
        default: return []
        }
    }

    private func missing(_ name: LuaName, _ className: String, _ file: FlowFile) -> [Finding] {
        let known = Host.methods[className] ?? []
        guard !Host.members(of: className).contains(name.text) else { return [] }
        return [
            finding(
                file, name.range, "\(className.lowercased().withArticle) has no '\(name.text)'",
                hint: Hint.help(name.text, among: known, "its methods"))
        ]
    }

    // MARK: - Modules

    func findings(in flow: Flow) -> [Finding] {
        flow.files.flatMap { file in
            file.chains.flatMap { _, chain, kinds in
                zip(chain.suffixes.indices, kinds).compactMap { index, owner -> Finding? in
                    switch owner {
                    case .module(let module): missing(chain.suffixes[index], module, flow, file)
                    case .space(let space): missing(chain.suffixes[index], of: space, flow, file)
                    case .text: missing(chain.suffixes[index], ofTexts: flow, file)
                    case .made where index > 0 || !flow.mayChange(chain.base, in: file):
                        missing(chain.calledName(index), of: owner, flow, file)
                    default: nil
                    }
                }
            }
        }
    }

    private func missing(_ suffix: LuaSuffix, _ module: String, _ flow: Flow, _ file: FlowFile) -> Finding? {
        guard case .field(let name) = suffix.kind, let exports = (flow.modules[module] ?? nil)?.exports,
            exports.byName[name.text] == nil, !flow.sets(name.text), !flow.isOpen(module)
        else { return nil }
        return finding(
            file, name.range, "\(module) has no '\(name.text)'",
            hint: Hint.help(name.text, among: exports.byName.keys.sorted(), "there"))
    }

    /// Flows may add functions to tables of ours and of Lua.
    private func missing(_ suffix: LuaSuffix, of space: String, _ flow: Flow, _ file: FlowFile) -> Finding? {
        let known = HostCatalogue.spaces[space] ?? []
        guard case .field(let name) = suffix.kind, !known.contains(name.text), !flow.sets(name.text) else { return nil }
        return finding(
            file, name.range, "there is no \(space).\(name.text)",
            hint: Hint.help(name.text, among: known.sorted(), "there"))
    }

    private func missing(_ suffix: LuaSuffix, ofTexts flow: Flow, _ file: FlowFile) -> Finding? {
        let known = HostCatalogue.spaces["string"] ?? []
        guard case .method(let name, _) = suffix.kind, !known.contains(name.text), !flow.sets(name.text) else {
            return nil
        }
        return finding(
            file, name.range, "there is no string.\(name.text)", hint: Hint.nearest(name.text, among: known))
    }

    /// A method of what a module has made. What the flow adds itself is there.
    private func missing(_ name: LuaName?, of owner: Kind, _ flow: Flow, _ file: FlowFile) -> Finding? {
        guard let name, case .made(let module, let maker) = owner, let object = flow.object(owner),
            !object.has(name.text), !flow.sets(name.text), !flow.isFilled(owner)
        else { return nil }
        return finding(
            file, name.range, "what \(module)'s '\(maker)' gives has no '\(name.text)'",
            hint: Hint.help(name.text, among: object.names.sorted(), "there"))
    }
}

extension LuaSuffixed {
    /// The name that a suffix calls something by: of a method, or of a field with a call behind it.
    fileprivate func calledName(_ index: Int) -> LuaName? {
        switch suffixes[index].kind {
        case .method(let name, _): return name
        case .field(let name):
            guard index + 1 < suffixes.count, case .call = suffixes[index + 1].kind else { return nil }
            return name
        default: return nil
        }
    }
}
