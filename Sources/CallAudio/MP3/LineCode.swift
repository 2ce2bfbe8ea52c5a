/// How the 576 lines of a granule are written: pairs in three regions with a table each, then quadruples of 0 and 1, then
/// nothing.
struct LineCode {
    /// The largest value: 15 and 13 extra bits.
    static let limit = 15 + 8_191

    static let silence = LineCode(pairs: 0, end: 0, regions: (1, 1), bounds: [0, 0, 0], tables: [0, 0, 0])

    /// The lines before the quadruples; an even number.
    let pairs: Int
    /// The lines before the zeros.
    private let end: Int
    /// How many bands the first two regions have.
    let regions: (Int, Int)
    /// Where the regions end.
    private let bounds: [Int]
    /// The table of each region.
    let tables: [Int]
    /// Whether the quadruples have four bits each.
    private(set) var hasFixedQuadruples = false
    /// How many bits all are.
    private(set) var bits = 0

    /// Where the bands of 16 kHz begin (ISO/IEC 13818-3, table B.2).
    private static let bands = [
        0, 6, 12, 18, 24, 30, 36, 44, 54, 66, 80, 96, 116, 140, 168, 200, 238, 284, 336, 396, 464, 522, 576,
    ]

    private init(pairs: Int, end: Int, regions: (Int, Int), bounds: [Int], tables: [Int]) {
        (self.pairs, self.end, self.regions, self.bounds, self.tables) = (pairs, end, regions, bounds, tables)
    }

    /// The best code for values without their signs; nil where one is too large.
    init?(_ values: [Int]) {
        guard let last = values.lastIndex(where: { $0 != 0 }) else {
            self = .silence
            return
        }
        let large = values.lastIndex { $0 > 1 } ?? -1
        // Quadruples are whole: where the last would not be, another pair stands before them.
        let least = (large + 2) / 2 * 2
        let rest = (max(0, last + 1 - least) + 3) / 4 * 4
        pairs = least + rest > values.count ? least + 2 : least
        end = min(values.count, pairs + rest)
        // The bands of the pairs in about three equal parts; the bounds of the first two are written as bands.
        let used = max(3, Self.bands.firstIndex { [pairs] in $0 >= pairs } ?? 22)
        let first = min(16, used / 3)
        let second = min(8, (used - first) / 2)
        regions = (first, second)
        bounds = [min(pairs, Self.bands[first]), min(pairs, Self.bands[first + second]), pairs]
        var tables: [Int] = []
        var start = 0
        for bound in bounds {
            guard let table = HuffmanTable.best(for: values[start..<bound]) else { return nil }
            tables.append(table.number)
            bits += table.bits
            start = bound
        }
        self.tables = tables
        let quadruples = stride(from: pairs, to: end, by: 4).map { Self.quadruple(values, $0) }
        let signs = values[pairs..<end].reduce(0, +)
        let coded = quadruples.reduce(0) { $0 + BitWriter.length(HuffmanCodes.quadruples[$1]) }
        hasFixedQuadruples = 4 * quadruples.count < coded
        bits += signs + min(coded, 4 * quadruples.count)
    }

    private static func quadruple(_ values: [Int], _ place: Int) -> Int {
        values[place..<place + 4].reduce(0) { $0 << 1 | ($1 == 0 ? 0 : 1) }
    }

    /// Writes values with their signs.
    func write(_ values: [Int], to writer: inout BitWriter) {
        var start = 0
        for (bound, number) in zip(bounds, tables) {
            if let table = HuffmanTable.all[number] {
                for place in stride(from: start, to: bound, by: 2) {
                    table.write(values[place], values[place + 1], to: &writer)
                }
            }
            start = bound
        }
        for place in stride(from: pairs, to: end, by: 4) {
            let quadruple = Self.quadruple(values, place)
            if hasFixedQuadruples {
                writer.write(UInt32(15 - quadruple), 4)
            } else {
                writer.write(code: HuffmanCodes.quadruples[quadruple])
            }
            for value in values[place..<place + 4] where value != 0 { writer.write(value < 0 ? 1 : 0, 1) }
        }
    }
}
