import LuaEngine
import Testing

/// `table.sort` is stable and takes any comparison.
@Suite struct SortTests {
    @Test func whatComparesEqualKeepsItsOrder() throws {
        let source = """
            local t = {}
            for i = 1, 500 do t[i] = {key = (i * 37) % 10, number = i} end
            table.sort(t, function(a, b) return a.key < b.key end)
            for i = 2, #t do
                local a, b = t[i - 1], t[i]
                assert(a.key < b.key or a.key == b.key and a.number < b.number)
            end
            return #t
            """
        #expect(try run(source) == "500")
    }

    @Test(arguments: [
        ("{3, 1, 2}", "1 2 3"), ("{}", ""), ("{1}", "1"), ("{2.5, 1.5, -1.5}", "-1.5 1.5 2.5"),
        ("{2, 1.5, 3}", "1.5 2 3"), ("{'b', 'a', 'B', ''}", " B a b"),
        ("{math.mininteger, 0, math.maxinteger, -1}", "-9223372036854775808 -1 0 9223372036854775807"),
    ])
    func aListIsSorted(list: String, result: String) throws {
        #expect(try run("local t = \(list) table.sort(t) return table.concat(t, ' ')") == result)
    }

    @Test func longListsOfEveryKindAreSorted() throws {
        let source = """
            for _, make in ipairs {
                function(i) return math.random(1000) end, function(i) return math.random() end,
                function(i) return 'k' .. math.random(1000) end, function(i) return i % 2 == 0 and i or i + 0.5 end,
            } do
                for _, n in ipairs {2, 5, 6, 7, 12, 13, 100, 1000} do
                    local t = {}
                    for i = 1, n do t[i] = make(i) end
                    table.sort(t)
                    for i = 2, n do assert(t[i - 1] <= t[i]) end
                    table.sort(t, function(a, b) return a > b end)
                    for i = 2, n do assert(t[i - 1] >= t[i]) end
                end
            end
            return 'sorted'
            """
        #expect(try run(source, limits: .instructions(100_000_000)) == "sorted")
    }

    @Test(arguments: ["return true", "return false", "return math.random(2) == 1", "return a >= b", "return nil"])
    func aComparisonThatContradictsItselfLosesNothing(body: String) throws {
        let source = """
            local t, sum = {}, 0
            for i = 1, 200 do t[i] = (i * 31) % 200 end
            table.sort(t, function(a, b) \(body) end)
            local seen = {}
            for i = 1, 200 do assert(not seen[t[i]]) seen[t[i]] = true sum = sum + t[i] end
            return sum
            """
        #expect(try run(source) == "19900")
    }

    @Test func aComparisonThatRaisesLeavesTheListAsItWas() throws {
        let source = """
            local t, n = {5, 4, 3, 2, 1}, 0
            local ok, e = pcall(table.sort, t, function(a, b) n = n + 1 if n == 4 then error('no', 0) end return a < b end)
            return ok, e, table.concat(t, ' ')
            """
        #expect(try run(source) == "false no 5 4 3 2 1")
        #expect(
            try run("local t = {2, 'x', 1} return pcall(table.sort, t)").hasPrefix("false attempt to compare"))
    }

    @Test func aComparisonMayChangeTheList() throws {
        let source = """
            local t = {}
            for i = 1, 50 do t[i] = 50 - i end
            table.sort(t, function(a, b) t[#t] = nil t[1] = 'x' return false end)
            return type(t)
            """
        #expect(try run(source) == "table")
    }

    @Test func notANumberIsSortedSomewhere() throws {
        #expect(try run("local t = {3, 0/0, 1, 0/0, 2} table.sort(t) return #t") == "5")
    }

    @Test func onlyAFunctionCompares() throws {
        #expect(
            try run("table.sort({1, 2}, 1)").contains("bad argument #2 to 'sort' (function expected, got number)"))
        #expect(try run("table.sort({2, 1}, wait)").contains("cannot wait inside a callback of a C function"))
    }
}
