import CTwins
import LuaEngine
import Measuring

/// Part (b): what our library functions cost beside Lua's own, in a state that counts instructions as well.
enum LibraryCosts {
    /// What a script does n times, and how many things it does each time.
    private struct Case {
        var name: String
        var setUp: String
        var body: String
        var turns: Int
        var items: Int
    }

    private static let cases = [
        Case(
            name: "pairs: one of 10 text keys", setUp: "local t = {} for i = 1, 10 do t['key' .. i] = i end",
            body: "for k, v in pairs(t) do end", turns: 4_000, items: 10),
        Case(
            name: "pairs: one of 100 text keys", setUp: "local t = {} for i = 1, 100 do t['key' .. i] = i end",
            body: "for k, v in pairs(t) do end", turns: 400, items: 100),
        Case(
            name: "pairs: one of 10 list items", setUp: "local t = {} for i = 1, 10 do t[i] = i end",
            body: "for k, v in pairs(t) do end", turns: 4_000, items: 10),
        Case(
            name: "pairs: one of 1,000 list items", setUp: "local t = {} for i = 1, 1000 do t[i] = i end",
            body: "for k, v in pairs(t) do end", turns: 40, items: 1_000),
        Case(
            name: "ipairs: one of 1,000 list items", setUp: "local t = {} for i = 1, 1000 do t[i] = i end",
            body: "for k, v in ipairs(t) do end", turns: 40, items: 1_000),
        Case(
            name: "next: one of 100 text keys", setUp: "local t = {} for i = 1, 100 do t['key' .. i] = i end",
            body: "local k = next(t) while k do k = next(t, k) end", turns: 400, items: 100),
        Case(
            name: "next(t) == nil of 10 text keys", setUp: "local t = {} for i = 1, 10 do t['key' .. i] = i end",
            body: "local is_empty = next(t) == nil", turns: 20_000, items: 1),
        Case(
            name: "table.sort: one of 1,000 integers",
            setUp: "local x, source = 1, {} for i = 1, 1000 do x = (x * 48271) % 2147483647 source[i] = x end",
            body: "local t = table.move(source, 1, 1000, 1, {}) table.sort(t)", turns: 20, items: 1_000),
        Case(
            name: "table.sort: one of 1,000 texts",
            setUp: "local x, source = 1, {} for i = 1, 1000 do x = (x * 48271) % 2147483647 source[i] = 'k' .. x end",
            body: "local t = table.move(source, 1, 1000, 1, {}) table.sort(t)", turns: 20, items: 1_000),
        Case(
            name: "table.sort: one of 1,000 by a function",
            setUp: "local x, source = 1, {} for i = 1, 1000 do x = (x * 48271) % 2147483647 source[i] = {x} end",
            body: "local t = table.move(source, 1, 1000, 1, {}) table.sort(t, function(a, b) return a[1] < b[1] end)",
            turns: 10, items: 1_000),
        Case(
            name: "table.insert and remove at the end", setUp: "local t = {}",
            body: "table.insert(t, 1) table.remove(t)", turns: 40_000, items: 1),
        Case(
            name: "string.match of a line", setUp: "local s = '  caller_id = +18005550199  '",
            body: "local k, v = s:match('^%s*(%w+)%s*=%s*(.-)%s*$')", turns: 10_000, items: 1),
        Case(
            name: "string.gsub of 100 letters", setUp: "local s = ('abcdefghij'):rep(10)",
            body: "local r = s:gsub('[aeiou]', 'x')", turns: 4_000, items: 1),
        Case(
            name: "string.format", setUp: "local format = string.format",
            body: "local s = format('%s has %d of %5.2f', 'Ada', 3, 2.5)", turns: 20_000, items: 1),
        Case(
            name: "coroutine.wrap, run to its end", setUp: "local wrap = coroutine.wrap",
            body: "wrap(function() end)()", turns: 10_000, items: 1),
        Case(
            name: "pcall", setUp: "local function f() end", body: "pcall(f)", turns: 40_000, items: 1),
    ]

    static func run(rounds: Int) throws {
        let limits = LuaLimits(memoryBytes: 1 << 30, instructions: .max / 4, cpuSeconds: 1e6)
        guard let stock = twin_new(true) else { throw BenchmarkFault("no Lua state") }
        defer { twin_free(stock) }
        print("| library functions, ns | here | Lua's own | ratio |")
        print("| --- | ---: | ---: | ---: |")
        for item in cases {
            let source = "local n = ... \(item.setUp) for i = 1, n do \(item.body) end"
            let chunk = try LuaChunk.compile(Array(source.utf8), name: "@bench.lua")
            let world = try LuaWorld(functions: LuaHostTable([]), limits: limits, seed: 1)
            let pair = try Pair(rounds: rounds) {
                world.beginInput()
                return try nanoseconds(per: item.turns * item.items) {
                    guard case .returned = world.run(chunk, arguments: [.integer(Int64(item.turns))]) else {
                        throw BenchmarkFault("\(item.name): the script did not return")
                    }
                }
            } plain: {
                try nanoseconds(per: item.turns * item.items) {
                    guard twin_run(stock, source, Int64(item.turns)) == 0 else {
                        throw BenchmarkFault("\(item.name): the twin failed")
                    }
                }
            }
            print(
                "| \(item.name) | \(text(median(pair.ours), digits: 1)) | \(text(median(pair.plain), digits: 1)) "
                    + "| \(text(pair.ratio, digits: 2)) |")
        }
    }
}
