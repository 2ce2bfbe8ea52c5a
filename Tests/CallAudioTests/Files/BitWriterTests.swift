import Testing

@testable import CallAudio

@Suite struct BitWriterTests {
    @Test func numbersOfAnyWidthFollowEachOther() {
        var bits = BitWriter()
        bits.write(0b101, 3)
        bits.write(0xFFFF_FFFF, 32)
        bits.write(0, 5)
        #expect(bits.count == 40)
        #expect(bits.bytes == [0b1011_1111, 0xFF, 0xFF, 0xFF, 0b1110_0000])
    }

    @Test func golombNumbersHaveTheirZerosBefore() {
        var bits = BitWriter()
        for value in [0, 1, 2, 3, 8] as [UInt32] { bits.writeGolomb(value) }
        bits.align()
        // 1, 010, 011, 00100, 0001001
        #expect(bits.bytes == [0b1010_0110, 0b0100_0001, 0b0010_0000])
    }

    @Test func aCodeLeavesItsMarkOut() {
        var bits = BitWriter()
        bits.write(code: 0b1_0010)
        bits.write(code: 0b1_1)
        bits.align()
        #expect(bits.bytes == [0b0010_1000])
    }
}
