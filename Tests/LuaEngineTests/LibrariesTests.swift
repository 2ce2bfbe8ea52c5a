import LuaEngine
import Testing

/// Our replacements of library functions: base, clock, random, tables, debug.
@Suite struct LibrariesTests {
    @Test func finalizersAndWeakTablesAreRefused() throws {
        #expect(try run("setmetatable({}, {__gc = function() end})").contains("'__gc' is not available"))
        #expect(try run("setmetatable({}, {__mode = 'k'})").contains("'__mode' is not available"))
        let later = "local m = {} local t = setmetatable({}, m) m.__gc = function() note('ran') end return 'fine'"
        let bench = try Bench()
        #expect(try bench.run(later) == "fine")
        bench.world.drop()
        #expect(bench.lines.isEmpty)
    }

    @Test func setmetatableOtherwiseIsLuas() throws {
        #expect(
            try run("local m = {} local t = {} return setmetatable(t, m) == t, getmetatable(t) == m") == "true true")
        #expect(try run("return getmetatable(setmetatable(setmetatable({}, {}), nil))") == "nil")
        #expect(try run("setmetatable({}, 1)").contains("bad argument #2 to 'setmetatable' (nil or table expected"))
        #expect(
            try run("setmetatable(1, {})").contains("bad argument #1 to 'setmetatable' (table expected, got number)"))
        let locked = "setmetatable(setmetatable({}, {__metatable = 'mine'}), {})"
        #expect(try run(locked).contains("cannot change a protected metatable"))
    }

    @Test func callableTablesAreThoseOfTheirMetatable() throws {
        #expect(
            try run("local t = setmetatable({}, {__call = function(self, a, b) return a + b end}) return t(1, 2)")
                == "3")
        #expect(
            try run("local C = {} C.__index = C setmetatable(C, {__call = function(_, n) return n end}) return C(5)")
                == "5")
        #expect(try run("setmetatable({}, {__call = {}})").contains("'__call' must be a function, not a table"))
        // What Lua reads is copied when the metatable is set, and seen by nobody.
        let source = """
            local m = {__call = function() return 1 end, x = 2}
            local t = setmetatable({}, m)
            local keys = {}
            for k in pairs(m) do keys[#keys + 1] = k end
            local listed = table.concat(keys, ' ') .. '|' .. next(m) .. '|' .. next(m, '__call') .. '|' .. #keys
            m.__call = nil
            local still = pcall(t)
            setmetatable({}, m)
            return listed, still, pcall(t)
            """
        #expect(try run(source) == "__call x|__call|x|2 true false attempt to call a table value")
        #expect(try run("return echo({__call = function() end}).x, echo(setmetatable({}, {})), 1") == "nil {} 1")
    }

    @Test func textsShowNoAddresses() throws {
        let source = """
            local t, f, co = {}, function() end, coroutine.create(function() end)
            return tostring(t), tostring(f), tostring(co), tostring(t), ('%s|%5s|%-12s'):format({}, 1, t), tostring(note)
            """
        let told = try run(source)
        #expect(told == "table: 1 function: 2 thread: 3 table: 1 table: 4|    1|table: 1     function: 5")
        let numbered = """
            local t, u = {}, {}
            return ('%p'):format(t), ('%p|%s|%-12p|'):format(u, u, t), ('%p'):format(1), ('\\0%s'):format({})
            """
        #expect(
            try run(numbered)
                == "0x00000001 0x00000002|table: 2|0x00000001  | (null) \0table: 3")
        #expect(try run("return tostring(setmetatable({}, {__name = 'Queue'}))") == "Queue: 1")
        #expect(try run("return ('%s %s %s %s'):format(nil, true, 1.5, 'x')") == "nil true 1.5 x")
        #expect(try run("return ('%%p %d'):format(3)") == "%p 3")
        #expect(try run("return tostring(setmetatable({}, {__tostring = function() return 'mine' end}))") == "mine")
        #expect(
            try run("return ('%s'):format(setmetatable({}, {__tostring = function() return 'mine' end}))") == "mine")
        #expect(try run("return tostring(nil), tostring(true), tostring(12), tostring(1e15)") == "nil true 12 1e+15")
        #expect(try run("return string.format('%d', 'x')").contains("bad argument #2 to 'format'"))
        #expect(try run("return string.format('%s')").contains("bad argument #2 to 'format' (no value)"))
    }

    @Test func theErrorMessagesOfLuaShowNoAddresses() throws {
        for source in ["error({} .. 'x')", "local t = {} t.x.y = 1", "local x = {} < {}", "({})()", "#nil"] {
            let told = try run("local t = {} " + (source.hasPrefix("#") ? "return " : "") + source)
            #expect(!told.contains("0x"), "\(told)")
        }
    }

    @Test func randomNumbersFollowTheSeed() throws {
        let source = "local t = {} for i = 1, 5 do t[i] = math.random(1000) end return t, math.random(), math.random(0)"
        let first = try Bench(seed: 1).run(source)
        #expect(try Bench(seed: 1).run(source) == first)
        #expect(try Bench(seed: 2).run(source) != first)
        #expect(
            try run("math.randomseed(5) local a = math.random(1e6) math.randomseed(5) return a == math.random(1e6)")
                == "true")
        #expect(try run("\nmath.randomseed()").hasPrefix("error: test.lua:2: math.randomseed needs a number"))
        #expect(try run("math.randomseed(math.huge) math.randomseed(0/0) math.randomseed(1.5) return 'ok'") == "ok")
    }

    @Test func randomNumbersKeepToTheirInterval() throws {
        let source = """
            local seen = {}
            for i = 1, 1000 do
                local d, r, n = math.random(6), math.random(), math.random(-3, 3)
                assert(d >= 1 and d <= 6 and r >= 0 and r < 1 and n >= -3 and n <= 3)
                seen[d] = true
            end
            math.random(math.mininteger, math.maxinteger)
            return #seen, math.random(7, 7)
            """
        #expect(try run(source) == "6 7")
        #expect(try run("math.random(0 - 1)").contains("interval is empty"))
        #expect(try run("math.random(2, 1)").contains("interval is empty"))
        #expect(try run("math.random(1, 2, 3)").contains("wrong number of arguments"))
    }

    @Test func theClockIsTheInputsInUTC() throws {
        let bench = try Bench()
        bench.world.now = 1_700_000_000.75
        #expect(
            try bench.run("return os.time(), os.date('%Y-%m-%d %H:%M:%S'), os.date('!%H')")
                == "1700000000 2023-11-14 22:13:20 22")
        #expect(
            try bench.run(
                "local d = os.date('*t') return d.year, d.month, d.day, d.hour, d.min, d.sec, d.wday, d.yday, d.isdst")
                == "2023 11 14 22 13 20 3 318 false")
        #expect(try bench.run("return os.time{year = 1970, month = 1, day = 2, hour = 0}") == "86400")
        #expect(try bench.run("return os.time{year = 2024, month = 1, day = 1}") == "1704110400")
        #expect(try bench.run("return os.time(os.date('*t', 12345))") == "12345")
        #expect(try bench.run("return os.date('%Y', 0), os.difftime(5, 3)") == "1970 2.0")
        #expect(try bench.run("return os.date('%Ez')").contains("invalid conversion specifier"))
        #expect(try bench.run("return os.date('%')").contains("invalid conversion specifier"))
        #expect(try bench.run("return os.date('%Y', math.maxinteger)").contains("cannot be represented"))
        #expect(try bench.run("return os.time{}").contains("field 'year' missing in date table"))
        #expect(try bench.run("return os.time{year = 1 << 40, month = 1, day = 1}").contains("out-of-bound"))
    }

    @Test func tracebackIsThatOfLua() throws {
        #expect(
            try run("return debug.traceback('hello')").hasPrefix("hello\nstack traceback:\n\ttest.lua:1: in main chunk")
        )
        #expect(try run("local t = {} return debug.traceback(t) == t, debug.traceback(nil) ~= nil") == "true true")
        #expect(
            try run(
                "local co = coroutine.create(function() coroutine.yield() end) coroutine.resume(co) return debug.traceback(co)"
            ).contains("test.lua:1: in function"))
        #expect(
            try run("local ok, e = xpcall(function() error('x') end, debug.traceback) return e").contains(
                "stack traceback:"))
    }

    @Test func plainFindsAreThoseOfLua() throws {
        for (arguments, result) in [
            ("'abc', 'b'", "2 2"), ("'abc', 'x'", "nil"), ("'abc', ''", "1 0"), ("'abc', '', 4", "4 3"),
            ("'abc', '', 5", "nil"), ("'abc', 'c', -1", "3 3"), ("'abc', 'a', -10", "1 1"),
            ("'a.c', '.', 1, true", "2 2"),
            ("'a.c', '.'", "1 1"), ("'a\\0c', '\\0c'", "2 3"), ("'abab', 'ab', 2", "3 4"), ("12345, 34", "3 4"),
            ("'abc', '(b)(c)'", "2 3 b c"), ("'', ''", "1 0"), ("'abc', 'abcd'", "nil"),
        ] {
            #expect(try run("return string.find(\(arguments))") == result, "\(arguments)")
        }
    }

    @Test func tableFunctionsAreThoseOfLua() throws {
        #expect(
            try run(
                "local t = {3, 1, 2} table.sort(t) table.insert(t, 4) table.insert(t, 1, 0) return t, table.remove(t), table.remove(t, 1)"
            ) == "{1,2,3} 4 0")
        #expect(
            try run("return table.concat({1, 'a', 2.5}, '-'), table.concat({1, 2, 3}, ',', 2), table.concat({})")
                == "1-a-2.5 2,3 ")
        #expect(try run("return table.unpack({1, 2, 3}, 2)") == "2 3")
        #expect(
            try run("return table.move({1, 2, 3}, 1, 3, 2), #table.pack(1, 2), table.pack(nil).n") == "{1,1,2,3} 2 1")
        #expect(try run("return table.remove({}), table.unpack({}, 1, 2)") == "nil nil nil")
        #expect(try run("table.insert({}, 5, 1)").contains("bad argument #2 to 'insert' (position out of bounds)"))
        #expect(try run("table.insert(1, 1)").contains("bad argument #1 to 'insert'"))
        #expect(try run("table.concat(1)").contains("bad argument #1 to 'concat' (table expected, got number)"))
        #expect(try run("table.concat(nil)").contains("bad argument #1 to 'concat' (table expected, got nil)"))
        #expect(try run("table.sort()").contains("bad argument #1 to 'sort' (table expected, got no value)"))
        #expect(try run("table.unpack({}, 1, 1e8)").contains("too many results to unpack"))
    }
}
