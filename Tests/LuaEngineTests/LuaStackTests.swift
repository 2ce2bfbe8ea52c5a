import LuaEngine
import Testing

@Suite struct LuaStackTests {
    @Test func aTableIsCopiedWithListAndNamedFields() throws {
        #expect(try run("return {1, 'a', {x = {y = true}}, z = 1.5}") == "{1,a,{x={y=true}},z=1.5}")
        #expect(try run("return {1, nil, 3}") == "{1}")
    }

    @Test func otherKeysAreToldButNotCopied() throws {
        guard case .finished(let values) = try Bench().step("return {[0] = 1}, {[true] = 1}, {[1.5] = 1}, {1, 2}")
        else {
            Issue.record("the script did not end")
            return
        }
        let others = values.map { value in if case .table(let table) = value { table.hasOtherKeys } else { false } }
        #expect(others == [true, true, true, false])
    }

    @Test func aTableThatContainsItselfIsRefused() throws {
        #expect(try run("local t = {} t.t = t return echo(t)").contains("contains itself"))
        #expect(try run("local t = {} t[1] = t echo(t)").hasPrefix("error: test.lua:1: a table is nested deeper"))
        #expect(try run("local t = {} t.t = t return t") == "table")
        let deep = "local t = {} for i = 1, %d do t = {t} end return select('#', echo(t))"
        #expect(try run(deep.replacing("%d", with: "31")) == "1")
        #expect(try run(deep.replacing("%d", with: "32")).contains("nested deeper"))
    }

    @Test func aHugeTableIsRefused() throws {
        #expect(try run("local t = {} for i = 1, 50001 do t[i] = i end echo(t)").contains("more than 50000 items"))
        #expect(try run("local t = {} for i = 1, 50000 do t[i] = i end return #echo(t)") == "50000")
    }

    @Test func aRefusedValueLeavesNothingBehind() throws {
        let bench = try Bench()
        let source = """
            local loop = {function() end, a = function() end}
            loop.z = loop
            for i = 1, 50 do
                local ok, e = pcall(echo, 1, {function() end}, loop)
                assert(not ok)
            end
            return select('#', echo(1, 2))
            """
        var sizes: [Int] = []
        for _ in 0..<12 {
            #expect(try bench.run(source) == "2")
            bench.world.beginInput()
            sizes.append(bench.world.memoryBytes)
        }
        #expect(sizes[11] < 200_000)
    }

    @Test func copyingRunsNoMetamethod() throws {
        let source = """
            local m = {}
            for _, n in ipairs {'__index', '__pairs', '__len', '__tostring', '__eq'} do m[n] = error end
            return echo(setmetatable({1, x = 2}, m))
            """
        #expect(try run(source) == "{1,x=2}")
    }

    @Test func textsKeepEveryByteThatIsText() throws {
        #expect(try run("return 'a\\0b', '', 'ö'") == "a\0b  ö")
        #expect(try run("return echo('a\\0b') == 'a\\0b'") == "true")
        #expect(try run("return echo('\\xFF') == '\\u{FFFD}'") == "true")
    }

    @Test func numbersKeepTheirKind() throws {
        let source =
            "return math.type(echo(1)), math.type(echo(1.0)), echo(math.mininteger) == math.mininteger, echo(0/0)"
        #expect(try run(source).hasPrefix("integer float true"))
    }

    @Test func aTableFromTheHostIsAnOrdinaryTable() throws {
        let bench = try Bench(hasTwin: false)
        var table = LuaTable(array: [.integer(1), .nil, .integer(3)])
        table["name"] = .string("x")
        table["inner"] = .table(LuaTable(array: [.boolean(true)]))
        try bench.world.setGlobal("given", .table(table))
        #expect(
            try bench.run("given.more = 1 return given[1], given[2], given[3], given.name, given.inner")
                == "1 nil 3 x {true}")
    }

    @Test func aDeepTableFromTheHostIsPushed() throws {
        var value = LuaValue.integer(1)
        for _ in 0..<500 { value = .table(LuaTable(array: [value])) }
        let bench = try Bench(hasTwin: false)
        try bench.world.setGlobal("deep", value)
        let source = "local n, t = 0, deep while type(t) == 'table' do n, t = n + 1, t[1] end return n"
        #expect(try bench.run(source) == "500")
    }
}
