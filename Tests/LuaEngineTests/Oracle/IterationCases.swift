/// pairs, next and ipairs. Cases look at what is visited; in which order is told by `DifferencesTests`.
enum IterationCases {
    static let functions = [
        OracleFunction("pairs") { dice in
            if dice.chance(8) { return "for k in pairs(\(dice.arguments([dice.any()]))) do return k end" }
            let during = dice.chance(70) ? "" : dice.pick(["t[k] = nil", "t[k] = 7", "rawset(t, k, {})"])
            let loop = "for k, v in pairs(t) do n = n + 1 r[k] = v \(during) end"
            return "local t, r, n = \(subject(dice)), {}, 0 \(loop) return r, n, t"
        },
        OracleFunction("pairs, its results") { dice in
            "local t = \(subject(dice)) local f, s, c, d = pairs(t) return type(f), s == t or s, c, d"
        },
        OracleFunction("next") { dice in
            switch dice.below(8) {
            case 0: return "return next(\(dice.pick(["", "{}", "5", "'x'", "nil", "tostring", "true"])))"
            case 1:
                let key = key(dice)
                return "local t = {[\(key)] = \(value(dice))} return next(t), next(t, next(t)), next(t, (next(t)))"
            case 2:
                return
                    "local t = \(table(dice)) return next(t, nil) == next(t), select('#', next(t))"
            case 3: return "local t = \(table(dice)) for k in next, t do t[k] = nil end return t, next(t)"
            default:
                let loop = "local k, v = next(t) while k ~= nil do r[k] = v n = n + 1 k, v = next(t, k) end"
                return "local t, r, n = \(table(dice)), {}, 0 \(loop) return r, n"
            }
        },
        OracleFunction("ipairs") { dice in
            let subject = dice.chance(90) ? TableCases.list(dice) : dice.any()
            let during = dice.chance(80) ? "" : dice.pick(["t[i + 1] = nil", "if i == 2 then break end", "t[i] = nil"])
            let loop =
                "for i, v in ipairs(\(dice.arguments(["t"]))) do n = n + 1 r[n] = values(i, v) \(during) "
                + "if n > 9 then break end end"
            return "local t, r, n = \(subject), {}, 0 \(loop) return r, n"
        },
    ]

    /// Something to go through: mostly a plain table.
    private static func subject(_ dice: Dice) -> String {
        dice.chance(80) ? table(dice) : "setmetatable(\(table(dice)), \(dice.pick(metatables)))"
    }

    private static let metatables = [
        "{__pairs = function(t) return next, {a = 1} end}", "{__pairs = function(t) return next, t, nil, 4 end}",
        "{__pairs = function() error('no pairs') end}", "{__pairs = function() return 5 end}", "{__pairs = 7}",
        "{__pairs = false}",
        "{__pairs = function(t) return function(_, n) if n < 3 then return n + 1, t end end, t, 0 end}",
        "{__index = {x = 1}}", "{__len = function() return 5 end}", "{__pairs = function() end}",
        "{__newindex = function() end}", "{__pairs = setmetatable({}, {__call = function() return next, {2} end})}",
    ]

    /// Keys of all kinds that have an order.
    private static func table(_ dice: Dice) -> String {
        let items = dice.list(0...(dice.chance(95) ? 8 : 60)) {
            dice.chance(40) ? value(dice) : "[\(key(dice))] = \(dice.chance(95) ? value(dice) : "nil")"
        }
        return "{\(items.joined(separator: ", "))}"
    }

    static func key(_ dice: Dice) -> String {
        switch dice.below(6) {
        case 0: "\(dice.within(-3...12))"
        case 1:
            dice.pick([
                "1.5", "-0.5", "1/0", "-1/0", "2^53", "2^63", "1e300", "math.mininteger", "math.maxinteger", "0.0",
            ])
        case 2: dice.pick(["true", "false"])
        default: dice.text(0...5)
        }
    }

    private static func value(_ dice: Dice) -> String {
        switch dice.below(5) {
        case 0: "{}"
        case 1: "false"
        case 2: dice.text(0...4)
        default: "\(dice.within(0...99))"
        }
    }
}
