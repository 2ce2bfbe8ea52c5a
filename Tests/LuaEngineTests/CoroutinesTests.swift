import LuaEngine
import Testing

@Suite struct CoroutinesTests {
    @Test func aWaitPassesThroughProtectedCalls() throws {
        #expect(try run("return pcall(function() return wait() + 1 end)", .number(4)) == "true 5")
        #expect(try run("return xpcall(wait, function(e) return 'h ' .. e end)", .number(4)) == "true 4")
        #expect(
            try run("return xpcall(wait, function(e) return 'h ' .. e end)", .raise(LuaRaise(.string("x"))))
                == "false h x")
        #expect(
            try run("return pcall(pcall, pcall, wait)", .raise(LuaRaise(.string("x")))) == "true true false x")
    }

    @Test func aWaitPassesThroughIterators() throws {
        let source = """
            local function each() return function(_, i) if i < 3 then return i + 1, wait() end end, nil, 0 end
            local t = {}
            for i, v in each() do t[i] = v end
            return t
            """
        #expect(try run(source, .text("a"), .text("b"), .text("c")) == "{a,b,c}")
    }

    @Test(arguments: [
        ("__index", "t.x"), ("__call", "t()"), ("__add", "t + 1"), ("__unm", "-t"),
        ("__len", "#t"), ("__band", "t & 1"), ("__idiv", "1 // t"),
    ])
    func aWaitPassesThroughAMetamethod(event: String, expression: String) throws {
        let source = "local t = setmetatable({}, {\(event) = function() return (wait()) end}) return \(expression)"
        #expect(try run(source, .text("v")) == "v")
    }

    @Test(arguments: [("__eq", "t == u"), ("__lt", "t < u"), ("__le", "t <= u")])
    func aWaitPassesThroughAComparison(event: String, expression: String) throws {
        let source = """
            local m = {\(event) = function() return (wait()) end}
            local t, u = setmetatable({}, m), setmetatable({}, m)
            if \(expression) then return 'yes' end return 'no'
            """
        #expect(try run(source, .values([.boolean(true)])) == "yes")
        #expect(try run(source, .values([.nil])) == "no")
    }

    @Test func aWaitPassesThroughAnAssignmentWithAMetamethod() throws {
        let source = """
            local seen
            local t = setmetatable({}, {__newindex = function(_, k, v) seen = k .. v .. wait() end})
            t.a = 'b'
            return seen
            """
        #expect(try run(source, .text("c")) == "abc")
    }

    @Test func aWaitPassesThroughCloseFunctions() throws {
        let source = """
            local t = {}
            do
                local x <close> = setmetatable({}, {__close = function() t[1] = wait() end})
                local y <close> = setmetatable({}, {__close = function() t[2] = wait() end})
            end
            return t
            """
        #expect(try run(source, .text("y"), .text("x")) == "{x,y}")
    }

    @Test func anErrorClosesValuesAndTheseMayWait() throws {
        let bench = try Bench()
        let source = """
            local x <close> = setmetatable({}, {__close = function(_, e) note(e, wait()) end})
            error 'first'
            """
        #expect(try bench.run(source, .text("waited")) == "error: test.lua:2: first")
        #expect(bench.lines == ["test.lua:2: first", "waited"])
    }

    @Test func anErrorRaisedByAWaitClosesValues() throws {
        let bench = try Bench()
        let source = "local x <close> = setmetatable({}, {__close = function(_, e) note('closed', e) end}) wait()"
        #expect(try bench.run(source, .raise(LuaRaise(.string("call_ended")))) == "error: call_ended")
        #expect(bench.lines == ["closed", "call_ended"])
    }

    @Test func aWaitPassesThroughTheFlowsOwnCoroutinesThreeDeep() throws {
        let source = """
            local function inner(a) local b = coroutine.yield(a + 1) return b .. wait() .. wait() end
            local one = coroutine.wrap(function(a)
                local two = coroutine.create(function(a)
                    local three = coroutine.wrap(inner)
                    local got = three(a)
                    coroutine.yield(got)
                    return three('x')
                end)
                local _, got = coroutine.resume(two, a)
                local ok, text = coroutine.resume(two)
                return got, ok, text, coroutine.status(two)
            end)
            return one(1)
            """
        #expect(try run(source, .text("y"), .text("z")) == "2 true xyz dead")
    }

    @Test func anErrorRaisedByAWaitStaysInsideTheCoroutine() throws {
        let source = """
            local co = coroutine.create(function() local ok, e = pcall(wait) coroutine.yield(e) wait() end)
            local _, first = coroutine.resume(co)
            local ok, second = coroutine.resume(co)
            return first, ok, second, coroutine.status(co)
            """
        let raise = LuaResume.raise(LuaRaise("no"))
        #expect(try run(source, raise, raise) == "no false test.lua:1: no dead")
    }

    @Test func aWrapAddsItsPositionToAnErrorAsLuaDoes() throws {
        let raise = LuaResume.raise(LuaRaise("no"))
        #expect(
            try run("local f = coroutine.wrap(function() local x = wait() end)\nf()", raise)
                == "error: test.lua:2: test.lua:1: no")
    }

    @Test func aWrapClosesWhatAFailedCoroutineLeftOpen() throws {
        let bench = try Bench()
        let source = """
            local f = coroutine.wrap(function()
                local x <close> = setmetatable({}, {__close = function() note('closed') end})
                error({1})
            end)
            local ok, e = pcall(f)
            return ok, e[1]
            """
        #expect(try bench.run(source) == "false 1")
        #expect(bench.lines == ["closed"])
    }

    @Test func aWaitInsideProtectedCallInsideCoroutineInsideProtectedCall() throws {
        let source = """
            return pcall(function()
                local f = coroutine.wrap(function() return pcall(function() error(wait(), 0) end) end)
                return f()
            end)
            """
        #expect(try run(source, .text("e")) == "true false e")
    }

    @Test(arguments: [
        "table.sort({3, 2, 1}, function(a, b) wait() return a < b end)",
        "string.gsub('abc', '.', function() wait() end)",
        "tostring(setmetatable({}, {__tostring = function() return wait() end}))",
        "string.gsub('abc', '.', coroutine.wrap(function() wait() end))",
        "string.gsub('abc', '.', function() coroutine.wrap(wait)() end)",
        """
        string.gsub('abc', '.', function()
            local co = coroutine.create(function() coroutine.wrap(function() pcall(error) wait() end)() end)
            error(select(2, coroutine.resume(co)), 0)
        end)
        """,
        """
        local co = coroutine.create(function()
            local x <close> = setmetatable({}, {__close = function() wait() end})
            coroutine.yield()
        end)
        coroutine.resume(co)
        error(select(2, coroutine.close(co)), 0)
        """,
    ])
    func aWaitInACallbackOfACFunctionIsRefusedWithItsOwnMessage(source: String) throws {
        let told = try run(source)
        #expect(told.contains("cannot wait inside a callback of a C function"))
        #expect(told.hasPrefix("error: test.lua:"))
    }

    @Test func aCallbackThatCannotWaitHarmsNothingAfterIt() throws {
        let source = """
            pcall(string.gsub, 'abc', '.', function() coroutine.wrap(wait)() end)
            pcall(table.sort, {1, 2, 3}, function() error(wait()) end)
            return can_wait(), (wait())
            """
        #expect(try run(source, .text("x")) == "true x")
    }

    @Test func aCoroutineYieldsThroughItsOwnResumerInsideACallback() throws {
        let source = """
            local co = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end)
            return (string.gsub('abc', '.', function() return tostring(co()) end))
            """
        #expect(try run(source) == "123")
    }

    @Test func aScriptCanAskWhetherItMayWait() throws {
        let source = """
            local t = {can_wait(), coroutine.wrap(can_wait)()}
            string.gsub('a', 'a', function() t[3] = can_wait() t[4] = coroutine.wrap(can_wait)() end)
            table.sort({1, 2}, function() t[5] = can_wait() end)
            t[6] = can_wait()
            return t
            """
        #expect(try run(source) == "{true,true,false,false,false,true}")
    }

    @Test func aYieldOutsideOfAnyCoroutineIsAMistakeAtItsLine() throws {
        #expect(try run("\ncoroutine.yield(1)") == "error: test.lua:2: attempt to yield from outside a coroutine")
        #expect(try run("return pcall(coroutine.yield)") == "false attempt to yield from outside a coroutine")
        #expect(try run("return coroutine.isyieldable(), coroutine.wrap(coroutine.isyieldable)()") == "false true")
    }

    @Test func aScriptCannotDisturbAThreadOfTheRuntime() throws {
        let bench = try Bench(hasTwin: false)
        try bench.world.setGlobal("shared", .table(LuaTable()))
        let first = try bench.thread("shared.it = coroutine.running() return wait()")
        #expect(told(bench.world.resume(first, with: .start)) == "waiting")
        let attack = """
            local co = shared.it
            return coroutine.status(co), coroutine.resume(co, 1), select(2, coroutine.resume(co, 1)),
                pcall(coroutine.close, co)
            """
        let said = "normal false cannot resume non-suspended coroutine false"
        #expect(try bench.run(attack) == said + " cannot close a normal coroutine")
        #expect(told(bench.world.resume(first, with: .text("fine"))) == "fine")
        #expect(try bench.run("return coroutine.status(shared.it)") == "dead")
        #expect(try bench.run("return coroutine.resume(shared.it)") == "false cannot resume dead coroutine")
        #expect(try bench.run("return coroutine.close(shared.it)") == "true")
    }

    @Test func aFinishedThreadThatReturnedAFunctionCannotBeResumed() throws {
        let bench = try Bench(hasTwin: false)
        try bench.world.setGlobal("shared", .table(LuaTable()))
        let source = "shared.it = coroutine.running() return function() note('ran') end"
        #expect(try bench.run(source) == "function")
        #expect(try bench.run("return coroutine.resume(shared.it)") == "false cannot resume dead coroutine")
        #expect(bench.lines.isEmpty)
    }

    @Test func aScriptCannotDisturbACoroutineThatAnotherTaskWaitsThrough() throws {
        let bench = try Bench(hasTwin: false)
        try bench.world.setGlobal("shared", .table(LuaTable()))
        let first = try bench.thread(
            "shared.co = coroutine.create(function() return wait() end) return coroutine.resume(shared.co)")
        #expect(told(bench.world.resume(first, with: .start)) == "waiting")
        let attack = "local co = shared.co return coroutine.status(co), coroutine.resume(co)"
        #expect(try bench.run(attack) == "normal false cannot resume non-suspended coroutine")
        #expect(try bench.run("coroutine.close(shared.co)") == "error: test.lua:1: cannot close a normal coroutine")
        #expect(told(bench.world.resume(first, with: .text("fine"))) == "true fine")
        #expect(try bench.run("return coroutine.status(shared.co)") == "dead")
    }

    @Test func aCoroutineBegunByOneTaskMayWaitInAnother() throws {
        let bench = try Bench(hasTwin: false)
        try bench.world.setGlobal("shared", .table(LuaTable()))
        let begin = "shared.co = coroutine.wrap(function() coroutine.yield(1) return wait() end) return shared.co()"
        #expect(try bench.run(begin) == "1")
        #expect(try bench.run("return shared.co()", .text("two")) == "two")
    }

    @Test func statusesAreThoseOfLua() throws {
        let source = """
            local co
            co = coroutine.create(function()
                local inside = coroutine.wrap(function() return coroutine.status(co) end)()
                coroutine.yield(coroutine.status(co), inside)
            end)
            local t = {coroutine.status(co)}
            local _, a, b = coroutine.resume(co)
            t[2], t[3], t[4] = a, b, coroutine.status(co)
            t[5] = coroutine.close(co)
            t[6] = coroutine.status(co)
            t[7], t[8] = coroutine.resume(co)
            return t
            """
        #expect(try run(source) == "{suspended,running,normal,suspended,true,dead,false,cannot resume dead coroutine}")
    }

    @Test func closingRunsCloseFunctionsAndTellsTheirError() throws {
        let source = """
            local co = coroutine.create(function()
                local x <close> = setmetatable({}, {__close = function() error('in close', 0) end})
                coroutine.yield()
            end)
            coroutine.resume(co)
            local ok, e = coroutine.close(co)
            return ok, e, coroutine.status(co)
            """
        #expect(try run(source) == "false in close dead")
    }

    @Test func nestingIsBounded() throws {
        let source = """
            local depth = 0
            local function down() depth = depth + 1 return coroutine.wrap(down)() end
            local ok, e = pcall(down)
            return ok, depth <= 101, depth > 80
            """
        #expect(try run(source) == "false true true")
        #expect(try run(source, limits: LuaLimits(coroutineDepth: 85)).hasPrefix("false true true"))
    }

    @Test func nestingAcrossWaitsIsBoundedToo() throws {
        let bench = try Bench()
        let source = """
            local depth = 0
            local function down() depth = depth + 1 wait() return coroutine.wrap(down)() end
            local ok, e = pcall(down)
            return ok, depth, e
            """
        let thread = try bench.thread(source)
        var step = bench.world.resume(thread, with: .start)
        var rounds = 0
        while case .waiting = step, rounds < 1000 {
            rounds += 1
            bench.world.beginInput()
            step = bench.world.resume(thread, with: .values([]))
        }
        #expect(told(step).hasPrefix("false \(rounds) "))
        #expect(told(step).contains("coroutines are nested too deep") || told(step).contains("C stack overflow"))
        #expect(rounds <= 101)
    }

    @Test func aWaitDeepInsideManyProtectedCallsComesBack() throws {
        let source = """
            local function down(n) if n == 0 then return wait() end return select(2, pcall(down, n - 1)) end
            return down(150)
            """
        #expect(try run(source, .text("x")) == "x")
    }
}
