/// The plain functions of `string`, also called as methods.
enum StringCases {
    static let functions =
        [
            OracleFunction("string.rep") { dice in "return string.rep(\(repetition(dice)))" },
            OracleFunction("string.byte") { dice in
                "return string.byte(\(dice.arguments([dice.mostly(dice.text()), dice.position(), dice.position()])))"
            },
            OracleFunction("string.char") { dice in
                let codes = dice.list(0...8) { dice.chance(93) ? "\(dice.below(256))" : dice.any() }
                return "return string.char(\(codes.joined(separator: ", ")))"
            },
            OracleFunction("string.sub") { dice in
                "return string.sub(\(dice.arguments([dice.mostly(dice.text()), dice.position(), dice.position()])))"
            },
            OracleFunction("string methods") { dice in
                let name = dice.pick([
                    "upper", "lower", "len", "reverse", "sub", "byte", "rep", "find", "format", "nothing",
                ])
                let receiver = dice.chance(90) ? "(\(dice.text()))" : "(\(dice.any(withAddress: false)))"
                // Not so many that it is a question of memory.
                let arguments = dice.list(0...2) {
                    name == "rep" || dice.chance(80) ? "\(dice.within(-5...9))" : dice.any(withAddress: false)
                }
                return "return \(receiver):\(name)(\(arguments.joined(separator: ", ")))"
            },
        ]
        + ["len", "lower", "upper", "reverse"].map { name in
            OracleFunction("string.\(name)") { dice in
                let subject = dice.chance(80) ? dice.text(0...40) : dice.any(withAddress: name == "len")
                return "return string.\(name)(\(dice.arguments([subject])))"
            }
        }

    /// Not so large that it is a question of memory: what is too large at all, or some thousand bytes.
    private static func repetition(_ dice: Dice) -> String {
        let separator = dice.chance(60) ? "nil" : dice.mostly(dice.text(0...3))
        if dice.chance(5) {
            let count = dice.pick(["math.maxinteger", "1 << 62", "2^62", "math.mininteger"])
            return "\(dice.text(2...5)), \(count), \(separator)"
        }
        let count =
            dice.chance(90) ? "\(dice.within(-3...12))" : dice.pick(["2.0", "2.5", "'3'", "1/0", "0/0", "{}", "'x'"])
        return dice.arguments([dice.mostly(dice.text(0...30)), count, separator])
    }
}
