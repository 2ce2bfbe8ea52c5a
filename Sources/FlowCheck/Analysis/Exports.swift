import LuaSyntax

/// What a module gives to those who require it.
enum Exports {
    /// The names in the table that a file returns, when it returns one that only it fills.
    static func names(of file: FlowFile) -> Set<String>? {
        let returns = file.names.file.returns
        guard returns.count == 1, returns[0].count == 1, let value = returns.first?.first else { return nil }
        if case .table(let fields) = value.kind { return names(in: fields, value.range) }
        guard let local = file.names.local(value), local.writes.isEmpty,
            case .value(let values, let index) = local.origin,
            index < values.count, case .table(let fields) = values[index].kind,
            var found = names(in: fields, values[index].range)
        else { return nil }
        var isOpen = false
        file.tree.walk(enter: { node in
            switch node {
            case .statement(let statement):
                switch statement.kind {
                case .function(let place, _):
                    guard case .local(let position) = place.variable.binding, position == local.name.range.start else {
                        break
                    }
                    if let name = place.fields.first ?? place.method { found.insert(name.text) }
                case .assignment(let targets, _):
                    for case .suffixed(let chain) in targets.map(\.kind)
                    where chain.base.localPosition == local.name.range.start {
                        switch chain.suffixes[0].kind {
                        case .field(let name): found.insert(name.text)
                        case .index(let key): if let name = key.text { found.insert(name) } else { isOpen = true }
                        default: isOpen = true
                        }
                    }
                default: break
                }
            case .expression(let expression):
                guard case .suffixed(let chain) = expression.kind else { break }
                // Whoever gets the table may fill it.
                for argument in chain.suffixes.flatMap(\.values) where argument.localPosition == local.name.range.start
                {
                    isOpen = true
                }
            default: break
            }
            return true
        })
        return isOpen ? nil : found
    }

    private static func names(in fields: [LuaField], _ range: LuaRange) -> Set<String>? {
        let table = TableFields(fields, range)
        return table.hasOthers || !table.items.isEmpty ? nil : Set(table.names.map(\.name))
    }
}
