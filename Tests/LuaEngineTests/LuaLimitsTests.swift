import LuaEngine
import Testing

@Suite struct LuaLimitsTests {
    static let endless = [
        "while true do end",
        "::top:: goto top",
        "repeat until false",
        "for i = 1, math.maxinteger do end",
        "for i = 1, math.huge do end",
        "local function f() return f() end f()",
        "while true do pcall(function() while true do end end) end",
        "while true do pcall(error) end",
        "local function loop() while true do end end xpcall(loop, loop)",
        "local function loop() while true do end end while true do xpcall(error, loop) end",
        "local function loop() while true do pcall(loop) end end loop()",
        "coroutine.wrap(function() while true do end end)()",
        "while true do pcall(coroutine.wrap(function() while true do end end)) end",
        "while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
        "local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end",
        "while true do coroutine.create(function() end) end",
        "for i = 1, 1000000 do coroutine.wrap(function() local x = 0 for j = 1, 90 do x = x + j end end)() end",
        """
        local co = coroutine.create(function()
            local x <close> = setmetatable({}, {__close = function() while true do end end})
            coroutine.yield()
        end)
        coroutine.resume(co)
        coroutine.close(co)
        """,
        """
        local co = coroutine.create(function()
            local x <close> = setmetatable({}, {__close = function() while true do end end})
            while true do end
        end)
        pcall(coroutine.resume, co)
        pcall(coroutine.close, co)
        while true do end
        """,
        "local x <close> = setmetatable({}, {__close = function() while true do end end}) while true do end",
        "local x <close> = setmetatable({}, {__close = function() while true do end end}) error('x')",
        "local x <close> = setmetatable({}, {__close = function() while true do end end}) wait()",
        """
        local function loop()
            local x <close> = setmetatable({}, {__close = loop})
            while true do pcall(function() local y <close> = setmetatable({}, {__close = loop}) end) end
        end
        loop()
        """,
        "local t = setmetatable({}, {__index = function(t, k) return k end}) while true do local x = t[1] end",
        "local t = setmetatable({}, {__index = function() while true do end end}) local x = t.x",
        "local t = setmetatable({}, {__eq = function() while true do end end}) local x = t == setmetatable({}, getmetatable(t))",
        "local x = tostring(setmetatable({}, {__tostring = function() while true do end end}))",
        "for x in function() return 1 end do end",
        "for x in coroutine.wrap(function() while true do coroutine.yield(1) end end) do end",
        "table.sort({3, 2, 1}, function() while true do end end)",
        "string.gsub('abc', '.', function() while true do end end)",
        "string.gsub(('x'):rep(1000), '.', function() pcall(function() while true do end end) end)",
        "table.move({}, 1, math.maxinteger - 1, 2)",
        "local x = ('a'):rep(60):find(('.-'):rep(12) .. 'x')",
        "local x = ('a'):rep(60):match(('a*'):rep(12) .. 'x')",
        "local x = ('a'):rep(60):gsub(('.-'):rep(12) .. 'x', '')",
        "for x in ('a'):rep(60):gmatch(('a?'):rep(60) .. ('a'):rep(60) .. 'x') do end while true do end",
        "local s = ('('):rep(200000) while true do s:find('%b()') end",
        "while true do table.concat({}, 'x', 1, 0) end",
        "while true do (''):rep(1 << 40) end",
        "while true do (''):rep(1 << 40, '') end",
        "local s = ('\\x80'):rep(200000) while true do for p in utf8.codes(s, true) do end end",
        "local s = ('<'):rep(200000) while true do string.packsize(s) end",
        "local s = ('9'):rep(200000) while true do local x = s + 1 end",
        "local s = ('9'):rep(200000) while true do math.sin(s) end",
        "local s = ('9'):rep(200000) while true do tonumber(s) end",
        "local s = ('9'):rep(200000) while true do tonumber(s, 16) end",
        "local s = ('a'):rep(200000) while true do utf8.len(s) end",
        "local s = ('a'):rep(200000) while true do utf8.offset(s, -1, 1) utf8.offset(s, 199999) end",
        "local s = ('%d '):rep(20000) while true do pcall(string.format, s) end",
        "local s = ('%% '):rep(60000) while true do pcall(string.format, s) end",
        "local s = ('%d'):rep(60000) while true do os.date(s) end",
        "local t = {} for i = 1, 20000 do t[i] = 20000 - i end while true do table.sort(t) end",
        "local t = {} for i = 1, 16000 do t['k' .. i] = i end while true do for k in pairs(t) do break end end",
        "local t = {} for i = 1, 16000 do t['k' .. i] = i end while true do next(t) end",
        "local t = {} for i = 1, 5000 do t['k' .. i] = i end while true do next(t, 'k7') next({}, 1) end",
        "local s = ('a'):rep(200000) while true do s:find('b', 1, true) end",
        "error(setmetatable({}, {__tostring = function() while true do end end}), select('#', (function() while true do end end)()))",
        "note(setmetatable({}, {__index = function() while true do end end})) while true do end",
    ]

