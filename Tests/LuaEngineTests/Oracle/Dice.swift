/// Random choices from a seed (SplitMix64). Each function under test has dice of its own, so that its cases depend
/// neither on the other functions nor on how many there are.
final class Dice {
    private var state: UInt64

    init(seed: UInt64, for name: String) {
        state = seed
        for byte in name.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `count - 1`.
    func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

    func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    func chance(_ percent: Int) -> Bool { below(100) < percent }

    func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

    /// A list of between `range` many.
    func list<Item>(_ range: ClosedRange<Int>, _ make: () -> Item) -> [Item] {
        let count = within(range)
        var items: [Item] = []
        items.reserveCapacity(count)
        for _ in 0..<count { items.append(make()) }
        return items
    }
}
