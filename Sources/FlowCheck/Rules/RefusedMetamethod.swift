import LuaSyntax

/// Weak tables, finalizers and `__concat`: a world has none (lua-world, A11 and A14), since with them a run could not be
/// repeated, or this Lua could crash. `setmetatable` refuses them; what is set later does nothing good.
struct RefusedMetamethod: Rule {
    let name = "refused_metamethod"
    let severity = Finding.Severity.error

    private static let reasons = [
        "__gc": "a flow's memory has no finalizers", "__mode": "a flow's memory has no weak tables",
        "__concat": "it can crash this Lua",
    ]

    func findings(in file: FlowFile) -> [Finding] {
        var found: [Finding] = []
        for site in file.calls where site.raw.index == 0 && site.raw.suffixed.base.globalName == "setmetatable" {
            guard site.arguments.count > 1, let table = table(site.arguments[1], file) else { continue }
            for (name, range) in table.names {
                guard let reason = Self.reasons[name] else { continue }
                found.append(finding(file, range, "setmetatable refuses \(name): \(reason)"))
            }
        }
        for write in file.names.fieldWrites {
            guard case .field(let name)? = write.chain.suffixes.last?.kind, let reason = Self.reasons[name.text]
            else { continue }
            found.append(finding(file, name.range, "\(name.text) is not supported: \(reason)", severity: .warning))
        }
        return found
    }

    /// Metatables are filled later as a rule; what stands in them from the start stays.
    private func table(_ expression: LuaExpression, _ file: FlowFile) -> TableFields? {
        if let table = file.kinds.tableFields(expression) { return table }
        guard let local = file.names.local(expression), local.writes.isEmpty,
            let beginning = local.beginning, case .table(let fields) = beginning.kind
        else { return nil }
        return TableFields(fields, beginning.range)
    }
}
