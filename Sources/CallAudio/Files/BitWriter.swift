/// Writes numbers of any number of bits, highest bit first.
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var pending: UInt64 = 0
    private var pendingBits = 0

    /// How many bits are written.
    var count: Int { bytes.count * 8 + pendingBits }

    /// The lowest bits of a number; at most 32.
    mutating func write(_ value: UInt32, _ bits: Int) {
        guard bits > 0 else { return }
        pending = pending << UInt64(bits) | UInt64(value) & (1 << UInt64(bits) - 1)
        pendingBits += bits
        while pendingBits >= 8 {
            pendingBits -= 8
            bytes.append(UInt8(truncatingIfNeeded: pending >> UInt64(pendingBits)))
        }
    }

    /// A code that its highest bit marks the beginning of.
    mutating func write(code: UInt32) { write(code, Self.length(code)) }

    /// How many bits such a code has.
    static func length(_ code: UInt32) -> Int { 31 - code.leadingZeroBitCount }

    /// An unsigned Exp-Golomb number, as H.264 has them.
    mutating func writeGolomb(_ value: UInt32) {
        let bits = 32 - (value + 1).leadingZeroBitCount
        write(0, bits - 1)
        write(value + 1, bits)
    }

    /// Zeros up to the next byte.
    mutating func align() { if pendingBits > 0 { write(0, 8 - pendingBits) } }
}
