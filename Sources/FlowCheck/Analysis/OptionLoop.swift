import FlowEngine
import LuaSyntax

/// A loop that fills a table of options: `for name, kind in pairs(others) do known[name] = kind end`, or the same over a
/// list of names with `ipairs`.
struct OptionLoop {
    /// The table or list that it goes over.
    private let source: LuaExpression
    /// What all names get; nil where each has its own in `source`.
    private let kind: LuaExpression?

    /// Every loop that fills a table; nil where something else does, too.
    static func all(filling local: Local, _ file: FlowFile) -> [OptionLoop]? {
        let writes = file.names.fieldWrites.filter { file.names.local($0.chain.base) === local }
        guard !writes.isEmpty else { return [] }
        var found: [OptionLoop] = []
        for case .genericFor(let loop) in file.tree.statements.map(\.kind) {
            if let one = OptionLoop(loop, filling: local, file) { found.append(one) }
        }
        return found.count == writes.count ? found : nil
    }

    private init?(_ loop: LuaGenericFor, filling local: Local, _ file: FlowFile) {
        guard loop.values.count == 1, case .suffixed(let call) = loop.values[0].kind, call.suffixes.count == 1,
            case .call(let arguments)? = call.suffixes.first?.kind, arguments.count == 1,
            loop.body.statements.count == 1, case .assignment(let targets, let values) = loop.body.statements[0].kind,
            targets.count == 1, values.count == 1, case .suffixed(let target) = targets[0].kind,
            file.names.local(target.base) === local, target.suffixes.count == 1,
            case .index(let key) = target.suffixes[0].kind, loop.names.count == 2
        else { return nil }
        let (first, second) = (loop.names[0].range.start, loop.names[1].range.start)
        source = arguments[0]
        switch call.base.globalName {
        case "pairs" where key.localPosition == first && values[0].localPosition == second: kind = nil
        case "ipairs" where key.localPosition == second && values[0].localPosition == nil: kind = values[0]
        default: return nil
        }
    }

    /// The names with what each may be, where nil stands for a prompt.
    func entries(_ file: FlowFile, from files: [String: FlowFile]) -> [(name: String, type: HostType?)]? {
        guard let (table, place) = table(file, files), !table.hasOthers else { return nil }
        guard let kind else { return table.named.map { ($0.key, OptionKind.type($0.value, place)) } }
        let names = table.items.compactMap(\.text)
        guard names.count == table.items.count else { return nil }
        return names.map { ($0, OptionKind.type(kind, file)) }
    }

    /// A table of the same file, or `module.name` of another one, with the file that it stands in.
    private func table(_ file: FlowFile, _ files: [String: FlowFile]) -> (TableFields, FlowFile)? {
        if let beginning = file.names.local(source)?.beginning { return fields(beginning, file) }
        guard case .exported(let module, let name) = file.kinds.kind(source),
            let other = files[module.replacing(".", with: "/") + ".lua"],
            case .value(let value?)? = other.exports?.byName[name]
        else { return nil }
        return fields(value, other)
    }

    private func fields(_ value: LuaExpression, _ file: FlowFile) -> (TableFields, FlowFile)? {
        file.kinds.tableFields(value).map { ($0, file) }
    }
}
