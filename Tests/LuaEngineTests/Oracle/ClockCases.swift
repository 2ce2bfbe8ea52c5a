/// os.time of a table, os.date of a given time, and difftime. Ours are in UTC, so stock Lua's are asked for UTC.
enum ClockCases {
    static let functions = [
        OracleFunction("os.time") { dice in
            var fields: [String] = []
            for (name, range) in ranges where dice.chance(name == "hour" || name == "min" || name == "sec" ? 60 : 97) {
                let value =
                    dice.chance(80)
                    ? "\(dice.within(range))" : dice.chance(60) ? "\(dice.within(-9999...9999))" : odd(dice)
                fields.append("\(name) = \(value)")
            }
            if dice.chance(10) { fields.append("isdst = false") }
            return "local t = {\(fields.joined(separator: ", "))} return os.time(t), t"
        },
        OracleFunction("os.date") { dice in
            let time = dice.chance(90) ? moment(dice) : dice.pick(["true", "{}", "'x'", "1.5", "'12'", "2.0", "1/0"])
            if dice.chance(25) { return "return os.date('!*t\(dice.chance(5) ? "x" : "")', \(time))" }
            let format = dice.list(0...4) {
                dice.chance(95) ? dice.pick(conversions) : dice.pick(["%Ez", "%", "%f", "\\0", "%é", "%E"])
            }
            return "return os.date('!\(format.joined(separator: dice.pick(["", " ", "-"])))', \(time))"
        },
        OracleFunction("os.difftime") { dice in
            "return os.difftime(\(dice.arguments([dice.mostly(moment(dice)), dice.mostly(moment(dice))])))"
        },
    ]

    private static let ranges = [
        ("year", 1900...2200), ("month", -3...16), ("day", -5...40), ("hour", -30...60), ("min", -70...130),
        ("sec", -70...130),
    ]

    /// Beyond what either can hold, or no integer.
    private static func odd(_ dice: Dice) -> String {
        dice.pick([
            "'7'", "'x'", "3.0", "2.5", "true", "{}", "1 << 40", "-(1 << 40)", "math.maxinteger", "math.mininteger",
            "1e100",
        ])
    }

    private static func moment(_ dice: Dice) -> String {
        switch dice.below(6) {
        case 0: dice.integer()
        case 1:
            dice.pick([
                "1e9", "'86400'", "2^31", "2^40", "-2^35", "67768036191676799", "67768036191676800", "2^62", "1.5",
            ])
        default: "\(dice.within(-5_000_000_000...50_000_000_000))"
        }
    }

    private static let conversions = Array("aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%").map { "%\($0)" } + ["x", "at"]
}
