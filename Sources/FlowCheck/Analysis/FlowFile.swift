import FlowEngine
import LuaSyntax

/// A file of a flow, taken apart.
final class FlowFile {
    /// Relative to the flows folder.
    let path: String
    let tree: LuaBlock
    let names: Names
    let kinds: Kinds
    /// Every call, in the order of the functions.
    let calls: [CallSite]
    private let byPlace: [Key: Int]

    private struct Key: Hashable {
        let expression: ObjectIdentifier
        let index: Int
    }

    init(path: String, tree: LuaBlock) {
        self.path = path
        self.tree = tree
        let names = Names(tree)
        let kinds = Kinds(names)
        (self.names, self.kinds) = (names, kinds)
        calls = names.calls.map { Self.site($0, kinds) }
        byPlace = Dictionary(
            calls.enumerated().map {
                (Key(expression: ObjectIdentifier($1.raw.expression), index: $1.raw.index), $0)
            }, uniquingKeysWith: { first, _ in first })
    }

    private static func site(_ raw: RawCall, _ kinds: Kinds) -> CallSite {
        let chain = kinds.chain(raw.expression, raw.suffixed)
        let before = raw.index < chain.count ? chain[raw.index] : .unknown
        var (callee, owner) = (before, raw.index > 0 ? chain[raw.index - 1] : nil)
        if case .method(let name, _) = raw.suffixed.suffixes[raw.index].kind {
            (callee, owner) = (kinds.field(name.text, of: before), before)
        }
        var function: HostCatalogue.Function?
        if case .host(let number) = callee { function = Host.functions[number] }
        // A method that is called with a dot gets its options as the object.
        if let found = function, found.signature.isMethod, case .call = raw.suffixed.suffixes[raw.index].kind {
            function = nil
        }
        var options: TableFields?
        if let index = function?.options?.index, index < raw.arguments.count {
            options = kinds.tableFields(raw.arguments[index])
        }
        return CallSite(
            raw: raw, callee: callee, owner: owner, function: function, options: options,
            name: function?.signature.shownName ?? "")
    }

    /// The call that a suffix of a chain is.
    func site(_ expression: LuaExpression, _ index: Int) -> CallSite? {
        byPlace[Key(expression: ObjectIdentifier(expression), index: index)].map { calls[$0] }
    }

    /// The call whose results are those of an expression.
    func site(_ expression: LuaExpression) -> CallSite? {
        guard case .suffixed(let chain) = expression.kind else { return nil }
        return site(expression, chain.suffixes.count - 1)
    }

    /// Calls of functions of ours, by their manual names.
    func calls(of names: String...) -> [CallSite] { calls.filter { $0.function != nil && names.contains($0.name) } }

    /// What every function, and the file itself, does in order.
    lazy var paths: [PathFact] = {
        // Functions stand before those that call them, and the file calls all: few walks are begun inside others.
        for body in names.bodies.dropFirst() { _ = walk(body) }
        return names.bodies.flatMap { walk($0)?.facts ?? [] }
    }()

    private var walks: [ObjectIdentifier: PathWalk] = [:]
    private var openWalks: Set<ObjectIdentifier> = []

    /// What one function does; nil while it is being followed, for functions that call themselves, and where many walks
    /// are open, each of which may be as deep as a source can nest.
    func walk(_ body: Body) -> PathWalk? {
        let key = ObjectIdentifier(body)
        if let known = walks[key] { return known }
        guard openWalks.count < 4, openWalks.insert(key).inserted else { return nil }
        let walk = PathWalker(self, body).walk()
        openWalks.remove(key)
        walks[key] = walk
        return walk
    }

    lazy var constants = Constants(names, tested: testedVariables)

    /// Every chain of fields and calls, with what stands before each of its suffixes and after the last.
    lazy var chains: [(expression: LuaExpression, chain: LuaSuffixed, kinds: [Kind])] = {
        var found: [(LuaExpression, LuaSuffixed, [Kind])] = []
        tree.walk(enter: { node in
            if case .expression(let expression) = node, case .suffixed(let chain) = expression.kind {
                found.append((expression, chain, kinds.chain(expression, chain)))
            }
            return true
        })
        return found
    }()

    /// Which options its functions take, where it is a module of the standard library; flows share those.
    lazy var optionChecks = OptionCheck.all(in: self)

    /// What a module that returns a table has in it; nil where that cannot be told.
    lazy var exports: Members? = {
        let returns = names.file.returns
        guard returns.count == 1, returns[0].count == 1, let value = returns.first?.first else { return nil }
        if case .table(let fields) = value.kind { return Members(fields, value.range) }
        return names.local(value).flatMap { members(of: $0) }
    }()

    /// What its functions make, by their names, as far as it was asked for.
    var objects: [String: MadeObject?] = [:]

    /// What is in the tables of variables, as far as it was asked for.
    private var members: [LuaPosition: Members?] = [:]

    /// What a variable's table has in it; nil where that cannot be told.
    func members(of local: Local) -> Members? {
        if let known = members[local.name.range.start] { return known }
        let found = Members(local, in: self)
        members[local.name.range.start] = .some(found)
        return found
    }

    lazy var changes: TableChanges = TableChanges(in: self)

    lazy var testedVariables: Set<LuaPosition> = findTestedVariables()

    lazy var comparisons: [(left: LuaExpression, right: LuaExpression)] = findComparisons()

    lazy var tableStatements: [LuaPosition: [TableStatement]] = findTableStatements()
}
