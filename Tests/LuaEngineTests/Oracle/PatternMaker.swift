/// Makes patterns: mostly well-formed, with a bounded number of items that allow more than one way.
struct PatternMaker {
    let dice: Dice
    let alphabet: [UInt8]
    var quantifiers: Int
    private var captures = 0

    init(dice: Dice, alphabet: [UInt8], quantifiers: Int) {
        self.dice = dice
        self.alphabet = alphabet
        self.quantifiers = quantifiers
    }

    mutating func pattern() -> [UInt8] {
        var pattern: [UInt8] = dice.chance(15) ? Array("^".utf8) : []
        pattern += items(0...6, depth: 0)
        if dice.chance(12) { pattern += Array("$".utf8) }
        if dice.chance(4) { pattern += Array(dice.pick(Self.faults).utf8) }
        if dice.chance(1), !pattern.isEmpty { pattern.remove(at: dice.below(pattern.count)) }
        return pattern
    }

    private static let faults = [
        "[a", "%", "(", ")", "%b", "%bx", "%f", "%fa", "%9", "[", "[]", "[^", "[%", "[^]", "(()",
    ]
    private static let classes = Array("aAcCdDgGlLpPsSuUwWxXzZ.%(yq".utf8)
    private static let sets = [
        "[ab]", "[^a]", "[%w_]", "[]a]", "[a-]", "[%]]", "[a-%%]", "[0-9]", "[^%s]", "[%a-z]", "[a-z0-9]", "[^]]",
        "[\0-a]", "[b-a]", "[%d.]", "[-a]", "[a%-z]",
    ]

    private mutating func items(_ count: ClosedRange<Int>, depth: Int) -> [UInt8] {
        var items: [UInt8] = []
        for _ in 0..<dice.within(count) { items += item(depth: depth) }
        return items
    }

    private mutating func item(depth: Int) -> [UInt8] {
        switch dice.below(20) {
        case 0...1 where depth < 3:
            captures += 1
            return Array("(".utf8) + items(0...3, depth: depth + 1) + Array(")".utf8)
        case 2:
            captures += 1
            return Array("()".utf8)
        case 3 where captures > 0:
            return Array("%\(dice.within(1...max(1, min(9, captures + (dice.chance(5) ? 1 : 0)))))".utf8)
        case 4: return Array("%b".utf8) + [dice.pick(alphabet), dice.pick(alphabet)]
        case 5: return Array("%f".utf8) + Array(dice.pick(Self.sets).utf8)
        default: return single() + quantifier()
        }
    }

    private func single() -> [UInt8] {
        switch dice.below(10) {
        case 0...1: [37, dice.pick(Self.classes)]
        case 2: Array(".".utf8)
        case 3: Array(dice.pick(Self.sets).utf8)
        case 4: Array("[".utf8) + dice.list(1...3) { dice.pick(alphabet) } + Array("]".utf8)
        default: [dice.pick(alphabet)]
        }
    }

    private mutating func quantifier() -> [UInt8] {
        guard quantifiers > 0, dice.chance(50) else { return [] }
        quantifiers -= 1
        return [dice.pick(Array("*+-?".utf8))]
    }
}
