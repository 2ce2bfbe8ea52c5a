/// The functions of `math` but for random.
enum MathCases {
    static let functions =
        [
            "abs", "acos", "asin", "ceil", "cos", "deg", "exp", "floor", "modf", "rad", "sin", "sqrt", "tan",
            "tointeger",
            "type",
        ].map { function($0, 1...1) }
        + [
            function("atan", 1...2), function("fmod", 2...2), function("log", 1...2), function("max", 1...4),
            function("min", 1...4), function("ult", 2...2),
        ] + [
            OracleFunction("math constants") { dice in
                let name = dice.pick(["pi", "huge", "maxinteger", "mininteger", "nothing"])
                return "return math.\(name) \(dice.pick(["+", "*", "//", "=="])) \(dice.number())"
            }
        ]

    private static func function(_ name: String, _ count: ClosedRange<Int>) -> OracleFunction {
        OracleFunction("math.\(name)") { dice in
            let values = dice.list(count) {
                dice.chance(85) ? dice.number() : dice.chance(60) ? dice.numeral() : dice.any()
            }
            return "return math.\(name)(\(dice.arguments(values)))"
        }
    }
}
