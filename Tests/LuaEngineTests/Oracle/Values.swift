/// Lua expressions for values, with a liking for the awkward ones.
extension Dice {
    private static let edges = [
        "0", "1", "-1", "2", "-2", "3", "16", "17", "63", "64", "65", "127", "128", "255", "256", "-128", "-129",
        "2147483647", "2147483648", "-2147483648", "-2147483649", "9007199254740992", "9007199254740993",
        "math.maxinteger", "math.mininteger", "math.maxinteger - 1", "math.mininteger + 1",
    ]
    private static let floats = [
        "0.0", "-0.0", "1.0", "2.0", "-3.0", "0.5", "1.5", "-2.5", "3.7", "0.1", "1e15", "1e16", "1e100", "-1e100",
        "2^53", "2^63", "-2^63", "2^31", "1e308", "5e-324", "2.5e-310", "1/0", "-1/0", "0/0", "math.pi", "1e14 + 0.5",
    ]
    private static let numerals = [
        "10", "0x10", " 5 ", "1e2", "3.0", "-7", "abc", "", "0x", "1e", "inf", "nan", "0x1p4", "0x.8", "1e+", "- 1",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "0xffffffffffffffff", "1_0", "07", "5.",
        ".5", ".", "\\0001", "1\\0", "\\t1\\n", "0x1.8p1", "1e400", "--1", "+1", "1 2", "\\xC2\\xA01",
    ]
    private static let others = [
        "nil", "true", "false", "{}", "{1, 2}", "function() end", "coroutine.create(function() end)", "string.len",
        "setmetatable({}, {__tostring = function() return 'told' end})", "setmetatable({}, {__name = 'Thing'})",
    ]
    private static let plain = [
        "nil", "true", "false", "setmetatable({}, {__tostring = function() return 'told' end})",
    ]
    private static let alphabets: [[UInt8]] = [
        Array("ab".utf8), Array("abc123 ".utf8), Array("aAbBzZ_09 .,-%()[]\n\t\"\\".utf8), Array("0123456789".utf8),
        [0, 1, 97, 98, 127, 128, 200, 255], Array("äöü€😀é".utf8), Array(0...255),
    ]

    func integer() -> String { chance(60) ? "\(within(-6...12))" : pick(Self.edges) }

    func float() -> String { chance(70) ? "(\(pick(Self.floats)))" : "\(within(-40...40)).\(within(0...99))" }

    /// A string that is a number, or nearly one.
    func numeral() -> String {
        chance(30) ? "\"\(within(-300...300))\"" : "\"\(pick(Self.numerals))\""
    }

    func number() -> String { below(10) < 6 ? integer() : float() }

    /// A small count or position, now and then a huge one.
    func position(_ range: ClosedRange<Int> = -7...9) -> String {
        chance(85) ? "\(within(range))" : chance(50) ? integer() : chance(50) ? float() : numeral()
    }

    func bytes(_ length: ClosedRange<Int>) -> [UInt8] {
        let alphabet = pick(Self.alphabets)
        return list(length) { pick(alphabet) }
    }

    func text(_ length: ClosedRange<Int> = 0...12) -> String { Self.literal(bytes(length)) }

    /// Any value. Those that have an address in their text are left out on demand, where a width is applied to it.
    func any(withAddress: Bool = true) -> String {
        switch below(6) {
        case 0: integer()
        case 1: float()
        case 2: text()
        case 3: numeral()
        default: pick(withAddress ? Self.others : Self.plain)
        }
    }

    /// What is wanted, or, rarely, anything else.
    func mostly(_ wanted: @autoclosure () -> String) -> String { chance(95) ? wanted() : any() }

    /// Arguments in a row; rarely some are missing at the end or one is too many.
    func arguments(_ wanted: [String]) -> String {
        var arguments = wanted
        if chance(4) { arguments.removeLast(below(arguments.count + 1)) }
        if chance(2) { arguments.append(any()) }
        return arguments.joined(separator: ", ")
    }

    /// Bytes as a string literal of one line.
    static func literal(_ bytes: [UInt8]) -> String {
        var text = "\""
        for byte in bytes {
            switch byte {
            case 34, 92: text += byte == 34 ? "\\\"" : "\\\\"
            case 32...126: text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "\\" + (byte < 10 ? "00" : byte < 100 ? "0" : "") + "\(byte)"
            }
        }
        return text + "\""
    }
}
