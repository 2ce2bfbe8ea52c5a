import LuaEngine
import Testing

/// `pairs` and `next` go through a table in the order of its keys.
@Suite struct IterationTests {
    /// Keys in order, by `pairs` and by `next`.
    private func keys(_ table: String) throws -> [String] {
        let source = """
            local t, found = \(table), {}
            for k in pairs(t) do found[#found + 1] = tostring(k) end
            local k, n = next(t), 0
            while k ~= nil do
                n = n + 1
                assert(found[n] == tostring(k), 'next is not pairs')
                k = next(t, k)
            end
            assert(n == #found)
            return table.concat(found, ' ')
            """
        return try run(source).split(separator: " ").map(String.init)
    }

    @Test(
        arguments: [
            ("{}", ""), ("{10, 20, 30}", "1 2 3"), ("{b = 1, a = 2, ['a b'] = 3, A = 4}", "A a a b b"),
            ("{[3] = 1, [-1] = 1, [0] = 1, [2.5] = 1, [1] = 1}", "-1 0 1 2.5 3"),
            ("{1, 2, 3, [0] = 0, x = 1}", "0 1 2 3 x"),
            ("{[true] = 1, [false] = 1, x = 1, [1] = 1}", "1 x false true"),
            ("{['1'] = 's', [1] = 'n', ['10'] = 1, ['9'] = 1}", "1 1 10 9"),
            (
                "{[math.maxinteger] = 1, [math.mininteger] = 1, [1e300] = 1, [-1e300] = 1, [math.huge] = 1}",
                "-1e+300 -9223372036854775808 9223372036854775807 1e+300 inf"
            ),
            (
                "{[2^53] = 1, [2^53 + 1] = 1, [0.5] = 1, [1e15] = 1, [-0.5] = 1}",
                "-0.5 0.5 1000000000000000 9007199254740992"
            ),
            ("{[''] = 1, ['\\0'] = 1, ['\\0\\0'] = 1, ['\\xff'] = 1, a = 1}", nil),
        ] as [(String, String?)])
    func keysComeInOrder(table: String, order: String?) throws {
        let found = try keys(table)
        if let order { #expect(found == order.split(separator: " ").map(String.init)) }
    }

    @Test func manyKeysComeInOrder() throws {
        let source = """
            local t = {}
            for i = 1, 5000 do t[(i * 7919) % 10007] = i t['k' .. i] = i t[i + 0.5] = i end
            local last, count
            count = 0
            for k in pairs(t) do
                assert(last == nil or type(last) == type(k) and last < k or type(last) == 'number' and type(k) == 'string')
                last = k
                count = count + 1
            end
            return count
            """
        #expect(try run(source) == "15000")
    }

    @Test func aTableMayLoseAndChangeFieldsWhileItIsGoneThrough() throws {
        #expect(
            try run("local t = {1, 2, 3, a = 4} for k in pairs(t) do t[k] = nil end return next(t)") == "nil")
        let source = """
            local t, seen = {1, 2, 3, 4, x = 5, y = 6}, {}
            for k, v in pairs(t) do
                seen[#seen + 1] = tostring(k) .. '=' .. tostring(v)
                if k == 1 then t[2] = nil t.x = nil t[3] = 'new' end
            end
            return table.concat(seen, ' ')
            """
        #expect(try run(source) == "1=1 3=new 4=4 y=6")
        #expect(
            try run("local t = {a = 1, b = 2, c = 3} local k = next(t) t.b = nil return next(t, k)") == "c 3")
    }

    @Test func whatPairsGivesIsUsedByHandAsNextIs() throws {
        let source = """
            local t = {a = 1, b = 2, c = 3}
            local f, s, k = pairs(t)
            local again = f(s, (f(s, k)))
            return f(s, 'a'), again, f({x = 1}, nil), (f(s, 'c')), f({5, 6}, 1)
            """
        #expect(try run(source) == "b b x nil 2 6")
    }

    @Test func nextSeesWhatIsNewInTheNextInput() throws {
        let bench = try Bench()
        let thread = try bench.thread(
            "local t = {a = 1, c = 3} local first = next(t, 'a') t.b = 2 wait() return first, next(t, 'a')")
        #expect(told(bench.world.resume(thread, with: .start)) == "waiting")
        bench.world.beginInput()
        #expect(told(bench.world.resume(thread, with: .values([]))) == "c b 2")
    }

    @Test func aWalkThatHasEndedKeepsNothing() throws {
        let source = """
            local agents, key, seen = {a = 1}, nil, ''
            for i = 1, 5 do
                key = next(agents, key) or next(agents)
                seen = seen .. key
                if i == 2 then agents.b = 2 end
            end
            return seen
            """
        #expect(try run(source) == "aabab")
        #expect(try run("return next({1}, 0/0)").contains("invalid key to 'next'"))
    }

    @Test func whatIsToldOfAKeyWithoutAnOrderIsTheSameForAll() throws {
        let all = "{[{}] = 1, [tostring] = 1, [coroutine.create(tostring)] = 1}"
        #expect(
            try run("for k in pairs(\(all)) do end")
                == "error: test.lua:1: a key of the table is a table, function or coroutine, which has no order that is "
                + "the same in every run; use numbers or texts as keys")
    }

    @Test func nextAfterAKeyThatIsGoneGivesTheOneBehind() throws {
        #expect(try run("return next({a = 1, c = 3}, 'b')") == "c 3")
        #expect(try run("return next({}, 'x'), next({1, 2}, 2)") == "nil nil")
    }

    @Test(arguments: ["{}", "function() end", "coroutine.create(function() end)"])
    func aKeyWithoutAnOrderIsAMistake(key: String) throws {
        let message = "has no order that is the same in every run"
        #expect(try run("for k in pairs({[\(key)] = 1}) do end").contains(message))
        #expect(try run("return next({[\(key)] = 1})").contains(message))
        #expect(try run("return next({x = 1}, \(key))").contains(message))
        #expect(try run("local t = {[\(key)] = 5} for k in pairs(t) do end").hasPrefix("error: test.lua:1: "))
        let many = "local t = {[\(key)] = 1} for i = 1, 100 do t['k' .. i] = i end for k in pairs(t) do end"
        #expect(try run(many).contains(message))
    }

    @Test func objectsOfTheHostHaveAnOrder() throws {
        let source = """
            local t = {[box(3)] = 'c', [box(1)] = 'a', [box(2)] = 'b', last = 'text'}
            local s = ''
            for k, v in pairs(t) do s = s .. v .. ' ' end
            return s
            """
        #expect(try run(source) == "text a b c ")
    }

    @Test func aMetatableMayGiveItsOwnIteration() throws {
        let source = """
            local t = setmetatable({}, {__pairs = function(t) return function(_, i) if i < 2 then return i + 1 end end, t, 0 end})
            local s = ''
            for i in pairs(t) do s = s .. i end
            return s
            """
        #expect(try run(source) == "12")
        let waits =
            "for i in pairs(setmetatable({}, {__pairs = function() return wait(), nil, nil end})) do end return 1"
        #expect(try run(waits, .values([.nil])).contains("attempt to call a nil value"))
    }

    @Test func onlyTablesAreGoneThrough() throws {
        #expect(try run("pairs(nil)") == "error: test.lua:1: bad argument #1 to 'pairs' (table expected, got nil)")
        #expect(try run("next(1)").contains("bad argument #1 to 'next' (table expected, got number)"))
    }

    @Test func aWaitMayStandInTheLoop() throws {
        let source = "local s = '' for k, v in pairs {a = 1, b = 2} do s = s .. k .. wait() end return s"
        #expect(try run(source, .text("x"), .text("y")) == "axby")
    }
}
