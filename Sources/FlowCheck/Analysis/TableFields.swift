import FlowEngine
import LuaSyntax

/// The entries of a table constructor, as far as their keys are written down.
struct TableFields {
    /// By name, with the value.
    private(set) var named: [String: LuaExpression] = [:]
    /// Where the names stand, in order.
    private(set) var names: [(name: String, range: LuaRange)] = []
    /// Values without names.
    private(set) var items: [LuaExpression] = []
    /// Whether there are entries whose keys nobody can tell here.
    private(set) var hasOthers = false
    /// From brace to brace.
    let range: LuaRange

    init(_ fields: [LuaField], _ range: LuaRange) {
        self.range = range
        for field in fields {
            switch field {
            case .item(let value):
                items.append(value)
                if value.hasSeveralValues { hasOthers = true }
            case .named(let name, let value): add(name.text, name.range, value)
            case .keyed(let key, let value):
                if let name = key.text { add(name, key.range, value) } else { hasOthers = true }
            }
        }
    }

    private mutating func add(_ name: String, _ range: LuaRange, _ value: LuaExpression) {
        named[name] = value
        names.append((name, range))
    }

    /// Whether there are names that are none of these options.
    func hasNames(beside options: [HostParameter]) -> Bool {
        names.contains { name in !options.contains { $0.name == name.name } }
    }

    /// Whether a truth value is written down.
    func isTrue(_ name: String, _ wanted: Bool) -> Bool {
        switch named[name]?.kind {
        case .true: wanted
        case .false: !wanted
        default: false
        }
    }
}

extension LuaExpression {
    /// Whether it may stand for more or fewer values than one.
    var hasSeveralValues: Bool {
        switch kind {
        case .varargs: return true
        case .suffixed(let chain):
            switch chain.suffixes.last?.kind {
            case .call, .method: return true
            default: return false
            }
        default: return false
        }
    }

    /// Whether it is `true`, `false` or `nil` as it stands.
    var isConstantTruth: Bool {
        switch kind {
        case .true, .false, .nil: true
        default: false
        }
    }
}
