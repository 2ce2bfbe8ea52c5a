import LuaSyntax

/// What a table has in it that one file fills: a module, or the methods of the objects that a module makes.
struct Members {
    /// One of them.
    enum Member {
        /// `function t:name() … end`
        case method(LuaFunction)
        /// `function t.name() … end`
        case function(LuaFunction)
        /// `t.name = value`, or the same in the constructor; nil where the value is one of several results.
        case value(LuaExpression?)
    }

    private(set) var byName: [String: Member] = [:]

    var names: Set<String> { Set(byName.keys) }

    /// The entries of a constructor; nil where some have no names.
    init?(_ fields: [LuaField], _ range: LuaRange) {
        let table = TableFields(fields, range)
        guard !table.hasOthers, table.items.isEmpty else { return nil }
        byName = table.named.mapValues { .value($0) }
    }

    /// What a variable holds; nil where others than this file's plain statements may fill its table.
    init?(_ local: Local, in file: FlowFile) {
        guard local.writes.isEmpty, case .value(let values, let index) = local.origin, index < values.count,
            case .table(let fields) = values[index].kind
        else { return nil }
        self.init(fields, values[index].range)
        guard add(to: local, in: file) else { return nil }
    }

    /// Adds what statements put into the table; false where somebody else may, too.
    private mutating func add(to local: Local, in file: FlowFile) -> Bool {
        var (found, isOpen) = (byName, false)
        let position = local.name.range.start
        file.tree.walk(enter: { node in
            switch node {
            case .statement(let statement):
                switch statement.kind {
                case .function(let place, let function):
                    guard case .local(position) = place.variable.binding else { break }
                    if let name = place.fields.first {
                        let isWhole = place.fields.count == 1 && place.method == nil
                        found[name.text] = isWhole ? .function(function) : found[name.text] ?? .value(nil)
                    } else if let name = place.method {
                        found[name.text] = .method(function)
                    }
                case .assignment(let targets, let values):
                    for (target, index) in zip(targets, 0...) {
                        guard case .suffixed(let chain) = target.kind, chain.base.localPosition == position else {
                            continue
                        }
                        let value = chain.suffixes.count == 1 && index < values.count ? values[index] : nil
                        switch chain.suffixes[0].kind {
                        case .field(let name): found[name.text] = .value(value)
                        case .index(let key):
                            if let name = key.text { found[name] = .value(value) } else { isOpen = true }
                        default: isOpen = true
                        }
                    }
                default: break
                }
            case .expression(let expression):
                guard case .suffixed(let chain) = expression.kind else { break }
                // Whoever gets the table may fill it; to be looked into by another one does not change it.
                let isMetatable = chain.base.globalName == "setmetatable"
                for (argument, index) in zip(chain.suffixes.flatMap(\.values), 0...)
                where argument.localPosition == position && !(isMetatable && index == 1) {
                    isOpen = true
                }
            default: break
            }
            return true
        })
        byName = found
        return !isOpen
    }
}

extension FlowFile {
    /// What is in the table that a file returns; nil where that cannot be told.
    func foundExports() -> Members? {
        let returns = names.file.returns
        guard returns.count == 1, returns[0].count == 1, let value = returns.first?.first else { return nil }
        if case .table(let fields) = value.kind { return Members(fields, value.range) }
        return names.local(value).flatMap { Members($0, in: self) }
    }
}
