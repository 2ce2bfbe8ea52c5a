import FlowEngine
import LuaSyntax

/// A variable with the name of a function or table of ours that is then used as if it were ours: `local now = now()` and
/// later `now()`. A function of the flow's own may have such a name.
struct ShadowedHostFunction: Rule {
    let name = "shadowed_host_function"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        file.chains.compactMap { _, chain, _ in
            guard let local = file.names.local(chain.base), Host.globals.contains(local.name.text),
                local.writes.isEmpty,
                case .value(let values, let index) = local.origin, let use = chain.suffixes.first
            else { return nil }
            let word = local.name.text
            var wanted = word
            switch use.kind {
            case .call: guard isNoFunction(file.kinds.value(at: index, of: values)) else { return nil }
            case .field(let name):
                guard HostCatalogue.spaces[word]?.contains(name.text) == true, index < values.count,
                    lacks(name.text, local, values[index], file)
                else { return nil }
                wanted = "\(word).\(name.text)"
            default: return nil
            }
            return finding(
                file, chain.base.range,
                "'\(word)' is a variable here since line \(local.name.range.start.line), not ours",
                hint: "give the variable another name to reach \(wanted)")
        }
    }

    private func isNoFunction(_ kind: Kind) -> Bool {
        switch kind {
        case .text, .number, .boolean, .table, .list, .record, .nothing: true
        default: false
        }
    }

    /// Whether a value surely has no such field.
    private func lacks(_ name: String, _ local: Local, _ value: LuaExpression, _ file: FlowFile) -> Bool {
        switch value.kind {
        case .string, .integer, .float, .true, .false: return true
        case .table(let fields):
            let table = TableFields(fields, value.range)
            return !local.isChanged && !table.hasOthers && table.named[name] == nil
        default: return false
        }
    }
}
