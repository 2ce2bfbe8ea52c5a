import LuaEngine
import Testing

/// A busy script pauses, so that its thread can do other things, and does not notice.
@Suite struct SlicesTests {
    private func pausing(_ units: Int) -> LuaLimits { LuaLimits(cpuSeconds: 60, sliceUnits: units) }

    /// Runs a script in slices and counts them.
    private func slices(_ bench: Bench, _ source: String) throws -> (pauses: Int, last: LuaStep) {
        let thread = try bench.thread(source)
        var step = bench.world.resume(thread, with: .start, inSlices: true)
        var pauses = 0
        while case .paused = step {
            pauses += 1
            step = bench.world.resume(thread, with: .goOn, inSlices: true)
        }
        return (pauses, step)
    }

    @Test func aBusyScriptPausesAfterEachSlice() throws {
        let bench = try Bench(pausing(20_000), hasTwin: false)
        let (pauses, last) = try slices(bench, "local x = 0 for i = 1, 100000 do x = x + i end return x")
        #expect(told(last) == "5000050000")
        #expect(pauses >= bench.world.instructionsUsed / 20_100 - 1)
        #expect(pauses >= 9)
    }

    @Test func theTwinOfATestPauses() throws {
        let bench = try Bench()
        #expect(try bench.run("for i = 1, 10000 do end return 1") == "1")
        #expect(bench.pausesOfTwin > 90)
    }

    @Test func aShortScriptDoesNotPause() throws {
        let (pauses, last) = try slices(try Bench(pausing(20_000), hasTwin: false), "return 1")
        #expect(pauses == 0 && told(last) == "1")
    }

    @Test func withoutSlicesNothingPauses() throws {
        let bench = try Bench(pausing(1), hasTwin: false)
        let thread = try bench.thread("for i = 1, 10000 do end return 1")
        #expect(told(bench.world.resume(thread, with: .start)) == "1")
    }

    @Test func theBudgetGoesOnThroughPauses() throws {
        var limits = pausing(1_000)
        limits.instructions = 100_000
        let (pauses, last) = try slices(try Bench(limits, hasTwin: false), "while true do end")
        #expect(told(last) == "stopped: instructions at test.lua:1")
        #expect(pauses > 80)
    }

    @Test func whatCannotYieldGoesOn() throws {
        let inSort = "table.sort({2, 1, 3}, function(a, b) for i = 1, 5000 do end return a < b end) return 'done'"
        let (pauses, last) = try slices(try Bench(pausing(1), hasTwin: false), inSort)
        #expect(told(last) == "done")
        #expect(pauses <= 1)
        let inCoroutine = """
            return (string.gsub('ab', '.', coroutine.wrap(function(c)
                while true do for i = 1, 5000 do end c = coroutine.yield(c .. c) end
            end)))
            """
        #expect(told(try slices(try Bench(pausing(1), hasTwin: false), inCoroutine).last) == "aabb")
    }

    @Test func pausesPassThroughCoroutines() throws {
        let source = """
            local co = coroutine.wrap(function()
                for round = 1, 3 do
                    local sum = 0
                    for i = 1, 2000 do sum = sum + i end
                    coroutine.yield(sum)
                end
                return 'end'
            end)
            local outer = coroutine.wrap(function() return co(), co(), co(), co() end)
            return outer()
            """
        let (pauses, last) = try slices(try Bench(pausing(500), hasTwin: false), source)
        #expect(told(last) == "2001000 2001000 2001000 end")
        #expect(pauses > 20)
    }

    @Test func aPausedThreadOnlyGoesOn() throws {
        let bench = try Bench(pausing(1), hasTwin: false)
        let thread = try bench.thread("for i = 1, 1000 do end return wait()")
        #expect(told(bench.world.resume(thread, with: .goOn, inSlices: true)).hasPrefix("error"))
        #expect(told(bench.world.resume(thread, with: .start, inSlices: true)) == "paused")
        #expect(told(bench.world.resume(thread, with: .values([]), inSlices: true)).hasPrefix("error"))
        #expect(told(bench.world.resume(thread, with: .start, inSlices: true)).hasPrefix("error"))
        #expect(told(bench.world.resume(thread, with: .goOn)) == "waiting")
        #expect(told(bench.world.resume(thread, with: .goOn)).hasPrefix("error"))
        #expect(told(bench.world.resume(thread, with: .text("x"))) == "x")
    }

    @Test func processorTimeOfOthersDoesNotCount() throws {
        let limits = LuaLimits(instructions: 1 << 60, cpuSeconds: 0.2, sliceUnits: 1_000)
        let bench = try Bench(limits, hasTwin: false)
        let busy = try Bench(LuaLimits(instructions: 1 << 60, cpuSeconds: 60), hasTwin: false)
        let thread = try bench.thread("for i = 1, 20000 do end return 'fine'")
        var step = bench.world.resume(thread, with: .start, inSlices: true)
        while case .paused = step {
            _ = try busy.run("for i = 1, 1000000 do end")
            step = bench.world.resume(thread, with: .goOn, inSlices: true)
        }
        #expect(told(step) == "fine")
    }
}
