/// pcall, xpcall, error, assert and what closes on the way out.
enum ErrorCases {
    static let functions = [
        OracleFunction("pcall") { dice in "return pcall(\(dice.arguments([function(dice, 2)] + arguments(dice))))" },
        OracleFunction("xpcall") { dice in
            let handler = dice.chance(95) ? handler(dice) : dice.pick(["5", "nil", "'x'", "{}"])
            return "return xpcall(\(dice.arguments([function(dice, 2), handler] + arguments(dice))))"
        },
        OracleFunction("error") { dice in
            let raise = "error(\(dice.arguments([dice.any(), level(dice)])))"
            return dice.pick([
                raise, "local function f() \(raise) end f()",
                "local function f() \(raise) end local function g() f() end g()",
                "local f = function() \(raise) end return f()", "return pcall(function() \(raise) end)",
                "for _ in function() \(raise) end do end",
                "local t = setmetatable({}, {__index = function() \(raise) end}) return t.x",
                "return select(2, pcall(error, \(dice.any()), \(level(dice))))",
            ])
        },
        OracleFunction("assert") { dice in
            let first = dice.chance(50) ? dice.pick(["nil", "false", "true", "1"]) : dice.any()
            return "return assert(\(dice.arguments([first] + dice.list(0...3) { dice.any() })))"
        },
        OracleFunction("close") { dice in
            "local log = {} local ok, e = pcall(function() \(block(dice, 3)) end) return log, ok, e"
        },
    ]

    private static func level(_ dice: Dice) -> String {
        dice.chance(40) ? "nil" : dice.mostly("\(dice.within(-1...5))")
    }

    private static func arguments(_ dice: Dice) -> [String] { dice.list(0...3) { dice.any() } }

    /// Something to call that returns, raises or cannot be called.
    private static func function(_ dice: Dice, _ depth: Int) -> String {
        switch dice.below(depth > 0 ? 14 : 10) {
        case 0:
            dice.pick(["error", "assert", "select", "type", "tostring", "rawlen", "ipairs", "setmetatable", "rawget"])
        case 1: dice.any()
        case 2: "function(...) error(..., \(level(dice))) end"
        case 3: "function() error(\(dice.any())) end"
        case 4: "function(a) return a.b.c end"
        case 5: "function(a, b) return a \(dice.pick(["+", "..", "<", "==", "//", "&"])) b end"
        case 6: "setmetatable({}, {__call = function(self, ...) return type(self), ... end})"
        case 7:
            dice.pick(["string.upper", "string.find", "math.floor", "table.concat", "coroutine.yield", "utf8.char"])
        case 8...9: "function(...) return \(dice.list(0...2) { dice.any() }.joined(separator: ", ")) end"
        case 10: "function(...) return pcall(\(function(dice, depth - 1)), ...) end"
        case 11: "function(...) local r = values(pcall(\(function(dice, depth - 1)), ...)) error(r, 0) end"
        case 12: "function(...) return xpcall(\(function(dice, depth - 1)), \(handler(dice)), ...) end"
        default:
            "function(...) return (select(\(dice.within(1...2)), pcall(pcall, \(function(dice, depth - 1)), ...))) end"
        }
    }

    private static func handler(_ dice: Dice) -> String {
        dice.pick([
            "function(e) return e end", "function(e) return type(e), e end", "tostring", "type", "function() end",
            "function(e) return 'handled ' .. tostring(type(e)) end", "function(...) return select('#', ...) end",
            "function(e) return pcall(error, e) end", "setmetatable({}, {__call = function(_, e) return {e} end})",
            "function(e) return {e} end",
        ])
    }

    /// A block with values to be closed, which note that they are, and may raise.
    private static func block(_ dice: Dice, _ depth: Int) -> String {
        var text = ""
        for number in 0..<dice.within(1...3) {
            let raise = dice.chance(25) ? " error(\(dice.pick(["'in close'", "{'in close'}", "e, 0", "nil"])))" : ""
            let value =
                dice.chance(90)
                ? "closing(function(_, e) log[#log + 1] = {\(depth), \(number), e or 'none'}\(raise) end)"
                : dice.pick(["nil", "false", "5", "{}", "'x'"])
            text += "local v\(number) <close> = \(value) "
        }
        guard depth > 0, dice.chance(60) else { return text + dice.pick(ends) }
        let inner = block(dice, depth - 1)
        switch dice.below(4) {
        case 0: return text + "log[#log + 1] = values(pcall(function() \(inner) end)) " + dice.pick(ends)
        case 1: return text + "do \(inner) end"
        case 2: return text + "for i = 1, 2 do \(inner) end"
        default: return text + "return (function() \(inner) end)()"
        }
    }

    private static let ends = [
        "error('out')", "error({'out'})", "error()", "return 1, 2", "local x = nil + 1", "", "return",
    ]
}
