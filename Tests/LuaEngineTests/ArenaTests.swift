import Testing

@testable import LuaEngine

@Suite struct ArenaTests {
    static let bombs = [
        "local s = 'x' while true do s = s .. s end",
        "local t = {} for i = 1, 1e9 do t[i] = i end",
        "local t = {} for i = 1, 1e9 do t[i] = function() return i end end",
        "local t = {} for i = 1, 1e9 do t[i] = coroutine.create(function() end) end",
        "local t = {} for i = 1, 1e9 do t[i] = 'string number ' .. i end",
        "local t = {} for i = 1, 1e9 do t = {t, t} end",
        "local t = {} for i = 1, 1e9 do t['k' .. i] = {} end",
        "return ('x'):rep(1e9)",
        "return ('x'):rep(1e6, ('y'):rep(1000))",
        "local t = {} for i = 1, 10000 do t[i] = ('x'):rep(100) end return table.concat(t)",
        "return string.format('%s%s', ('x'):rep(200000), ('x'):rep(200000))",
        "return (('x'):rep(1000):gsub('x', ('y'):rep(1000)))",
        "return ('x'):rep(300000):upper()",
        "local function f() return 1 + f() end f()",
        "return table.unpack({}, 1, 900000)",
        "return select('#', string.byte(('x'):rep(250000), 1, -1), string.byte(('x'):rep(250000), 1, -1))",
    ]

    @Test(arguments: bombs)
    func aMemoryBombIsAStopThatNothingCatches(source: String) throws {
        for wrapped in [
            source, "pcall(function() \(source) end) note('survived')",
            "xpcall(function() \(source) end, function() note('handler') return 1 end) note('survived')",
            "coroutine.resume(coroutine.create(function() \(source) end)) note('survived')",
            "pcall(coroutine.wrap(function() \(source) end)) note('survived')",
            "pcall(string.gsub, 'x', 'x', function() \(source) end) note('survived')",
        ] {
            let bench = try Bench(LuaLimits(memoryBytes: 4 << 20, instructions: 100_000_000, cpuSeconds: 60))
            let told = told(try bench.step(wrapped))
            #expect(told.hasPrefix("stopped: memory at test.lua:1"), "\(wrapped): \(told)")
            #expect(bench.lines.isEmpty)
            #expect(bench.world.memoryBytes < (4 << 20) + (1 << 20))
        }
    }

    @Test func aLongStringIsRefusedEvenWhenThereIsRoom() throws {
        #expect(try run("return #('x'):rep(256 * 1024)") == "262144")
        #expect(try run("return #('x'):rep(257 * 1024)").hasPrefix("stopped: memory"))
    }

