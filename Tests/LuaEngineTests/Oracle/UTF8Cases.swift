/// The functions of `utf8`.
enum UTF8Cases {
    static let functions = [
        OracleFunction("utf8.char") { dice in
            let codes = dice.list(0...5) { dice.chance(93) ? code(dice) : dice.any() }
            return "return utf8.char(\(codes.joined(separator: ", ")))"
        },
        OracleFunction("utf8.codepoint") { dice in
            let arguments = [dice.mostly(text(dice)), dice.position(), dice.position(), lax(dice)]
            return "return utf8.codepoint(\(dice.arguments(arguments)))"
        },
        OracleFunction("utf8.len") { dice in
            "return utf8.len(\(dice.arguments([dice.mostly(text(dice)), dice.position(), dice.position(), lax(dice)])))"
        },
        OracleFunction("utf8.offset") { dice in
            let start = dice.chance(60) ? "nil" : dice.position()
            return "return utf8.offset(\(dice.arguments([dice.mostly(text(dice)), dice.position(), start])))"
        },
        OracleFunction("utf8.codes") { dice in
            let call = "utf8.codes(\(dice.arguments([dice.mostly(text(dice)), lax(dice)])))"
            return "local r, n = {}, 0 for p, c in \(call) do n = n + 1 r[n] = {p, c} end return r, n"
        },
        OracleFunction("utf8.charpattern") { dice in
            "local r = {} for c in string.gmatch(\(text(dice)), utf8.charpattern) do r[#r + 1] = c end return r"
        },
    ]

    private static func lax(_ dice: Dice) -> String { dice.pick(["nil", "nil", "false", "true", "true", "1"]) }

    private static func code(_ dice: Dice) -> String {
        dice.chance(50)
            ? "\(dice.below(0x3000))"
            : dice.pick([
                "0", "127", "128", "2047", "2048", "65535", "65536", "1114111", "1114112", "0xD800", "0x7fffffff",
                "0x80000000", "-1",
            ])
    }

    private static func text(_ dice: Dice) -> String {
        switch dice.below(4) {
        case 0:
            let letters = dice.list(0...6) { dice.pick(["a", "ä", "€", "😀", "\0", "z"]) }
            return Dice.literal(Array(letters.joined().utf8))
        case 1: return Dice.literal(dice.list(0...6) { dice.pick(fragments) }.flatMap { $0 })
        case 2: return "utf8.char(\(dice.list(0...4) { "\(dice.below(0x7fff_ffff))" }.joined(separator: ", ")))"
        default: return dice.text()
        }
    }

    /// Characters whole and cut, overlong ones and halves of pairs.
    private static let fragments: [[UInt8]] = [
        [97], [0xC3, 0xA4], [0xC3], [0xA4], [0xE2, 0x82, 0xAC], [0xE2, 0x82], [0xF0, 0x9F, 0x98, 0x80], [0xF0, 0x9F],
        [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFD, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF], [0xFF],
        [0xFE], [0],
    ]
}
