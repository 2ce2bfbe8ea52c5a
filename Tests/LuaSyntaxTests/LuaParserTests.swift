import Testing

@testable import LuaSyntax

@Suite struct LuaParserTests {
    /// Sources and what they mean; `<…>` are parentheses.
    static let statements: [(String, String)] = [
        ("", ""),
        (";;", "; ;"),
        ("x = 1", "([x] = 1)"),
        ("a, b.c, d[1], e().f = 1, 2", "([a b.c d[1] e().f] = 1 2)"),
        ("local a, b <const>, c <close> = f()", "(local [a b<const> c<close>] f())"),
        ("local a", "(local [a])"),
        ("f() g{} h'x' i[[y]] j:k() l:m{1} n:o\"z\"", "f() g({}) h(\"x\") i(\"y\") j:k() l:m({1}) n:o(\"z\")"),
        ("f\n(g)()", "f(g)()"),
        ("f();(g)()", "f() ; <g>()"),
        ("(f or g)(1)", "<(or f g)>(1)"),
        ("a.b['c']:d(1, 2)(3)", "a.b[\"c\"]:d(1 2)(3)"),
        ("do local x end", "(do {(local [x])})"),
        ("while x do break end", "(while x {(break)})"),
        ("repeat local x = f() until x", "(repeat {(local [x] f())} x)"),
        ("if a then b() end", "(if a {b()})"),
        ("if a then elseif b then elseif c then else return end", "(if a {} b {} c {} else {(return)})"),
        ("for i = 1, 2 do end for i = 3, 2, -1 do f(i) end", "(for i 1 2 {}) (for i 3 2 (- 1) {f(i)})"),
        ("for k, v in pairs(t), 2 do end", "(for [k v] pairs(t) 2 {})"),
        ("function f() end", "(f = (function [] {}))"),
        ("function a.b.c:d(x, ...) return ... end", "(a.b.c:d = (function [x ...] {(return ...)}))"),
        ("local function f(a, b) return f end", "(local function f (function [a b] {(return f)}))"),
        ("return", "(return)"),
        ("return;", "(return)"),
        ("return 1, f(), ...", "(return 1 f() ...)"),
        ("goto a ::a:: ::b::; goto b", "(goto a) (label a) (label b) ; (goto b)"),
        (
            "while true do goto continue local x ::continue:: end",
            "(while true {(goto continue) (local [x]) (label continue)})"
        ),
    ]

    @Test(arguments: statements)
    func statementsBecomeTrees(source: String, tree: String) throws {
        #expect(try TreeDump.dump(source) == tree)
    }

    /// Expressions and how they group.
    static let expressions: [(String, String)] = [
        ("1 + 2 * 3", "(+ 1 (* 2 3))"),
        ("1 - 2 - 3 + 4", "(+ (- (- 1 2) 3) 4)"),
        ("a .. b .. c", "(.. a (.. b c))"),
        ("2 ^ 3 ^ 2", "(^ 2 (^ 3 2))"),
        ("-2 ^ 2", "(- (^ 2 2))"),
        ("2 ^ -3", "(^ 2 (- 3))"),
        ("not a == b", "(== (not a) b)"),
        ("not -#~a", "(not (- (# (~ a))))"),
        ("a or b and c", "(or a (and b c))"),
        ("a and b or c and d", "(or (and a b) (and c d))"),
        ("a < b == c", "(== (< a b) c)"),
        ("a .. b + c", "(.. a (+ b c))"),
        ("a + b .. c", "(.. (+ a b) c)"),
        ("a << b .. c", "(<< a (.. b c))"),
        ("a & b << c", "(& a (<< b c))"),
        ("a | b ~ c & d", "(| a (~ b (& c d)))"),
        ("a & b | c", "(| (& a b) c)"),
        ("a < b | c", "(< a (| b c))"),
        ("a and b < c", "(and a (< b c))"),
        ("a // b / c % d", "(% (/ (// a b) c) d)"),
        ("~a ~ b ~= c", "(~= (~ (~ a) b) c)"),
        ("-a.b:c() ^ #d[1]", "(- (^ a.b:c() (# d[1])))"),
        ("(a or b) and c", "(and <(or a b)> c)"),
        ("- -a, not not b", "(- (- a)), (not (not b))"),
        ("{}, {1, x = 2, [3] = 4; f(),}", "{}, {1 x=2 [3]=4 f()}"),
        ("{x, y == z, f{}}", "{x (== y z) f({})}"),
        ("function(...) return ... end, nil, true, false", "(function [...] {(return ...)}), nil, true, false"),
        ("(...), (f())", "<...>, <f()>"),
        ("1.5, 0x10, 'a' .. \"b\"", "1.5f, 16, (.. \"a\" \"b\")"),
    ]

    @Test(arguments: expressions)
    func expressionsGroupAsInLua(source: String, tree: String) throws {
        #expect(try TreeDump.expression(source) == tree)
    }

    @Test func everyPairOfOperatorsGroupsByPriority() throws {
        for first in LuaBinaryOperator.allCases {
            for second in LuaBinaryOperator.allCases {
                let (one, two) = (first.rawValue, second.rawValue)
                let leftFirst =
                    first.leftPriority > second.leftPriority
                    || first.leftPriority == second.leftPriority && ![.power, .concatenate].contains(first)
                #expect(
                    try TreeDump.expression("a \(one) b \(two) c")
                        == (leftFirst ? "(\(two) (\(one) a b) c)" : "(\(one) a (\(two) b c))"))
            }
        }
    }

    @Test func rangesReachFromTheFirstByteToTheLast() throws {
        let source = Array("local x = -f( 1 ) .. 'a' -- end\nif x then return x ; end\n".utf8)
        func text(_ range: LuaRange) -> String { String(decoding: source[range.offsets], as: UTF8.self) }
        var texts: [String] = []
        try LuaParser.parse(source).walk { node in
            if case .block = node { texts.append("[\(text(node.range))]") } else { texts.append(text(node.range)) }
            return true
        }
        #expect(
            texts == [
                "[local x = -f( 1 ) .. 'a' -- end\nif x then return x ; end\n]", "local x = -f( 1 ) .. 'a'",
                "-f( 1 ) .. 'a'", "-f( 1 )", "f( 1 )", "f", "1", "'a'", "if x then return x ; end", "x",
                "[ return x ; ]",
                "return x ;", "x",
            ])
    }

    @Test func aRangeTellsLinesAndColumns() throws {
        let block = try LuaParser.parse(Array("x = 1\n  return {\n }".utf8))
        let last = try #require(block.statements.last)
        #expect(last.range.start == LuaPosition(offset: 8, line: 2, column: 3))
        #expect(last.range.end == LuaPosition(offset: 19, line: 3, column: 3))
    }
}
