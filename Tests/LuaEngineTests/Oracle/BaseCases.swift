/// The base functions about values, and those about metatables.
enum BaseCases {
    static let functions = [
        OracleFunction("select") { dice in
            let which = dice.chance(20) ? "'#'" : dice.position()
            return "return select(\(dice.arguments([dice.mostly(which)] + dice.list(0...6) { dice.any() })))"
        },
        OracleFunction("tonumber") { dice in
            if dice.chance(60) {
                return "return tonumber(\(dice.arguments([dice.chance(70) ? dice.numeral() : dice.any()])))"
            }
            let digits = dice.list(0...14) { dice.pick(Array("0123456789abcdefxyzAFZ -".utf8)) }
            let text = dice.chance(60) ? Dice.literal(digits) : dice.numeral()
            return "return tonumber(\(dice.arguments([dice.mostly(text), dice.mostly("\(dice.within(0...38))")])))"
        },
        OracleFunction("tostring") { dice in
            let value = dice.chance(40) ? dice.number() : dice.chance(60) ? dice.any() : dice.pick(told)
            return "return tostring(\(dice.arguments([value])))"
        },
        OracleFunction("type") { dice in "return type(\(dice.arguments([dice.any()])))" },
        OracleFunction("rawequal") { dice in
            "local t, u = \(object(dice)), \(object(dice)) return rawequal(\(pair(dice, among: ["t", "u", "t"])))"
        },
        OracleFunction("rawlen") { dice in
            "return rawlen(\(dice.arguments([dice.chance(60) ? TableCases.list(dice) : dice.any()])))"
        },
        OracleFunction("rawget") { dice in
            let key = dice.chance(50) ? "1" : IterationCases.key(dice)
            return "return rawget(\(dice.arguments([dice.mostly(object(dice)), dice.mostly(key)])))"
        },
        OracleFunction("rawset") { dice in
            let key = dice.chance(85) ? IterationCases.key(dice) : dice.pick(["nil", "0/0", "2.0", "{}"])
            if key == "{}" { return "local t, k = {}, {} rawset(t, k, 1) return t[k]" }
            let call = "rawset(\(dice.arguments(["t", key, dice.any()])))"
            return "local t = \(dice.mostly(object(dice))) return \(call) == t, t"
        },
        OracleFunction("setmetatable") { dice in
            let metatable = dice.chance(80) ? dice.pick(metatables) : dice.any()
            let again = dice.pick(["nil", "{}", "m", "m"])
            let call = "setmetatable(\(dice.arguments([dice.mostly("t"), "m"])))"
            return "local t, m = \(object(dice)), \(metatable) local r = \(call) "
                + "return r == t, getmetatable(t) == m, t.x, getmetatable(setmetatable(t, \(again))) == m"
        },
        OracleFunction("getmetatable") { dice in
            // A text's metatable is not shown.
            let value = dice.chance(60) ? "setmetatable({}, \(dice.pick(metatables)))" : dice.pick(unshown)
            return "return getmetatable(\(dice.chance(97) ? value : ""))"
        },
    ]

    /// Tables with metamethods that ours must call as Lua does.
    private static let told = [
        "setmetatable({}, {__tostring = function() return 5 end})",
        "setmetatable({}, {__tostring = function() return {} end})",
        "setmetatable({}, {__tostring = function(t) return type(t), 2 end})", "setmetatable({}, {__name = 'Thing'})",
        "setmetatable({}, {__tostring = function() error('untold') end})", "setmetatable({}, {__tostring = 'text'})",
        "setmetatable({}, {__name = 5})",
        "setmetatable({}, {__name = 'Thing', __tostring = function() return 'told' end})",
        "setmetatable({}, {__tostring = false})", "setmetatable({}, setmetatable({}, {__index = {__tostring = type}}))",
        "setmetatable({}, {__tostring = setmetatable({}, {__call = function() return 'called' end})})",
    ]
    private static let metatables = [
        "nil", "{}", "{__index = {x = 1}}", "{__metatable = 'mine'}", "{__metatable = false}", "{__metatable = {1}}",
        "{__index = function() return 'x' end}", "{__newindex = function() end}", "{__name = 'Thing'}",
    ]
    private static let unshown = ["{}", "nil", "5", "1.5", "true", "string.len", "coroutine.create(string.len)"]

    private static func object(_ dice: Dice) -> String {
        dice.chance(60)
            ? TableCases.list(dice) : "setmetatable({1, x = 2}, {__eq = function() return true end, __index = {y = 3}})"
    }

    private static func pair(_ dice: Dice, among names: [String]) -> String {
        dice.arguments(dice.list(2...2) { dice.chance(60) ? dice.pick(names) : dice.any() })
    }
}
