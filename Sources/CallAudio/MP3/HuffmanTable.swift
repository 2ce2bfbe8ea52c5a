/// A table of Layer III for pairs of values: 15 of the tables from 16 on says that extra bits follow.
struct HuffmanTable: Sendable {
    let number: Int
    private let codes: [UInt32]
    /// How many values a side has.
    private let size: Int
    private let extraBits: Int

    /// The largest value that it has a code for.
    private var limit: Int { extraBits > 0 ? 14 + (1 << extraBits) : size - 1 }

    /// By their numbers; 0 is for what is silent, 4 and 14 are none.
    static let all: [Int: HuffmanTable] = Dictionary(
        uniqueKeysWithValues: list.map { ($0.number, $0) })

    private static let list: [HuffmanTable] = {
        let small: [(Int, [UInt32], Int)] = [
            (1, HuffmanCodes.table1, 2), (2, HuffmanCodes.table2, 3), (3, HuffmanCodes.table3, 3),
            (5, HuffmanCodes.table5, 4), (6, HuffmanCodes.table6, 4), (7, HuffmanCodes.table7, 6),
            (8, HuffmanCodes.table8, 6), (9, HuffmanCodes.table9, 6), (10, HuffmanCodes.table10, 8),
            (11, HuffmanCodes.table11, 8), (12, HuffmanCodes.table12, 8), (13, HuffmanCodes.table13, 16),
            (15, HuffmanCodes.table15, 16),
        ]
        let extra = [1, 2, 3, 4, 6, 8, 10, 13, 4, 5, 6, 7, 8, 9, 11, 13]
        return small.map { HuffmanTable(number: $0.0, codes: $0.1, size: $0.2, extraBits: 0) }
            + extra.enumerated().map { place, bits in
                let codes = place < 8 ? HuffmanCodes.table16 : HuffmanCodes.table24
                return HuffmanTable(number: 16 + place, codes: codes, size: 16, extraBits: bits)
            }
    }()

    /// The table that writes pairs of values, none negative, in the fewest bits, signs included; nil where a value is too
    /// large for all.
    static func best(for values: ArraySlice<Int>) -> (number: Int, bits: Int)? {
        guard let most = values.max(), most > 0 else { return (0, 0) }
        // Those of the least size that fits are the best; of the tables with extra bits, the first of each kind.
        let fitting = list.filter { $0.limit >= most }
        guard let least = fitting.first?.size else { return nil }
        var tried = fitting.filter { $0.size == least && $0.extraBits == 0 }
        if tried.isEmpty {
            tried = [fitting.first { $0.number < 24 }, fitting.first { $0.number >= 24 }].compactMap { $0 }
        }
        return tried.map { ($0.number, $0.bits(values)) }.min { $0.1 < $1.1 }
    }

    private func bits(_ values: ArraySlice<Int>) -> Int {
        var bits = 0
        for place in stride(from: values.startIndex, to: values.endIndex, by: 2) {
            let (x, y) = (values[place], values[place + 1])
            bits += BitWriter.length(codes[min(x, 15) * size + min(y, 15)]) + (x == 0 ? 0 : 1) + (y == 0 ? 0 : 1)
            if extraBits > 0 { bits += (x > 14 ? extraBits : 0) + (y > 14 ? extraBits : 0) }
        }
        return bits
    }

    func write(_ x: Int, _ y: Int, to writer: inout BitWriter) {
        writer.write(code: codes[min(abs(x), 15) * size + min(abs(y), 15)])
        for value in [x, y] {
            if extraBits > 0, abs(value) > 14 { writer.write(UInt32(abs(value) - 15), extraBits) }
            if value != 0 { writer.write(value < 0 ? 1 : 0, 1) }
        }
    }
}
