/// Arithmetic, comparison and concatenation with texts, where Lua itself calls functions that are set by us.
enum ArithmeticCases {
    static let functions = [
        OracleFunction("string arithmetic") { dice in
            if dice.chance(10) { return "local a = \(operand(dice)) return \(dice.pick(["-", "~", "#", "not "]))a" }
            let operation = dice.pick(operations)
            return dice.chance(50)
                ? "local a, b = \(operand(dice)), \(operand(dice)) return a \(operation) b"
                : "return (\(operand(dice))) \(operation) (\(operand(dice)))"
        },
        OracleFunction("metamethods") { dice in
            let operation = dice.pick(operations)
            let object =
                "setmetatable({}, {__\(dice.pick(events)) = function(x, y) return 'called', type(x), type(y) end})"
            let other = dice.chance(40) ? "a" : operand(dice)
            let expression = dice.chance(50) ? "a \(operation) (\(other))" : "(\(other)) \(operation) a"
            return "local a = \(object) return \(expression)"
        },
        OracleFunction("string indexing") { dice in
            let index = dice.pick([".len == string.len", ".nothing", "[1]", "[{}]", "[nil]", ".x.y", ":x()"])
            return "local s = \(dice.text()) return s\(index)"
        },
    ]

    private static let operations = [
        "+", "-", "*", "/", "%", "^", "//", "&", "|", "~", "<<", ">>", "..", "<", "<=", ">", ">=", "==", "~=",
    ]
    private static let events = [
        "add", "sub", "mul", "div", "mod", "pow", "idiv", "band", "bor", "bxor", "shl", "shr", "lt", "le",
        "eq",
        "unm", "len", "call", "index",
    ]

    private static func operand(_ dice: Dice) -> String {
        switch dice.below(10) {
        case 0...4: dice.numeral()
        case 5...7: dice.number()
        case 8: dice.text(0...4)
        default: dice.any()
        }
    }
}
