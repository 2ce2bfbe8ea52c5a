/// string.format. Where a width is applied, the value has no address in its text.
enum FormatCases {
    static let functions = [
        OracleFunction("string.format") { dice in
            var format: [UInt8] = []
            var values: [String] = []
            for _ in 0..<dice.within(0...4) {
                if dice.chance(40) { format += dice.bytes(0...3).filter { $0 != 37 } }
                let (specifier, value) = item(dice)
                format += Array(specifier.utf8)
                if let value { values.append(value) }
            }
            if dice.chance(3) { format += Array(dice.pick(["%", "%10", "%.", "%y", "%100d", "%1.100f", "%#i"]).utf8) }
            if dice.chance(3), !values.isEmpty { values.removeLast() }
            return "return string.format(\(([dice.mostly(Dice.literal(format))] + values).joined(separator: ", ")))"
        }
    ]

    /// A conversion, and the value that it takes.
    private static func item(_ dice: Dice) -> (String, String?) {
        let modifier = dice.chance(50) ? "" : flags(dice) + width(dice)
        switch dice.below(12) {
        case 0: return ("%%", nil)
        case 1...2: return ("%\(modifier)\(dice.pick(["d", "i"]))", value(dice, dice.number()))
        case 3: return ("%\(modifier)\(dice.pick(["x", "X", "o", "u"]))", value(dice, dice.integer()))
        case 4...5: return ("%\(modifier)\(dice.pick(["g", "G", "f", "e", "E", "a", "A"]))", value(dice, dice.number()))
        case 6: return ("%\(modifier)c", value(dice, "\(dice.below(256))"))
        case 7: return ("%\(dice.chance(90) ? "" : modifier)q", dice.any(withAddress: true))
        case 8...9: return ("%s", dice.chance(50) ? dice.text(0...200) : dice.any())
        default: return ("%\(modifier)s", dice.chance(60) ? dice.text(0...120) : dice.any(withAddress: false))
        }
    }

    private static func value(_ dice: Dice, _ wanted: String) -> String {
        dice.chance(90) ? wanted : dice.any(withAddress: false)
    }

    private static func flags(_ dice: Dice) -> String {
        dice.list(0...2) { dice.pick(["-", "+", " ", "#", "0"]) }.joined()
    }

    private static func width(_ dice: Dice) -> String {
        (dice.chance(60) ? "\(dice.below(dice.chance(95) ? 30 : 120))" : "")
            + (dice.chance(40) ? ".\(dice.below(dice.chance(95) ? 25 : 120))" : dice.chance(5) ? "." : "")
    }
}
