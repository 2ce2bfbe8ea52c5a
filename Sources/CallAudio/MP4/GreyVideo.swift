/// A picture that is grey all over, as H.264: once a second it is told in full, and between it does not change.
///
/// Only what the standard (ITU-T H.264, 7.3) calls the baseline profile is used. A second has 16 pictures, and all seconds
/// are of one size.
enum GreyVideo {
    static let width = 1_920
    static let height = 1_080
    /// Pictures a second.
    static let rate = 16

    private static let columns = width / 16
    private static let rows = (height + 15) / 16

    /// Bytes of the pictures of a second, one by one.
    static let sizes = seconds[0].map(\.count)
    private static let secondSize = sizes.reduce(0, +)

    /// Bytes of so many pictures from the start on.
    static func size(of count: Int) -> Int { count / rate * secondSize + sizes.prefix(count % rate).reduce(0, +) }

    /// A picture as it stands in a file: its size, then the bytes.
    static func picture(_ number: Int) -> [UInt8] { seconds[number / rate % 2][number % rate] }

    /// An even second and an odd one: full pictures that follow each other must have different numbers.
    private static let seconds: [[[UInt8]]] = (1...2).map { id in
        (0..<rate).map { $0 == 0 ? full(id: UInt32(id)) : unchanged(number: UInt32($0)) }
    }

    /// What a decoder must know of all pictures: baseline profile, level 4.
    static let sequence: [UInt8] = {
        var bits = BitWriter()
        bits.write(0x42_C0_28, 24)
        bits.writeGolomb(0)
        bits.writeGolomb(0)  // pictures are counted with 4 bits
        bits.writeGolomb(2)  // and shown in their order
        bits.writeGolomb(1)
        bits.write(0, 1)
        bits.writeGolomb(UInt32(columns - 1))
        bits.writeGolomb(UInt32(rows - 1))
        bits.write(0b11, 2)  // whole frames
        bits.write(1, 1)  // the lowest lines are cut off
        for cut in [0, 0, 0, rows * 16 - height] { bits.writeGolomb(UInt32(cut / 2)) }
        bits.write(0, 1)
        return unit(0x67, bits)
    }()

    /// Of slices: plain codes, one reference, no filter's settings.
    static let parameters: [UInt8] = {
        var bits = BitWriter()
        for value in [0, 0] as [UInt32] { bits.writeGolomb(value) }
        bits.write(0, 2)
        for value in [0, 0, 0] as [UInt32] { bits.writeGolomb(value) }
        bits.write(0, 3)
        for value in [0, 0, 0] as [UInt32] { bits.writeGolomb(value) }
        bits.write(0, 3)
        return unit(0x68, bits)
    }()

    private static func full(id: UInt32) -> [UInt8] {
        var bits = BitWriter()
        for value in [0, 7, 0] as [UInt32] { bits.writeGolomb(value) }
        bits.write(0, 4)
        bits.writeGolomb(id)
        bits.write(0, 2)
        bits.writeGolomb(0)
        for _ in 0..<columns * rows {
            bits.writeGolomb(3)  // 16x16, the mean of the neighbours, no more to it
            bits.writeGolomb(0)  // so for its colours
            bits.writeGolomb(0)
            bits.write(1, 1)  // and no differences
        }
        return sized(unit(0x65, bits))
    }

    private static func unchanged(number: UInt32) -> [UInt8] {
        var bits = BitWriter()
        for value in [0, 5, 0] as [UInt32] { bits.writeGolomb(value) }
        bits.write(number, 4)
        bits.write(0, 3)
        bits.writeGolomb(0)
        bits.writeGolomb(UInt32(columns * rows))
        return sized(unit(0x41, bits))
    }

    /// A unit: its kind, its bits, a last bit of 1; no three bytes in it look like the start of another.
    private static func unit(_ kind: UInt8, _ content: BitWriter) -> [UInt8] {
        var bits = content
        bits.write(1, 1)
        bits.align()
        var unit = [kind]
        var zeros = 0
        for byte in bits.bytes {
            if zeros == 2, byte <= 3 {
                unit.append(3)
                zeros = 0
            }
            unit.append(byte)
            zeros = byte == 0 ? zeros + 1 : 0
        }
        return unit
    }

    private static func sized(_ unit: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.big(UInt32(unit.count))
        return bytes + unit
    }
}
