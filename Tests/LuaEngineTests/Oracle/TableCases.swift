/// The functions of `table` but for sort. Lists have no holes, so that there is only one length.
enum TableCases {
    static let functions = [
        OracleFunction("table.insert") { dice in
            let steps = dice.list(1...4) {
                dice.chance(50)
                    ? "table.insert(\(dice.arguments(["t", item(dice)])))"
                    : "table.insert(\(dice.arguments(["t", place(dice), item(dice)])))"
            }
            return "local t = \(list(dice)) \(steps.joined(separator: " ")) return t"
        },
        OracleFunction("table.remove") { dice in
            let steps = dice.list(1...4) {
                dice.chance(40)
                    ? "table.remove(\(dice.arguments(["t"])))" : "table.remove(\(dice.arguments(["t", place(dice)])))"
            }
            return "local t = \(list(dice)) return t, \(steps.joined(separator: ", "))"
        },
        OracleFunction("table.concat") { dice in
            let items = dice.list(0...8) {
                dice.chance(97) ? item(dice) : dice.pick(["{}", "true", "nil", "tostring"])
            }
            let separator = dice.chance(40) ? "nil" : dice.mostly(dice.text(0...3))
            // A metatable may have an item everywhere, so that only few are asked for.
            let isPlain = dice.chance(85)
            let (first, last) =
                dice.chance(60) ? ("nil", "nil") : isPlain ? range(dice) : ("\(dice.within(-3...5))", "9")
            let source = isPlain ? "{\(items.joined(separator: ", "))}" : list(dice)
            return "return table.concat(\(dice.arguments([dice.mostly(source), separator, first, last])))"
        },
        OracleFunction("table.unpack") { dice in
            let (first, last) = dice.chance(40) ? ("nil", "nil") : range(dice)
            return "return table.unpack(\(list(dice)), \(dice.chance(95) ? "\(first), \(last)" : dice.any()))"
        },
        OracleFunction("table.pack") { dice in
            "return table.pack(\(dice.list(0...8) { dice.any() }.joined(separator: ", ")))"
        },
        OracleFunction("table.move") { dice in
            let (first, last) = range(dice)
            var arguments = [
                dice.chance(96) ? "t" : dice.pick(["nil", "5", "true"]), first, last,
                dice.chance(80) ? "\(dice.within(-3...8))" : edge(dice),
            ]
            if first == "1", last == "math.maxinteger" { arguments[3] = dice.pick(["2", "3", "math.maxinteger"]) }
            if dice.chance(40) { arguments.append(dice.mostly("u")) }
            let call = "table.move(\(dice.arguments(arguments)))"
            return "local t, u = \(list(dice)), \(list(dice)) local r = \(call) return t, u, r == t, r == u"
        },
    ]

    static func item(_ dice: Dice) -> String {
        switch dice.below(4) {
        case 0: dice.text(0...4)
        case 1: dice.float()
        default: "\(dice.within(-9...9))"
        }
    }

    private static func place(_ dice: Dice) -> String { dice.chance(85) ? "\(dice.within(-1...9))" : dice.any() }

    /// A list, perhaps with named fields or a metatable.
    static func list(_ dice: Dice) -> String {
        var items = dice.list(0...7) { item(dice) }
        if dice.chance(10) {
            items += dice.pick([["a = 1", "b = 'x'"], ["[0] = 0"], ["[-1] = 'less'"], ["[1.5] = 'between'"]])
        }
        let table = "{\(items.joined(separator: ", "))}"
        return dice.chance(80) ? table : "setmetatable(\(table), \(dice.pick(metatables)))"
    }

    private static let metatables = [
        "{__index = function(_, k) return 'at ' .. tostring(k) end}",
        "{__index = {10, 20, 30, 40, 50, 60, 70, 80, 90}}",
        "{__newindex = function(t, k, v) rawset(t, k, values(v)) end}",
        "{__newindex = function(t, k) error('no ' .. k) end}",
        "{__index = function(_, k) error('not ' .. tostring(k)) end}", "{__name = 'Thing'}", "{}",
        "{__newindex = function() end}", "{__index = function(_, k) return k end, __newindex = {}}",
    ]

    private static func edge(_ dice: Dice) -> String {
        dice.pick([
            "math.maxinteger", "math.mininteger", "math.maxinteger - 3", "math.mininteger + 3", "0", "2^53", "'2'",
            "1.5",
        ])
    }

    /// Where something begins and ends: few items, or more than can be.
    private static func range(_ dice: Dice) -> (String, String) {
        switch dice.below(12) {
        case 0: return ("1", "math.maxinteger")
        case 1:
            return dice.pick([
                ("0", "math.maxinteger"), ("math.mininteger", "0"), ("math.mininteger", "math.maxinteger"),
            ])
        case 2:
            let back = dice.within(0...4)
            return ("math.maxinteger - \(back)", "math.maxinteger - \(dice.within(0...5))")
        case 3: return ("math.mininteger + \(dice.within(0...4))", "math.mininteger + \(dice.within(0...4))")
        case 4: return ("'\(dice.within(1...3))'", "\(dice.within(0...5)).0")
        case 5: return (dice.pick(["1.5", "'x'", "{}", "true"]), "\(dice.within(0...5))")
        case 6: return ("1", dice.pick(["1.5", "'x'", "{}", "true"]))
        default: return ("\(dice.within(-3...5))", "\(dice.within(-3...9))")
        }
    }
}
