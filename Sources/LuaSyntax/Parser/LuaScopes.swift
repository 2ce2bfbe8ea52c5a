/// Which names are declared where the parser stands, and which jumps are still without a label.
///
/// Follows Lua's own compiler (`lparser.c`): a variable is known to what comes after its declaration, a label to its whole
/// block and the blocks inside it, and neither labels nor loops reach into a nested function.
struct LuaScopes {
    /// Lua's limit of locals that are in scope at once in one function.
    static let localLimit = 200

    struct Local {
        let name: LuaName
        let isConstant: Bool
    }

    struct Block {
        /// Locals that were in scope when it began.
        let level: Int
        let isLoop: Bool
        var labels: [String: LuaName] = [:]
        /// Jumps out of it or to a label that has not come yet, by label.
        var jumps: [String: [Jump]] = [:]
    }

    /// A `goto` that waits for its label.
    struct Jump {
        let label: LuaName
        /// Locals in scope both at the jump and in the block in which the label is looked for.
        let level: Int
    }

    private struct Function {
        let firstLocal: Int
        let firstBlock: Int
        var isVariadic: Bool
    }

    private var locals: [Local] = []
    /// Indices into `locals` of those with a name, the innermost last.
    private var byName: [String: [Int]] = [:]
    var blocks: [Block] = []
    private var functions: [Function] = []

    /// Locals in scope.
    var level: Int { locals.count }

    /// The blocks of the innermost function.
    var functionBlocks: ArraySlice<Block> { blocks[(functions.last?.firstBlock ?? 0)...] }

    /// Whether `...` may stand here.
    var isVariadic: Bool { functions.last?.isVariadic ?? false }

    /// Whether `break` may stand here.
    var isInLoop: Bool { functionBlocks.contains(where: \.isLoop) }

    func local(at level: Int) -> Local { locals[level] }

    mutating func openFunction(isVariadic: Bool) {
        functions.append(Function(firstLocal: locals.count, firstBlock: blocks.count, isVariadic: isVariadic))
        openBlock()
    }

    mutating func makeVariadic() {
        guard !functions.isEmpty else { return }
        functions[functions.count - 1].isVariadic = true
    }

    mutating func closeFunction() throws(LuaSyntaxError) {
        try closeBlock()
        functions.removeLast()
    }

    mutating func openBlock(isLoop: Bool = false) {
        blocks.append(Block(level: locals.count, isLoop: isLoop))
    }

    mutating func closeBlock() throws(LuaSyntaxError) {
        let block = blocks.removeLast()
        while locals.count > block.level {
            let name = locals.removeLast().name.text
            byName[name]?.removeLast()
        }
        try hand(block.jumps, outOf: block, isOutermost: blocks.count == functions.last?.firstBlock)
    }

    mutating func declare(_ name: LuaName, isConstant: Bool = false) throws(LuaSyntaxError) {
        guard locals.count - (functions.last?.firstLocal ?? 0) < Self.localLimit else {
            throw LuaSyntaxError(
                "there are more than \(Self.localLimit) local variables here; put some into a table or into `do … end`",
                at: name.range.start)
        }
        byName[name.text, default: []].append(locals.count)
        locals.append(Local(name: name, isConstant: isConstant))
    }

    /// The local variable that a name means.
    func local(named name: String) -> Local? { byName[name]?.last.map { locals[$0] } }

    /// What a name means.
    func binding(of name: String) -> LuaVariable.Binding {
        if let local = local(named: name) { return .local(local.name.range.start) }
        if name != "_ENV", let local = local(named: "_ENV") { return .environment(local.name.range.start) }
        return .global
    }
}
