/// Little programs of coroutines that resume, close and ask about one another, in a log that is compared.
enum CoroutineCases {
    static let functions =
        [
            "create", "resume", "yield", "wrap", "close", "status", "isyieldable",
        ].map { name in
            OracleFunction("coroutine.\(name)") { dice in
                dice.chance(12) ? call(dice, name) : CoroutineProgram(dice: dice, favourite: name).text()
            }
        } + [
            OracleFunction("coroutine.running") { dice in
                dice.chance(12)
                    ? "local co, main = coroutine.running(\(dice.chance(90) ? "" : dice.any())) return type(co), main"
                    : CoroutineProgram(dice: dice, favourite: "running").text()
            }
        ]

    /// One call with arguments of all kinds.
    private static func call(_ dice: Dice, _ name: String) -> String {
        let arguments = dice.arguments([dice.any()] + dice.list(0...2) { dice.any() })
        return dice.chance(50)
            ? "return coroutine.\(name)(\(arguments))"
            : "return pcall(coroutine.\(name), \(arguments.isEmpty ? "nil" : arguments))"
    }
}
