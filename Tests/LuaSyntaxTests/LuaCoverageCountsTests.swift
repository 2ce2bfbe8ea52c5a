import Testing

@testable import LuaSyntax

/// What is counted when instrumented sources run in Lua itself.
@Suite struct LuaCoverageCountsTests {
    /// The counts of all points but statements, in their order.
    private func counts(_ source: String) throws -> [Int] {
        let result = try LuaInstrumenter().instrument(Array(source.utf8))
        let counts = RealLua.run(result.source).counts
        return result.map.points.filter { $0.kind != .statement }.map { counts[$0.id, default: 0] }
    }

    /// How many ways on from choices there are.
    private func branches(_ source: String) throws -> Int {
        try LuaInstrumenter().instrument(Array(source.utf8)).map.points.count(where: \.isBranch)
    }

    /// The counts of statements by line.
    private func lines(_ source: String) throws -> [Int: Int] {
        let result = try LuaInstrumenter().instrument(Array(source.utf8))
        let counts = RealLua.run(result.source).counts
        return Dictionary(
            result.map.points.filter { $0.kind == .statement }.map { ($0.line, counts[$0.id, default: 0]) },
            uniquingKeysWith: +)
    }

    @Test func everyArmOfAnIfIsCounted() throws {
        let source = "for i = 1, 6 do if i == 1 then elseif i < 4 then elseif i == 9 then end end"
        #expect(try counts(source) == [6, 1, 2, 0, 3])
        #expect(try counts("for i = 1, 3 do if i == 1 then else end end") == [3, 1, 2])
    }

    @Test func aLoopCountsItsTurnsAndWhenItIsPassedOver() throws {
        let source = """
            for _, n in ipairs { 0, 2, 0, 3 } do
              local i = 0
              while i < n do i = i + 1 if i == 3 then break end end
              for j = 1, n do end
              for _ in next, n > 0 and { 1 } or {} do end
            end
            """
        let ofAnd = [2, 2], ofOr = [2, 2], ofIf = [1, 4]
        #expect(try counts(source) == [4, 5] + ofIf + [2, 5, 2] + ofOr + ofAnd + [2, 2])
    }

    @Test(arguments: [
        "for i = 1, 3 do end", "for i = 3, 1, -1 do end", "local n <const> = 3 for i = 1, n do end",
        "for _, n in ipairs { 1, 2 } do end", "for _, n in pairs { 1 } do end", "while true do break end",
    ]) func aLoopThatAlwaysRunsHasNoWayPastIt(_ source: String) throws {
        #expect(try branches(source) == 1)
    }

    @Test(arguments: [
        "for i = 1, 0 do end", "local n = 3 for i = 1, n do end", "local n <const> = 0 for i = 1, n do end",
        "local n <const> = #{} for i = 1, n do end", "for _, n in ipairs {} do end",
        "for _, n in ipairs { nil } do end",
        "for _, n in pairs { a = nil } do end", "local ipairs = next for _, n in ipairs { 1 } do break end",
    ]) func aLoopThatMayNotRunHas(_ source: String) throws {
        #expect(try branches(source) == 2)
    }

    @Test func aRecursiveLoopIsCountedByItsOwnTurns() throws {
        let source = """
            local function walk(t) for _, child in ipairs(t) do walk(child) end end
            walk { {}, { {}, {} } }
            """
        // Five calls, of which three find nothing to walk over.
        #expect(try counts(source) == [5, 4, 3])
    }

    @Test func bothSidesOfAndAndOrAreCounted() throws {
        // For each operator: when its left side is true, then when it is not.
        #expect(try counts("for _, x in ipairs { 1, false, 2 } do local y = x and 1 end") == [3, 2, 1])
        #expect(try counts("for _, x in ipairs { 1, false, 2 } do local y = x or 1 end") == [3, 2, 1])
    }

    @Test func aChainIsCountedValueByValue() throws {
        let source = "for i = 1, 10 do local y = i < 4 or i < 6 or i end"
        // Three times the first decides, twice the second, five times neither.
        #expect(try counts(source) == [10, 3, 7, 2, 5])
        #expect(try counts("for i = 1, 10 do local y = i > 4 and i > 6 and i end") == [10, 6, 4, 4, 2])
        #expect(try counts("for i = 1, 10 do local y = i > 4 and i > 6 or i end") == [10, 4, 6, 6, 4])
    }

    @Test func whatAnErrorPreventsIsNotCounted() throws {
        #expect(try counts("pcall(function() local x = nothing.field or 1 end)") == [1, 0, 0])
        #expect(try counts("pcall(function() while nothing.field do end end)") == [1, 0, 0])
        #expect(try counts("pcall(function() if nothing.field then end end)") == [1, 0, 0])
        let source = """
            pcall(function()
              local x = 1
              error "stop"
              x = 2
            end)
            """
        #expect(try lines(source) == [1: 1, 2: 1, 3: 1, 4: 0])
    }

    @Test func statementsAreCountedEachTime() throws {
        let source = """
            local n = 0
            while n < 3 do
              n = n + 1
              if n == 2 then goto continue end
              print(n)
              ::continue::
            end
            do
              return n
            end
            """
        #expect(try lines(source) == [1: 1, 2: 1, 3: 3, 4: 4, 5: 2, 9: 1])
    }
}
