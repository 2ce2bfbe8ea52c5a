import LuaEngine
import Testing

@Suite struct LuaCallTests {
    @Test func aHostFunctionReturnsItsValues() throws {
        #expect(try run("return echo(1, 2.5, 'a', true, nil, {1, x = 2})") == "1 2.5 a true nil {1,x=2}")
    }

    @Test func aHostFunctionWithoutResultsReturnsNone() throws {
        #expect(try run("return select('#', note())") == "0")
    }

    @Test func aFunctionPassedThroughTheHostIsTheSameFunction() throws {
        #expect(try run("local f = function() end return echo(f) == f") == "true")
    }

    @Test func aMistakeIsRaisedWithFileAndLineOfTheCaller() throws {
        #expect(try run("\n\nfail 'bad argument'") == "error: test.lua:3: bad argument")
        let failed = try Bench().step("\nlocal function f() fail 'x' end\nf()")
        guard case .failed(let error) = failed else {
            Issue.record("the script did not fail")
            return
        }
        #expect(error.source == "test.lua")
        #expect(error.line == 2)
        #expect(error.traceback?.contains("test.lua:3: in") == true)
    }

    @Test func anErrorValueIsRaisedAsItIs() throws {
        #expect(try run("local ok, e = pcall(fail_plain, {reason = 'busy'}) return ok, e.reason") == "false busy")
        #expect(try run("return pcall(fail_plain, 'text')") == "false text")
        #expect(try run("return pcall(fail_plain, nil)") == "false nil")
        #expect(try run("return pcall(fail_plain, false)") == "false false")
    }

    @Test func theCallKnowsWhereTheScriptStands() throws {
        #expect(try run("\n return where()") == "test.lua 2")
        #expect(try run("\n local s, l = where() return s, l") == "test.lua 2")
    }

    @Test func aWaitReturnsWhatTheRuntimeHandsOver() throws {
        #expect(try run("local a, b = wait() return b, a", .values([.integer(1), .string("x")])) == "x 1")
        #expect(try run("return wait()", .values([])) == "")
        #expect(try run("return 'a' .. wait() .. wait()", .text("b"), .text("c")) == "abc")
    }

    @Test func aWaitRaisesWhatTheRuntimeHandsOver() throws {
        let table = LuaValue.table(LuaTable(array: [.integer(5)]))
        #expect(try run("local ok, e = pcall(wait) return ok, e[1]", .raise(LuaRaise(table))) == "false 5")
        #expect(try run("\nlocal x = wait()", .raise(LuaRaise("too late"))) == "error: test.lua:2: too late")
        #expect(try run("\nlocal x = wait()", .raise(LuaRaise(.string("plain")))) == "error: plain")
    }

    @Test func afterAWaitTheNextMistakeStillNamesItsLine() throws {
        #expect(try run("wait()\nwait()\nfail 'x'", .text(""), .text("")) == "error: test.lua:3: x")
    }

    @Test func aThreadBeginsWithItsArguments() throws {
        let bench = try Bench()
        let thread = try bench.thread("local a, b = ... wait() return a, b", [.integer(1), .string("two")])
        #expect(told(bench.world.resume(thread, with: .start)) == "waiting")
        #expect(told(bench.world.resume(thread, with: .values([]))) == "1 two")
    }

    @Test func severalThreadsWaitAtOnceAndGoOnInAnyOrder() throws {
        let bench = try Bench()
        let threads = try (0..<10).map { number in
            try bench.thread(
                "local n = ... local t = {} for i = 1, 3 do t[#t + 1] = coroutine.wrap(wait)() end return n, t",
                [.integer(Int64(number))])
        }
        for thread in threads { #expect(told(bench.world.resume(thread, with: .start)) == "waiting") }
        for round in 1...2 {
            for thread in threads.reversed() {
                #expect(told(bench.world.resume(thread, with: .number(Int64(round)))) == "waiting")
            }
        }
        for number in [3, 1, 4, 5, 9, 2, 6, 8, 7, 0] {
            #expect(told(bench.world.resume(threads[number], with: .text("end"))) == "\(number) {1,2,end}")
        }
    }

    @Test func manyValuesPassBothWays() throws {
        let values = (0..<5000).map { LuaValue.integer($0) }
        #expect(try run("return select('#', wait())", .values(values)) == "5000")
        #expect(try run("return select('#', echo(table.unpack({}, 1, 5000)))") == "5000")
        #expect(
            try run("return select('#', coroutine.wrap(function() return wait() end)())", .values(values)) == "5000")
    }
}