    @Test(arguments: endless)
    func anEndlessScriptIsStopped(source: String) throws {
        let bench = try Bench(.instructions(300_000))
        let thread = try bench.thread(source + "\nnote('survived')")
        var step = bench.world.resume(thread, with: .start)
        if case .waiting = step { step = bench.world.resume(thread, with: .raise(LuaRaise("call_ended"))) }
        guard case .stopped(let stop) = step else {
            Issue.record("not stopped: \(told(step))")
            return
        }
        // Deep calls may come to the end of their stack before.
        #expect(stop.reason == .instructions || stop.reason == .memory && source.contains("loop()"))
        #expect(stop.source == "test.lua")
        #expect((stop.line ?? 0) >= 1)
        #expect(!stop.message.isEmpty)
        #expect(bench.lines.filter { $0 == "survived" }.isEmpty)
    }

    @Test func aStopTellsTheLineThatRan() throws {
        let stop = try Bench(.instructions(10_000)).stop("local x = 0\n\nwhile true do\n  x = x + 1\nend")
        #expect(stop?.line == 3 || stop?.line == 4)
    }

    @Test func afterAStopNothingOfThatWorldRuns() throws {
        let bench = try Bench(.instructions(10_000))
        let waiting = try bench.thread("wait() note('ran')")
        #expect(told(bench.world.resume(waiting, with: .start)) == "waiting")
        #expect(try bench.stop("while true do end") != nil)
        guard case .stopped(let stop) = bench.world.resume(waiting, with: .values([])) else {
            Issue.record("a thread of a stopped world went on")
            return
        }
        #expect(stop.reason == .instructions)
        #expect(throws: LuaError.self) { try bench.thread("note('ran')") }
        bench.world.beginInput()
        #expect(throws: LuaError.self) { try bench.thread("note('ran')") }
        #expect(bench.lines.isEmpty)
    }

    @Test(arguments: [
        "local x <close> = setmetatable({}, {__close = function() note('closed') end}) while true do end",
        """
        string.gsub('x', 'x', function()
            local x <close> = setmetatable({}, {__close = function() note('closed') end})
            local y <close> = setmetatable({}, {__close = function() note('closed') log.info('closed') end})
            while true do end
        end)
        """,
        """
        pcall(string.gsub, 'x', 'x', function()
            pcall(function()
                local x <close> = setmetatable({}, {__close = note})
                xpcall(function() while true do end end, note)
            end)
            note('after')
        end)
        note('after')
        """,
        """
        table.sort({1, 2}, coroutine.wrap(function()
            local x <close> = setmetatable({}, {__close = note})
            while true do end
        end))
        """,
    ])
    func whatRunsOnTheWayOutOfAStopReachesNobody(source: String) throws {
        let bench = try Bench(.instructions(10_000))
        #expect(try bench.stop(source)?.reason == .instructions)
        #expect(bench.lines.isEmpty)
    }

    @Test func otherWorldsGoOn() throws {
        let good = try Bench()
        let bad = try Bench(.instructions(10_000))
        let thread = try good.thread("return wait()")
        #expect(told(good.world.resume(thread, with: .start)) == "waiting")
        #expect(try bad.stop("while true do end") != nil)
        #expect(told(good.world.resume(thread, with: .text("fine"))) == "fine")
    }

    @Test func theBudgetIsRenewedWithEachInput() throws {
        let bench = try Bench(.instructions(100_000))
        let thread = try bench.thread("while true do for i = 1, 5000 do end wait() end")
        #expect(told(bench.world.resume(thread, with: .start)) == "waiting")
        for _ in 0..<100 {
            bench.world.beginInput()
            #expect(bench.world.instructionsUsed == 0)
            #expect(told(bench.world.resume(thread, with: .values([]))) == "waiting")
            #expect(bench.world.instructionsUsed > 1000)
        }
        var step = LuaStep.waiting
        for _ in 0..<100 {
            guard case .waiting = step else { break }
            step = bench.world.resume(thread, with: .values([]))
        }
        #expect(told(step).hasPrefix("stopped: instructions"))
    }

    @Test func allocatedBytesAreCharged() throws {
        let bench = try Bench()
        _ = try bench.run("local s = ('x'):rep(64000)")
        #expect(bench.world.instructionsUsed >= 1000)
    }

    @Test func processorTimeIsBounded() throws {
        let bench = try Bench(LuaLimits(instructions: 1 << 60, cpuSeconds: 0.02))
        #expect(try bench.stop("while true do pcall(function() while true do end end) end")?.reason == .cpuTime)
        let slow = try Bench(LuaLimits(instructions: 1 << 60, cpuSeconds: 0.02))
        let copies = try Bench(
            LuaLimits(memoryBytes: 64 << 20, blockBytes: 1 << 30, instructions: 1 << 60, cpuSeconds: 0.02))
        #expect(try copies.stop("local function f(...) return f(1, ...) end f()")?.reason == .cpuTime)
        #expect(try slow.stop("local s = ('1'):rep(250000) while true do local x = s + 1 end")?.reason == .cpuTime)
    }
}
