/// pack, unpack and packsize.
enum PackCases {
    static let functions = [
        OracleFunction("string.pack") { dice in
            let (format, values) = layout(dice)
            return "return string.pack(\(([format] + values).joined(separator: ", ")))"
        },
        OracleFunction("string.unpack") { dice in
            let (format, values) = layout(dice)
            let packed = "string.pack(\(([format] + values).joined(separator: ", ")))"
            let data = dice.chance(40) ? packed : dice.mostly(dice.text(0...40))
            let other = dice.chance(70) ? format : layout(dice).0
            return "return string.unpack(\(dice.arguments([other, data, dice.chance(70) ? "1" : dice.position()])))"
        },
        OracleFunction("string.packsize") { dice in
            let huge =
                dice.chance(5) ? " .. \"c2147483647c\(dice.pick(["1", "2147483647", "99999999999999999999"]))\"" : ""
            return "return string.packsize(\(dice.arguments([layout(dice).0 + huge])))"
        },
    ]

    /// A format, and values for it.
    private static func layout(_ dice: Dice) -> (String, [String]) {
        var format = ""
        var values: [String] = []
        for _ in 0..<dice.within(0...6) {
            if dice.chance(25) {
                format += dice.pick(["<", ">", "=", "!", "!1", "!2", "!4", "!8", "!16", "x", "Xh", "Xi4", "Xd", " "])
            }
            if dice.chance(2) {
                format += dice.pick(["!3", "!17", "i0", "i17", "X", "Xz", "Xx", "y", "c", "s0", "I99", "!0"])
            }
            let (option, value) = item(dice)
            format += option
            values.append(dice.mostly(value))
        }
        if dice.chance(3), !values.isEmpty { values.removeLast() }
        return ("\"\(format)\"", values)
    }

    private static func item(_ dice: Dice) -> (String, String) {
        switch dice.below(10) {
        case 0...2: (dice.pick(["b", "B", "h", "H", "l", "L", "j", "J", "T", "i", "I"]), dice.integer())
        case 3...4: ("\(dice.pick(["i", "I"]))\(dice.within(1...16))", dice.integer())
        case 5: (dice.pick(["f", "d", "n"]), dice.number())
        case 6: ("c\(dice.within(0...14))", dice.text(0...10))
        case 7: ("z", dice.text())
        default: (dice.pick(["s", "s1", "s2", "s4"]), dice.text(0...20))
        }
    }
}
