/// find, match, gmatch and gsub: our own matcher.
enum PatternCases {
    static let functions = [
        OracleFunction("string.find") { dice in
            let (subject, pattern) = pair(dice)
            let flag = dice.chance(75) ? "nil" : dice.chance(60) ? "true" : dice.any()
            return "return string.find(\(dice.arguments([subject, pattern, start(dice), flag])))"
        },
        OracleFunction("string.match") { dice in
            let (subject, pattern) = pair(dice)
            return "return string.match(\(dice.arguments([subject, pattern, start(dice)])))"
        },
        OracleFunction("string.gmatch") { dice in
            let (subject, pattern) = pair(dice)
            let call = "string.gmatch(\(dice.arguments([subject, pattern, start(dice)])))"
            return "local r, n = {}, 0 for a, b, c in \(call) do n = n + 1 r[n] = {a, b, c} end return r, n"
        },
        OracleFunction("string.gsub") { dice in
            let (subject, pattern) = pair(dice)
            let most = dice.chance(70) ? "nil" : dice.position(-1...4)
            return "return string.gsub(\(dice.arguments([subject, pattern, replacement(dice), most])))"
        },
    ]

    private static func start(_ dice: Dice) -> String { dice.chance(60) ? "nil" : dice.position() }

    /// A subject and a pattern that has a chance to match it.
    private static func pair(_ dice: Dice) -> (String, String) {
        if dice.chance(2) { return deep(dice) }
        let alphabet = dice.pick(alphabets)
        // What both can cost is bounded: Lua's own matcher tries all ways.
        let quantifiers = dice.within(0...8)
        let subject = dice.list(0...(quantifiers > 4 ? 10 : 24)) { dice.pick(alphabet) }
        var maker = PatternMaker(dice: dice, alphabet: alphabet, quantifiers: quantifiers)
        let pattern = maker.pattern()
        let text = dice.chance(3) ? dice.number() : Dice.literal(subject)
        return (dice.chance(98) ? text : dice.any(), dice.chance(98) ? Dice.literal(pattern) : dice.any())
    }

    private static let alphabets: [[UInt8]] = [
        Array("ab".utf8), Array("aab(b) ".utf8), Array("key=val;12 ".utf8), Array("a.b-c%d[e]^$*+?".utf8),
        [0, 97, 98, 0, 255, 128], Array("xX09_\t\n,;".utf8), Array("ä€".utf8) + [97], Array(0...255),
    ]

    /// Near the depth at which a pattern is too complex, and near the number of captures that are too many.
    private static func deep(_ dice: Dice) -> (String, String) {
        let count = dice.within(185...210)
        switch dice.below(4) {
        case 0: return ("('a'):rep(\(count))", "('a?'):rep(\(count))")
        case 1: return ("'b'", "('a-'):rep(\(count)) .. 'b'")
        case 2: return ("('a'):rep(\(count))", "('a'):rep(\(count))")
        default: return ("('a'):rep(40)", "('\(dice.pick(["()", "(a)", "(a"]))'):rep(\(dice.within(28...36)))")
        }
    }

    private static let callbacks = [
        "function(...) return ... end", "function(a, b) return b end", "function(a) return #a end",
        "function() return {} end", "function() error('boom') end", "function() return false end",
        "function() end", "function(...) return select('#', ...) end", "function() return 1.5 end",
        "function(a) return a, 'more' end", "function() return true end", "string.upper", "string.len",
    ]
    private static let tables = [
        "{}", "{a = 'x', b = 1, c = false}", "{a = true}", "{[1] = 'one', [2] = 2.0}",
        "{['='] = '<=>', [''] = 'empty'}",
        "setmetatable({}, {__index = function(_, k) return k end})", "setmetatable({}, {__index = {a = 'A', b = 'B'}})",
        "setmetatable({}, {__index = function(_, k) error(k) end})", "{a = {}}",
    ]
    private static let pieces = ["%0", "%1", "%2", "%9", "%%", "%", "%x", "x", "-", "\0", "%1%2", ""]

    private static func replacement(_ dice: Dice) -> String {
        switch dice.below(20) {
        case 0...7:
            let text = dice.list(0...3) { dice.pick(dice.chance(85) ? safePieces : pieces) }.joined()
            return Dice.literal(Array(text.utf8))
        case 8...12: return dice.pick(callbacks)
        case 13...17: return dice.pick(tables)
        case 18: return dice.number()
        default: return dice.any()
        }
    }

    private static let safePieces = ["%0", "%1", "%%", "x", "<%0>", "\0", ""]
}
