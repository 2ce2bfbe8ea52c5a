/// Makes a program of up to three coroutines, `a`, `b` and `c`; `w` is a wrapped one.
struct CoroutineProgram {
    let dice: Dice
    /// The function that appears more often than the others.
    let favourite: String

    func text() -> String {
        var text =
            "local log, p, a, b, c, w = {}, 'main' "
        text += "local function put(...) if #log < 60 then log[#log + 1] = values(...) end end "
        // Metamethods and iterators that yield.
        text += "local Y = setmetatable({}, {__add = function(_, x) return coroutine.yield(x) end, "
        text +=
            "__index = function(_, k) return coroutine.yield(k) end, __close = function(_, e) put('closed', e) end}) "
        for name in ["a", "b", "c"] { text += "\(name) = coroutine.create(function(p) \(body(3)) end) " }
        text += "w = coroutine.wrap(function(p) \(body(3)) end) "
        let steps = dice.list(3...9) { "put(pcall(function() \(statement(1, isInside: false)) end)) " }.joined()
        return text + steps + "return log"
    }

    private func body(_ depth: Int) -> String {
        let statements = dice.list(1...4) { statement(depth, isInside: true) }.joined(separator: " ")
        return statements + " "
            + dice.pick(["", "return p", "return \(value())", "error(\(value()))", "return coroutine.yield()"])
    }

    private func value() -> String {
        dice.pick(["1", "'x'", "nil", "{}", "true", "p", "2.5", "'a', 'b'", "{1, 2}"])
    }

    private func thread() -> String { dice.pick(["a", "b", "c", "a", "b"]) }

    private func statement(_ depth: Int, isInside: Bool) -> String {
        if dice.chance(30) { return favoured(depth) }
        switch dice.below(depth > 0 ? 18 : 9) {
        case 0...1: return "put(coroutine.resume(\(thread()), \(value())))"
        case 2: return "put(coroutine.status(\(thread())))"
        case 3: return "put(pcall(coroutine.close, \(thread())))"
        case 4: return "put(coroutine.isyieldable(), coroutine.running() == \(thread()))"
        case 5...7: return isInside ? "put(coroutine.yield(\(value())))" : "put(coroutine.resume(a))"
        case 8: return "put(pcall(w, \(value())))"
        case 9: return "put(pcall(function() \(body(depth - 1)) end))"
        case 10:
            return
                "do local x <close> = closing(function(_, e) put('close', e) \(closer(depth)) end) \(inner(depth)) end"
        case 11: return "for i = 1, 2 do \(inner(depth)) end"
        case 12: return "for v in coroutine.wrap(function() \(inner(depth)) end) do put('item', v) break end"
        case 13: return "put(coroutine.wrap(function() \(inner(depth)) end)())"
        case 14:
            return dice.pick(["put(Y + \(dice.within(1...5)))", "put(Y.key)", "do local y <close> = Y put(Y + 1) end"])
        case 15: return "put(pcall(\(dice.pick(Self.barriers))))"
        case 16: return "put(xpcall(function() \(inner(depth)) end, function(e) return {e} end))"
        default: return "put(pcall(error, \(isInside ? "coroutine.yield(1)" : "1")))"
        }
    }

    private func inner(_ depth: Int) -> String { body(depth - 1) }

    /// What a close function does beside noting that it runs.
    private func closer(_ depth: Int) -> String {
        dice.pick([
            "", "", "coroutine.yield('closing')", "error('in close')", "put(coroutine.status(\(thread())))",
            "error({e})",
        ])
    }

    /// Callbacks of C functions, where nothing can yield.
    private static let barriers = [
        "table.sort, {2, 1}, function(x, y) coroutine.yield() return x < y end",
        "string.gsub, 'x', 'x', function() coroutine.yield() end",
        "string.gsub, 'x', 'x', function() put(coroutine.isyieldable()) end",
        "string.gsub, 'x', 'x', function() put(coroutine.resume(b, 1)) end",
        "tostring, setmetatable({}, {__tostring = function() return coroutine.yield() end})",
        "table.concat, setmetatable({}, {__index = function() return coroutine.yield() end}), '', 1, 2",
    ]

    private func favoured(_ depth: Int) -> String {
        switch favourite {
        case "create": "b = coroutine.create(function(p) \(depth > 0 ? body(depth - 1) : "") end)"
        case "resume": "put(coroutine.resume(\(thread()), \(value()), \(value())))"
        case "yield": "put(pcall(coroutine.yield, \(value())))"
        case "wrap":
            dice.chance(60)
                ? "put(w(\(value())))" : "w = coroutine.wrap(function(p) \(depth > 0 ? body(depth - 1) : "") end)"
        case "close": "put(coroutine.close(\(thread())))"
        case "status": "put(coroutine.status(a), coroutine.status(b), coroutine.status(c))"
        case "isyieldable": "put(coroutine.isyieldable(\(thread())), coroutine.isyieldable())"
        default: "local co, main = coroutine.running() put(co == a, co == b, co == c, main, coroutine.status(co))"
        }
    }
}
