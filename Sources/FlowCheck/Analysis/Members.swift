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

    /// The entries of a constructor; nil where some have no names.
    init?(_ fields: [LuaField], _ range: LuaRange) {
        let table = TableFields(fields, range)
        guard !table.hasOthers, table.items.isEmpty else { return nil }
        byName = table.named.mapValues { .value($0) }
    }

    /// What a variable holds that begins with a table; nil where others than plain statements about this variable may fill
    /// it.
    init?(_ local: Local, in file: FlowFile) {
        guard local.writes.isEmpty, let beginning = local.beginning, case .table(let fields) = beginning.kind else {
            return nil
        }
        self.init(fields, beginning.range)
        guard add(to: local, in: file) else { return nil }
    }

    /// The names that plain statements put into a variable's table; nil where others may put something there, too.
    static func added(to local: Local, in file: FlowFile) -> Members? {
        var members = Members()
        return members.add(to: local, in: file) ? members : nil
    }

    private init() {}

    /// Adds what statements put into the table; false where somebody else may, too.
    private mutating func add(to local: Local, in file: FlowFile) -> Bool {
        let position = local.name.range.start
        var (isOpen, known) = (false, 0)
        // What has two values may be either.
        func set(_ name: String, _ member: Member) { byName[name] = byName[name] == nil ? member : .value(nil) }
        for statement in file.statements(about: position) {
            switch statement {
            case .function(let place, let function):
                if let name = place.fields.first {
                    let isWhole = place.fields.count == 1 && place.method == nil
                    if isWhole {
                        set(name.text, .function(function))
                    } else if byName[name.text] == nil {
                        set(name.text, .value(nil))
                    }
                } else if let name = place.method {
                    set(name.text, .method(function))
                }
            case .set(let chain, let value):
                switch chain.suffixes[0].kind {
                case .field(let name):
                    if chain.suffixes.count == 1 {
                        set(name.text, .value(value))
                    } else if byName[name.text] == nil {
                        set(name.text, .value(nil))
                    }
                case .index(let key):
                    if let name = key.text { set(name, .value(value)) } else { isOpen = true }
                default: break
                }
                // `class.__index = class` gives it to nobody.
                if chain.suffixes.count == 1, value?.localPosition == position { known += 1 }
            case .metatable, .returned: known += 1
            }
        }
        // Whoever else gets the table may fill it, under whatever name.
        return !isOpen && file.names.loose[position, default: 0] <= known
    }
}
