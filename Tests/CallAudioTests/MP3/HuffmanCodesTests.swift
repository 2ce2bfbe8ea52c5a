import Foundation
import Testing

@testable import CallAudio

@Suite struct HuffmanCodesTests {
    private static let tables: [[UInt32]] = [
        HuffmanCodes.table1, HuffmanCodes.table2, HuffmanCodes.table3, HuffmanCodes.table5, HuffmanCodes.table6,
        HuffmanCodes.table7, HuffmanCodes.table8, HuffmanCodes.table9, HuffmanCodes.table10, HuffmanCodes.table11,
        HuffmanCodes.table12, HuffmanCodes.table13, HuffmanCodes.table15, HuffmanCodes.table16, HuffmanCodes.table24,
        HuffmanCodes.quadruples, AACCodebook.pairs,
    ]

    @Test(arguments: tables) func noCodeIsTheBeginningOfAnotherAndNoneIsLeftOver(table: [UInt32]) {
        let codes = table.map { String($0, radix: 2).dropFirst() }.sorted()
        for (one, next) in zip(codes, codes.dropFirst()) { #expect(!next.hasPrefix(one)) }
        #expect(table.reduce(0) { $0 + exp2(-Double(BitWriter.length($1))) } == 1)
    }
}