    @Test func honestGarbageIsCollectedWithinOneInput() throws {
        let limits = LuaLimits(memoryBytes: 2 << 20, instructions: 100_000_000, cpuSeconds: 60)
        #expect(
            try run("for i = 1, 5000 do local s = ('x'):rep(10000) .. i end return 'done'", limits: limits) == "done")
        #expect(
            try run("for i = 1, 500000 do local t = {i, {i}} end return 'done'", limits: limits) == "done")
        #expect(
            try run(
                "local keep = {} for i = 1, 200000 do keep[i % 100] = {tostring(i), function() return i end} end return 'done'",
                limits: limits) == "done")
        #expect(
            try run(
                "for i = 1, 50000 do local co = coroutine.wrap(function() coroutine.yield(i) end) co() end return 'done'",
                limits: limits) == "done")
        #expect(
            try run(
                """
                for i = 1, 300 do
                    local t = {}
                    for j = 1, 100 do t[j] = ('y'):rep(1000) end
                    local s = table.concat(t) s = s:gsub('y', 'z') s = string.format('%s!', s)
                end
                return 'done'
                """, limits: limits) == "done")
    }

    @Test func fiftyMegabytesOfGarbageStayWithinTheDefaultBudget() throws {
        #expect(try run("for i = 1, 1700 do local s = ('x'):rep(9990) .. i end return 'done'") == "done")
    }

    @Test func aWorldThatLivesAtItsCapIsStopped() throws {
        let bench = try Bench(LuaLimits(memoryBytes: 1 << 20, instructions: 1 << 50, cpuSeconds: 60))
        let source = "local t = {} for i = 1, 9000 do t[i] = {i} end while true do local x = {} end"
        _ = try bench.run(source)
        let full = "local t = {} for i = 1, 1e9 do t[i] = {} for j = 1, 10 do local x = {} end end"
        #expect(try Bench(.memory(1 << 20)).run(full).hasPrefix("stopped: "))
    }

    @Test func memoryOfOneSizeDoesNotAddUpOverAllSizes() throws {
        let limits = LuaLimits(memoryBytes: 1 << 20, instructions: 1 << 50, cpuSeconds: 60)
        let source = """
            for size = 41, 700, 16 do
                local t = {}
                for i = 1, 700000 // size do t[i] = ('%06d'):format(i) .. ('x'):rep(size) end
            end
            """
        let told = try run(source, limits: limits)
        #expect(told == "" || told.hasPrefix("stopped: memory"))
    }

    @Test func theHostIsNeverRefusedButTheScriptPaysForIt() throws {
        let bench = try Bench(.memory(1 << 20), hasTwin: false)
        try bench.world.setGlobal("big", .table(LuaTable(array: Array(repeating: .string("abc"), count: 100_000))))
        #expect(try bench.run("local t = {} return #big").hasPrefix("stopped: memory"))
    }

    @Test func whatTheHostMadeAndNobodyKeepsIsNoReasonToStop() throws {
        let source = "local big = ('x'):rep(100000) for i = 1, 100 do echo({big, big, big .. i}) end return 'done'"
        let limits = LuaLimits(memoryBytes: 3 << 20, instructions: 100_000_000, cpuSeconds: 60)
        #expect(try run(source, limits: limits) == "done")
    }

    @Test func garbageIsCollectedBetweenInputs() throws {
        let bench = try Bench()
        for _ in 0..<100 {
            bench.world.beginInput()
            _ = try bench.run("local t = {} for i = 1, 2000 do t[i] = {} end")
        }
        bench.world.beginInput()
        #expect(bench.world.memoryBytes < 500_000)
    }

    /// Uses all that a flow does: texts, tables, coroutines, protected calls, errors, host calls, waits, libraries.
    static let mixedTail = "0x000000031.5k1k10482x-x2121a12b2111 3"
    static let mixed = """
        local t = {}
        for i = 1, 5 do t[i] = ('n' .. i):rep(i) end
        local ok, e = pcall(error, {reason = 'x' .. #t})
        local ok, e = pcall(error, 'text ' .. #t)
        local co = coroutine.wrap(function(a)
            local inner = coroutine.create(function() return (wait()) .. a end)
            return select(2, coroutine.resume(inner))
        end)
        t.a = co('z')
        local ok, e = xpcall(function() local x <close> = setmetatable({}, {__close = function() t.c = {} end}) fail 'y' end,
            function(e) return e .. debug.traceback() end)
        t.b = string.format('%s %d %5.2f', t, 3, 1.5) .. tostring(co) .. table.concat(t, ',', 1, 5)
        table.sort(t, function(a, b) return a > b end)
        local order, many_keys = {}, {[1.5] = 1, [true] = 2}
        for i = 1, 40 do many_keys['k' .. i] = i end
        for k in pairs(many_keys) do order[#order + 1] = tostring(k) end
        for k, v in pairs {1, 2, x = 3} do order[#order + 1] = k end
        for i in pairs {4, 5} do order[#order + 1] = i end
        local k = next(many_keys)
        while k do k = next(many_keys, k) end
        table.insert(order, 1, ('%p'):format(order))
        table.move(order, 1, 3, 50, {})
        t.h = table.concat(order, '', 1, 4) .. #order .. table.remove(order) .. ('x'):rep(2, '-') .. utf8.len('aä')
        for p, c in utf8.codes('aä') do t.h = t.h .. p end
        t.h = t.h .. ('a1b2'):gsub('%a(%d)', '%1%0') .. string.pack('i2z', 1, 'x'):byte(1) .. ('10' + 1)
        t.i = setmetatable({}, {__call = function(self, n) return n end})(3)
        t.d = box(4).colour .. box(5):id() .. tostring(box(6))
        log.info(t.b)
        local many = {table.unpack(t, 1, 5)}
        t.e = string.gsub('abc', '%w', function(x) return x .. x end) .. utf8.char(955) .. os.date('%Y') .. math.pi
        t.f = {echo(t.a, many, {x = {1, 2, 3}})}
        t.g = require 'answer' + #require 'waits'
        local bad = coroutine.create(function() local x <close> = setmetatable({}, {__close = error}) error 'dead' end)
        coroutine.resume(bad)
        coroutine.close(bad)
        pcall(coroutine.wrap(function() error 'dead' end))
        return t.a, t.d, t.e, #t.f, t.g, t.h, t.i
        """

    private func play(fail n: Int) throws -> LuaStep {
        let bench = try Bench()
        bench.world.now = 0
        let thread = try bench.thread(Self.mixed)
        bench.world.failAllocation(n)
        var step = bench.world.resume(thread, with: .start)
        if case .waiting = step { step = bench.world.resume(thread, with: .text("w")) }
        if case .waiting = step { step = bench.world.resume(thread, with: .text("modu")) }
        bench.world.failAllocation(0)
        bench.world.release(thread)
        bench.world.beginInput()
        return step
    }

    @Test func failingAnyAllocationIsAStopAndNothingElse() throws {
        let fine = told(try play(fail: 0))
        #expect(fine == "wz red5box 6 aabbccλ19703.1415926535898 3 46 \(Self.mixedTail)")
        var stops = 0
        for n in 1... {
            let step = try play(fail: n)
            if case .stopped(let stop) = step {
                #expect(stop.reason == .memory)
                stops += 1
                continue
            }
            #expect(told(step) == fine)
            break
        }
        #expect(stops > 200)
    }

    @Test(.enabled(if: LuaMemory.isInRuns)) func memoryOfDroppedWorldsIsGivenBack() throws {
        var worlds = try (0..<4_000).map { _ in try LuaWorld(functions: testTable, seed: 1) }
        #expect(LuaMemory.usedBytes >= 4_000 * 16 << 10)
        worlds.removeFirst(3_900)
        // Of 61 MiB not more than 3 stay at hand; other tests have worlds too.
        #expect(LuaMemory.bytesAtHand < 30 << 20)
        #expect(worlds.count == 100)
    }

    @Test func aTableHasBounds() throws {
        let limits = LuaLimits(memoryBytes: 64 << 20, instructions: 100_000_000, cpuSeconds: 60)
        func list(_ count: Int) -> String { "local t = {} for i = 1, \(count) do t[i] = i end return #t" }
        func keys(_ count: Int) -> String { "local t = {} for i = 1, \(count) do t[i + 0.5] = i end return 1" }
        #expect(try run(list(65_536), limits: limits) == "65536")
        #expect(try run(list(65_537), limits: limits) == "stopped: memory at test.lua:1")
        #expect(try run(keys(16_384), limits: limits) == "1")
        #expect(try run(keys(16_385), limits: limits) == "stopped: memory at test.lua:1")
        var wide = limits
        wide.blockBytes = 4 << 20
        #expect(try run(list(65_537), limits: wide) == "65537")
        #expect(try run(keys(16_385), limits: wide) == "1")
    }

    @Test func collectingAtAnyAllocationChangesNothing() throws {
        let fine = told(try play(fail: 0))
        for n in 1...2000 {
            #expect(told(try play(fail: -n)) == fine)
        }
    }
}
