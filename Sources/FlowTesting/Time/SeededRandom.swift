import CallRuntime
import NIOConcurrencyHelpers

/// Random numbers that follow from a seed (SplitMix64), so that a run can be had again.
public final class SeededRandom: RandomSource {
    private let state: NIOLockedValueBox<UInt64>

    /// The numbers of `seed`.
    public init(_ seed: UInt64) { state = NIOLockedValueBox(seed) }

    /// 64 bits.
    public func next() -> UInt64 {
        var mixed = state.withLockedValue { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            return state
        }
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A version 4 UUID as text.
    public func uuid() -> String {
        let (high, low) = (next() & ~0xF000 | 0x4000, next() & ~(3 << 62) | (2 << 62))
        func hex(_ value: UInt64, _ digits: Int) -> String {
            let text = String(value, radix: 16)
            return String(repeating: "0", count: digits - text.count) + text
        }
        return [
            hex(high >> 32, 8), hex(high >> 16 & 0xFFFF, 4), hex(high & 0xFFFF, 4), hex(low >> 48, 4),
            hex(low & 0xFFFF_FFFF_FFFF, 12),
        ].joined(separator: "-")
    }

    /// From 0 up to 1.
    public func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }
}
