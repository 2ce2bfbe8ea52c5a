/// One source on its way to be instrumented: the tree is walked in the order of the source, and what is put in is written
/// as the walk comes by.
final class LuaInstrumentation {
    let names: LuaInstrumenter
    private let source: [UInt8]
    private let file: Int
    private var output: [UInt8] = []
    /// How much of the source is in the output.
    private var copied = 0
    private var points: [LuaCoveragePoint] = []
    private var choices = 0
    /// The id of the point that the walk is inside of.
    var parent: Int?
    /// By the places of their declarations, numbers that variables are for good: `local tries <const> = 3`.
    var constants: [LuaPosition: Double] = [:]

    init(_ source: [UInt8], file: Int, names: LuaInstrumenter) {
        self.source = source
        self.file = file
        self.names = names
        output.reserveCapacity(source.count * 2)
    }

    func result(of tree: LuaBlock) -> LuaInstrumenter.Result {
        visit(tree)
        output += source[copied...]
        guard points.count <= LuaCoverageMap.pointLimit else {
            let sentence = "it has more than \(LuaCoverageMap.pointLimit) points"
            return .init(source: source, map: LuaCoverageMap(file: file, points: [], unmeasured: sentence))
        }
        return .init(source: output, map: LuaCoverageMap(file: file, points: points, unmeasured: nil))
    }

    /// Writes a text before a byte of the source. A space goes before it where two words would become one.
    func insert(_ text: String, at offset: Int) {
        output += source[copied..<offset]
        copied = offset
        if let last = output.last, last.isNamePart, text.utf8.first?.isNamePart == true { output.append(0x20) }
        output += text.utf8
    }

    func newChoice() -> LuaCoveragePoint.Kind {
        defer { choices += 1 }
        return .branch(choice: choices)
    }

    /// Adds a point below the one that the walk is inside of.
    func add(_ kind: LuaCoveragePoint.Kind, at position: LuaPosition, _ words: String) -> Int {
        let id = LuaCoverageMap.id(file: file, index: points.count)
        points.append(
            LuaCoveragePoint(
                id: id, kind: kind, line: position.line, column: position.column, words: words, parent: parent))
        return id
    }

    func recording(_ id: Int) -> String { "\(names.reach)(\(id));" }

    /// A block whose start is a point.
    @inline(never)
    func visit(_ block: LuaBlock, counting id: Int) {
        insert(recording(id), at: block.range.start.offset)
        let outer = parent
        parent = id
        visit(block)
        parent = outer
    }
}
