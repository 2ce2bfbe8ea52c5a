import LuaSyntax

/// Which variables may hold other tables, by and by, than those that they begin with.
final class TableChanges {
    /// Those whose tables go to functions that may change them.
    private(set) var given: Set<LuaPosition> = []
    /// Those from which something is taken, such as a table inside that is changed then.
    private var opened: Set<LuaPosition> = []
    private var tables: [LuaPosition: Int] = [:]

    init(in file: FlowFile) {
        for (_, chain, _) in file.chains {
            if let position = chain.base.localPosition { opened.insert(position) }
        }
        for site in file.calls where site.function == nil && !site.isOfLibrary {
            let positions = site.arguments.compactMap(\.localPosition)
            opened.formUnion(positions)
            if site.isMethod || !Names.readers.contains(site.raw.suffixed.base.globalName ?? "") {
                given.formUnion(positions)
            }
        }
    }

    /// Whether a table in what a variable begins with may have become another one, in a field of it or inside.
    func mayChange(_ local: Local, _ beginning: LuaExpression) -> Bool {
        let position = local.name.range.start
        let (isChanged, isOpened) = (local.isChanged || given.contains(position), opened.contains(position))
        guard isChanged || isOpened else { return false }
        return isChanged && count(beginning, position) > 0 || isOpened && count(beginning, position) > 1
    }

    /// How many tables a value has in it, two at most.
    private func count(_ value: LuaExpression, _ position: LuaPosition) -> Int {
        if let known = tables[position] { return known }
        var count = 0
        LuaNode.expression(value).walk(enter: { node in
            if case .function = node { return false }
            if case .expression(let inner) = node, case .table = inner.kind { count += 1 }
            return count < 2
        })
        tables[position] = count
        return count
    }
}
