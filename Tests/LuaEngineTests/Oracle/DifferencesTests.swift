import LuaEngine
import Testing

/// Where a flow's Lua is not stock Lua, on purpose. Each test says why.
@Suite struct DifferencesTests {
    /// What stock Lua does with the same text, where it can be told: the difference is shown, not claimed.
    private func stock(_ source: String) throws -> String {
        try StockLua().run("local r = (function() \(source) end)() return tostring(r)")
    }

    // MARK: - Order of keys: the same program must go through a table the same way in every run.

    @Test func pairsGoesByNumbersThenTextsByBytesThenFalseThenTrue() throws {
        let source = """
            local t = {[true] = 1, b = 1, [2.5] = 1, [-1] = 1, [false] = 1, [''] = 1, B = 1, ab = 1, [10] = 1,
                [1e300] = 1,
                ['a\\0'] = 1, a = 1, ['\\xC3\\xA4'] = 1, [math.mininteger] = 1, [-1/0] = 1, [1] = 1, ['10'] = 1}
            local keys = {}
            for k in pairs(t) do keys[#keys + 1] = tostring(k):gsub('[^ -~]', '?') end
            local again = {}
            local k = next(t)
            while k ~= nil do again[#again + 1] = tostring(k):gsub('[^ -~]', '?') k = next(t, k) end
            for i = 1, #keys do assert(keys[i] == again[i]) end
            return table.concat(keys, ' ')
            """
        #expect(
            try run(source)
                == "-inf -9223372036854775808 -1 1 2.5 10 1e+300  10 B a a? ab b ?? false true")
    }

    /// Against a sort that is written here, over random tables.
    @Test func pairsAndNextAgreeWithAReferenceSort() throws {
        let dice = Dice(seed: Oracle.seed, for: "order")
        let bench = try Bench(LuaLimits(memoryBytes: 1 << 28, instructions: 1 << 40, cpuSeconds: 600))
        let check = """
            local function before(a, b)
                local ranks = {number = 1, string = 2, boolean = 3}
                local x, y = ranks[type(a)], ranks[type(b)]
                if x ~= y then return x < y end
                if x == 3 then return not a and b end
                return a < b
            end
            local function check(t)
                local sorted = {}
                for k in pairs(t) do
                    local at = #sorted + 1
                    while at > 1 and before(k, sorted[at - 1]) do sorted[at] = sorted[at - 1] at = at - 1 end
                    sorted[at] = k
                end
                local n, key = 0, nil
                for k, v in pairs(t) do
                    n = n + 1
                    if rawequal(k, sorted[n]) == false or v ~= t[k] then return 'pairs at ' .. n end
                    key = next(t, key)
                    if not rawequal(key, k) then return 'next at ' .. n end
                end
                if next(t, key) ~= nil then return 'no end' end
                return 'ok'
            end

            """
        let tables = (0..<400).map { _ in
            let items = dice.list(0...(dice.chance(90) ? 12 : 90)) { "[\(IterationCases.key(dice))] = {}" }
            return "{\(items.joined(separator: ", "))}"
        }
        let wrong = try tables.filter { try bench.run(check + "return check(\($0))") != "ok" }
        #expect(wrong.isEmpty, "seed \(Oracle.seed), \(wrong.count) tables, the first: \(wrong.first ?? "")")
    }

    @Test(arguments: ["{}", "function() end", "coroutine.create(function() end)"])
    func aKeyThatHasNoOrderIsAnError(key: String) throws {
        #expect(try run("for k in pairs({[\(key)] = 1, a = 1}) do end").hasPrefix("error: "))
        #expect(try run("return next({[\(key)] = 1, a = 1})").hasPrefix("error: "))
        #expect(try run("return pcall(pairs, {[\(key)] = 1, 1, 2})").hasPrefix("false "))
        #expect(try stock("for k in pairs({[\(key)] = 1}) do return type(k) end") != "nil")
    }

    @Test func nextOfAKeyThatIsGoneGivesTheOneAfterIt() throws {
        #expect(try run("return next({a = 1, c = 3}, 'b')") == "c 3")
        #expect(try run("return next({10, 20, 30}, 1.5)") == "2 20")
        #expect(try run("return next({a = 1}, 'b')") == "nil")
        #expect(try run("local t = {a = 1, b = 2, c = 3} t.a = nil t.b = nil return next(t, 'a')") == "c 3")
        #expect(try stock("return select(2, pcall(next, {a = 1, c = 3}, 'b'))").contains("invalid key to 'next'"))
    }

    @Test func pairsOfWhatIsNoTableIsAnErrorAtOnce() throws {
        #expect(try run("pairs(5)").contains("bad argument #1 to 'pairs' (table expected, got number)"))
        #expect(try run("pairs('x')").contains("bad argument #1 to 'pairs' (table expected, got string)"))
        #expect(try stock("return type((pairs(5)))") == "function")
    }

    // MARK: - Tables

    /// Stock Lua's sort moves equal items about, and its pivots depend on the clock.
    @Test func sortIsStable() throws {
        let source = """
            local t = {}
            for i = 1, 300 do t[i] = {key = i * 7919 % 10, at = i} end
            table.sort(t, function(a, b) return a.key < b.key end)
            for i = 2, 300 do
                local a, b = t[i - 1], t[i]
                assert(a.key < b.key or a.key == b.key and a.at < b.at, i)
            end
            local n = {1.0, 1, 0, 1.0, 1}
            table.sort(n)
            return table.concat(n, ' ')
            """
        #expect(try run(source) == "0 1.0 1 1.0 1")
    }

    /// Which nonsense stock Lua notices depends on its pivots.
    @Test(arguments: ["return true", "return a <= b", "return math.random() < 0.5", "return a ~= b", ""])
    func sortNeverFindsFaultWithAnOrder(body: String) throws {
        let source = """
            local t, sum = {}, 0
            for i = 1, 400 do t[i] = i * 7919 % 100 end
            table.sort(t, function(a, b) \(body) end)
            for i = 1, 400 do sum = sum + t[i] end
            return #t, sum
            """
        #expect(try run(source) == "400 \((1...400).map { $0 * 7919 % 100 }.reduce(0, +))")
    }

    @Test func stockSortDoesFindFault() throws {
        let source =
            "local t = {} for i = 1, 400 do t[i] = 1 end "
            + "return select(2, pcall(table.sort, t, function() return true end))"
        #expect(try stock(source) == "invalid order function for sorting")
    }

    /// A metamethod must not say how far a function of C walks.
    @Test func lengthsInTableAreRaw() throws {
        let long = "setmetatable({1, 2, 3}, {__len = function() return 1 << 40 end})"
        #expect(try run("local t = \(long) table.insert(t, 4) table.insert(t, 1, 0) return rawlen(t), t[5]") == "5 4")
        #expect(try run("local t = \(long) return table.remove(t), table.remove(t, 1), rawlen(t)") == "3 1 1")
        #expect(try run("return table.concat(\(long), ','), select('#', table.unpack(\(long)))") == "1,2,3 3")
        #expect(
            try run(
                "local t = setmetatable({3, 1, 2}, {__len = function() return 1 end}) table.sort(t) return rawget(t, 1)"
            ) == "1")
        let short = "setmetatable({1, 2, 3}, {__len = function() return 1 end})"
        #expect(try stock("return table.concat(\(short), ',')") == "1")
    }

    @Test func whatOnlyLooksLikeATableIsNone() throws {
        for call in ["unpack(x)", "unpack(x, 1, 2)", "move(x, 1, 0, 1)", "move({}, 1, 0, 1, x)", "concat(x, '', 1, 0)"]
        {
            let told = try run("local x = 'text' return table.\(call)")
            #expect(told.contains("table expected, got string"), "\(call): \(told)")
        }
        #expect(try stock("return select('#', table.unpack('x', 1, 2))") == "2")
    }

    @Test func itemsStillRespectMetamethods() throws {
        #expect(
            try run("return table.concat(setmetatable({}, {__index = function(_, i) return i end}), ',', 1, 3)")
                == "1,2,3")
        #expect(
            try run("return table.unpack(setmetatable({1}, {__index = function(_, i) return -i end}), 1, 3)")
                == "1 -2 -3")
        #expect(
            try run("local n = 0 table.insert(setmetatable({}, {__newindex = function() n = n + 1 end}), 1) return n")
                == "1")
        #expect(
            try run("local u = {} table.move({1, 2}, 1, 2, 1, setmetatable({}, {__newindex = u})) return u") == "{1,2}")
    }

    // MARK: - Texts

    @Test func textsOfThingsAreNumbersOfTheWorld() throws {
        let source =
            "local t, u, s = {}, {}, tostring return s(t) == s(t), s(t) ~= s(u), s(t), ('%s'):format(u)"
        let told = try run(source)
        #expect(told.hasPrefix("true true table: "))
        #expect(try run(source) == told)
        #expect(try !run("return tostring(string.len)").contains("0x7"))
    }

    /// Written loosely: how the number looks is of no matter here.
    @Test func pointersAreNumbersOfTheWorldToo() throws {
        #expect(
            try run(
                "local t, u, f = {}, {}, function() end local p = function(x) return ('%p'):format(x) end "
                    + "return p(t) == p(t), p(t) == p(u), p(f) == p(f), p(f) == p(t), p(coroutine.create(f)) == p(t)")
                == "true false true false false")
        #expect(try run("return ('%p %p %p %p'):format(1, nil, true, 1.5)") == "(null) (null) (null) (null)")
        let source = "return ('%p'):format({})"
        #expect(try run(source) == run(source))
        #expect(try run("return ('%%p %5d %p'):format(3, nil)") == "%p     3 (null)")
    }

    /// An address would also show behind an embedded zero, where C's functions see an end.
    @Test func noAddressShowsBehindAZero() throws {
        #expect(try run("return (('\\0%s'):format({}):gsub('%z', ''))").hasPrefix("table: "))
        #expect(try !run("return (('\\0%s'):format({}):gsub('%z', ''))").contains("0x"))
    }

    // MARK: - What a flow must not have: a run must be the same again, and end.

    @Test func randomNumbersComeFromTheWorldsSeed() throws {
        let source = "return math.random(1000000), math.random(1000000)"
        #expect(try Bench(seed: 1).run(source) == Bench(seed: 1).run(source))
        #expect(try Bench(seed: 1).run(source) != Bench(seed: 2).run(source))
        #expect(try run("math.randomseed()").contains("math.randomseed needs a number"))
    }

    @Test(arguments: ["__gc", "__mode"])
    func noFinalizersAndNoWeakTables(field: String) throws {
        #expect(try run("setmetatable({}, {\(field) = 'k'})").contains("'\(field)' is not available"))
        #expect(try run("return pcall(setmetatable, {}, {\(field) = false})").hasPrefix("false"))
    }

    /// Lua 5.4.4 can crash in it.
    @Test func noMetamethodForJoining() throws {
        #expect(
            try run("setmetatable({}, {__concat = function() return 'x' end})").contains("'__concat' is not available"))
        #expect(try stock("return setmetatable({}, {__concat = function() return 'x' end}) .. 1") == "x")
    }

    @Test(arguments: ["load", "loadstring", "loadfile", "dofile", "collectgarbage", "print", "io", "package", "warn"])
    func aGlobalThatReachesOutIsUndeclared(name: String) throws {
        #expect(try run("return \(name)").contains("undeclared global '\(name)'"))
    }

    @Test func whatReachesOutIsInNoLibraryEither() throws {
        for name in [
            "string.dump", "os.execute", "os.getenv", "os.exit", "os.clock", "os.remove", "debug.sethook",
            "debug.getregistry",
        ] {
            #expect(try run("return \(name)") == "nil", "\(name)")
        }
    }

    @Test func undeclaredGlobalsAreErrors() throws {
        #expect(try run("return nothing").contains("undeclared global 'nothing'"))
        #expect(try run("nothing = 1").contains("assigning to undeclared global 'nothing'"))
        #expect(try stock("return nothing") == "nil")
    }

    @Test func theMetatableOfTextsIsNotShown() throws {
        #expect(try run("return getmetatable('')") == "false")
        #expect(try stock("return type(getmetatable(''))") == "table")
    }

    // MARK: - Clock

    @Test func theZoneIsAlwaysUTC() throws {
        #expect(
            try run(
                "return os.date('%H:%M %Z', 0), os.date('*t', 0).hour, os.time{year = 1970, month = 1, day = 1}"
            )
                == "00:00 GMT 0 43200")
    }

    /// Stock Lua takes the second before 1970 for a failure of C.
    @Test func theSecondBefore1970Exists() throws {
        let source = "return os.time{year = 1969, month = 12, day = 31, hour = 23, min = 59, sec = 59}"
        #expect(try run(source) == "-1")
    }

    /// Where the calendar ends depends on the C library; ours ends before.
    @Test func fieldsOfATimeAreBounded() throws {
        #expect(try run("return os.time{year = 2000000, month = 1, day = 1}").contains("field 'year' is out-of-bound"))
        #expect(
            try run("return os.time{year = 2000, month = 1, day = -2000000}").contains("field 'day' is out-of-bound"))
    }

    // MARK: - Stops and depths

    @Test(arguments: [
        "pcall(function() while true do end end)", "xpcall(function() while true do end end, function(e) return e end)",
        "coroutine.resume(coroutine.create(function() while true do end end))", "pcall(string.rep, 'x', 1 << 30)",
        "pcall(coroutine.wrap(function() while true do end end))",
    ])
    func aStopIsNotCaught(source: String) throws {
        let told = try run(source + " note('went on') return 'went on'", limits: .instructions(100_000))
        #expect(told.hasPrefix("stopped: "), "\(told)")
    }

    @Test func coroutinesAreNestedToALimit() throws {
        let source = """
            local function deep(n)
                local ok, e = coroutine.resume(coroutine.create(function() return deep(n + 1) end))
                return ok and e or n .. ' ' .. e
            end
            return deep(0)
            """
        #expect(try run(source) == "100 coroutines are nested too deep")
    }

    /// Every wait of a flow is one of the runtime, so a handler is no coroutine of the flow's own.
    @Test func aHandlerIsTheMainCoroutine() throws {
        #expect(try run("return coroutine.isyieldable(), select(2, coroutine.running())") == "false true")
        #expect(try run("coroutine.yield()").contains("attempt to yield from outside a coroutine"))
    }
}
