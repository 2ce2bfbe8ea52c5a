import Testing

@testable import LuaSyntax

@Suite struct LuaSyntaxErrorTests {
    /// Sources that are no Lua and what is said of them.
    static let errors: [(String, String)] = [
        ("x =", "1:4: a value expected, but found the end of the file"),
        ("x = = 1", "1:5: a value expected, but found `=`"),
        ("local 1", "1:7: the name of a local variable expected, but found the number `1`"),
        ("x", "1:2: a value alone is no statement: a call or `=` expected, but found the end of the file"),
        ("x.y\nz()", "2:1: a value alone is no statement: a call or `=` expected, but found the name `z`"),
        ("f() = 1", "1:1: only variables, fields and indices can be assigned to"),
        ("a, (b) = 1", "1:4: only variables, fields and indices can be assigned to"),
        ("if x\n  f()", "2:3: `then` expected after the condition, but found the name `f`"),
        ("if x then\n f()\n", "3:1: `end` expected to close the `if` of line 1, but found the end of the file"),
        ("\nwhile x do f() until", "2:16: `end` expected to close the `while` of line 2, but found `until`"),
        ("f(1\n,2", "2:3: `)` expected to close the `(` of line 1, but found the end of the file"),
        ("t = {\n  a = 1\n  b = 2 }", "3:3: `}` expected to close the `{` of line 1, but found the name `b`"),
        ("end", "1:1: `end` has nothing to end here"),
        ("f() else", "1:5: `else` has nothing to end here"),
        ("return 1 f()", "1:10: `return` must end its block, but the name `f` follows"),
        ("break", "1:1: `break` stands outside any loop"),
        ("while x do f(function() break end) end", "1:25: `break` stands outside any loop"),
        ("goto a", "1:6: there is no label `a` that this `goto` could see"),
        ("do ::a:: end goto a", "1:19: there is no label `a` that this `goto` could see"),
        ("::a:: f(function() goto a end)", "1:25: there is no label `a` that this `goto` could see"),
        ("::a::\n::a::", "2:3: the label `a` is already in line 1"),
        ("::a:: do\n::a:: end", "2:3: the label `a` is already in line 1"),
        (
            "goto a local x ::a:: f()",
            """
            1:6: this `goto` jumps into the scope of the local `x`; declare it before, or put `do … end` around what lies \
            between
            """
        ),
        (
            "repeat goto a local x ::a:: until x",
            """
            1:13: this `goto` jumps into the scope of the local `x`; declare it before, or put `do … end` around what lies \
            between
            """
        ),
        ("local x <const> = 1\nx = 2", "2:1: `x` is a constant, declared in line 1"),
        ("local x <close> = nil\nfunction x() end", "2:10: `x` is a constant, declared in line 1"),
        ("local x <const> = 1\ny, x = 2", "2:4: `x` is a constant, declared in line 1"),
        ("local x <constant> = 1", "1:10: there is no attribute `constant`, only `const` and `close`"),
        ("local x <close>, y <close> = 1", "1:21: one `local` can hold one `<close>` only"),
        ("function f() return ... end", "1:21: `...` stands outside a function that has it among its parameters"),
        ("function f(..., a) end", "1:15: `)` expected after the parameters, but found `,`"),
        ("for i do end", "1:7: `=` or `in` expected after the loop's variable, but found `do`"),
        ("for i = 1 do end", "1:11: `,` expected after the loop's first value, but found `do`"),
        ("a:b = 1", "1:5: the arguments of `b` expected, but found `=`"),
        ("f(", "1:3: a value expected, but found the end of the file"),
        ("x = 'abc", "1:5: this string is not closed: `'` is missing before the end of the line"),
        ("x = \"a\nb\"", "1:5: this string is not closed: `\"` is missing before the end of the line"),
        ("x = [==[ ]]", "1:5: this long string is not closed: `]==]` is missing"),
        ("f()\n--[[ x", "2:1: this long comment is not closed: `]]` is missing"),
        ("x = [=a", "1:5: a long string begins with `[[` or `[=[`: a second `[` is missing"),
        ("x = '\\q'", "1:6: there is no escape `\\` with `q`; a backslash is written `\\\\`"),
        ("x = '\\xg1'", "1:6: `\\x` takes two hexadecimal digits"),
        ("x = '\\256'", "1:6: `\\256` is no byte: the largest is `\\255`"),
        ("x = '\\u{80000000}'", "1:6: this `\\u` is too large: the largest is `\\u{7FFFFFFF}`"),
        ("x = '\\u{}'", "1:6: `\\u` takes hexadecimal digits in braces, such as `\\u{20AC}`"),
        ("x = '\\u{41'", "1:6: `}` is missing after the digits of `\\u`"),
        ("if a != b then end", "1:6: `!` is no Lua: write `not`, and `~=` for `!=`"),
        ("x = @", "1:5: `@` cannot stand here outside a string"),
        ("x = é", "1:5: the byte 195 cannot stand here outside a string"),
        ("x = 1\u{0}", "1:6: the byte 0 cannot stand here outside a string"),
        ("x = 12abc", "1:5: `12abc` is no number"),
    ]

    @Test(arguments: errors)
    func whatIsNoLuaIsRefusedWithItsPlace(source: String, message: String) {
        let error = #expect(throws: LuaSyntaxError.self) { try LuaParser.parse(Array(source.utf8)) }
        #expect(error?.description == message)
        #expect(RealLua.refusal(of: Array(source.utf8)) != nil)
    }
}
