import LuaEngine
import Testing

/// The pattern functions are ours; that they do what Lua's do was tried with random cases when they were written.
@Suite struct PatternsTests {
    @Test(arguments: [
        ("('hello world'):match('^(%w+)')", "hello"),
        ("('key = value'):match('^%s*(%w+)%s*=%s*(.-)%s*$')", "key value"),
        ("('a,b,,c'):gsub(',', ';')", "a;b;;c 3"), ("('abc'):gsub('', '-')", "-a-b-c- 4"),
        ("('hello'):find('l+')", "3 4"), ("('hello'):find('(l)(l)')", "3 4 l l"),
        ("('f(a(b)c)d'):match('%b()')", "(a(b)c)"),
        ("('THE (quick) fox'):find('%f[%a]%a+%f[%A]', 2)", "6 10"),
        ("('x=1, y=2'):gsub('(%w+)=(%w+)', '%2=%1')", "1=x, 2=y 2"),
        ("('hello'):gsub('l', {l = 'L'})", "heLLo 2"),
        ("('hello'):gsub('.', function(c) if c == 'l' then return 'L' end end)", "heLLo 5"),
        ("('abc'):match('()b()')", "2 3"), ("('aa bb'):match('(%a)%1 (%a)%2')", "a b"),
        ("('abc'):gsub('%w', '%0%0', 2)", "aabbc 2"),
        ("('abc'):match('x')", "nil"), ("('abc'):match('b', 3)", "nil"), ("('a.b'):gsub('%.', '%%')", "a%b 1"),
        ("('+14255550123'):match('^%+1425')", "+1425"), ("('äö'):gsub('[\\xC3].', 'x')", "xx 2"),
    ])
    func aPatternDoesWhatTheManualSays(expression: String, result: String) throws {
        #expect(try run("return \(expression)") == result)
    }

    @Test func gmatchGoesThroughAllMatches() throws {
        #expect(
            try run("local t = {} for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do t[#t + 1] = k .. v end return t")
                == "{a1,b2}")
        #expect(try run("local t = {} for w in ('one two'):gmatch('%a*') do t[#t + 1] = w end return t") == "{one,two}")
    }

    @Test(arguments: [
        ("('x'):find('[a')", "malformed pattern (missing ']')"),
        ("('x'):find('%')", "malformed pattern (ends with '%')"),
        ("('x'):find('(x')", "unfinished capture"), ("('x'):match('x)')", "invalid pattern capture"),
        ("('x'):find('%1')", "invalid capture index %1"), ("('x'):find('%bx')", "missing arguments to '%b'"),
        ("('x'):find('%fx')", "missing '[' after '%f' in pattern"),
        ("('x'):gsub('x', '%2')", "invalid capture index %2"),
        ("('x'):gsub('x', '%y')", "invalid use of '%' in replacement string"),
        ("('x'):gsub('x', function() return {} end)", "invalid replacement value (a table)"),
        ("('x'):gsub('x', true)", "string/function/table expected"),
        ("('x'):rep(300):find(('(x'):rep(40))", "too many captures"),
        ("('x'):rep(1000):find(('x?'):rep(1000))", "pattern too complex"),
    ])
    func aMalformedPatternIsAMistake(expression: String, message: String) throws {
        let told = try run("return \(expression)")
        #expect(told.hasPrefix("error: test.lua:1: "))
        #expect(told.contains(message), "\(told)")
    }

    @Test func walkingThroughATextIsChargedOnce() throws {
        // A tokenizer over 40 KB: what lies before the place where a find begins costs nothing.
        let source = """
            local s, at, n = ('word '):rep(8000), 1, 0
            while true do
                local _, last = s:find('^%a+%s*', at)
                if not last then break end
                at = last + 1 n = n + 1
            end
            while true do
                local first = s:find('w', at - 40000, true)
                if not first or n == 10000 then break end
                n = n + 1
            end
            return n
            """
        #expect(try run(source) == "10000")
    }
}
