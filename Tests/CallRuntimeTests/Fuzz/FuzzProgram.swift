@testable import FlowEngine

/// A random flow that calls the host in every way a flow can.
struct FuzzProgram {
    var dice: FuzzDice

    init(seed: UInt64) { dice = FuzzDice(seed: seed) }

    /// What every program has: things to hand over, and a `try` that tells every error in the log.
    static let frame = """
        local K = {}
        local CYCLE = {} CYCLE.again = CYCLE CYCLE[1] = CYCLE
        local BIG = {} for i = 1, 2000 do BIG[i] = i end
        local DEEP = {} for i = 1, 200 do DEEP = { DEEP } end
        local function C() return K.call end
        local function tell(err)
          log.info('raised ' .. tostring(err) .. ' ' .. (type(err) == 'table' and tostring(rawget(err, 'message')) or ''))
          return err
        end
        local function keep(...)
          local v = (...)
          K[#K % 20 + 1] = v
          if type(v) == 'table' and rawget(v, 'reason') == nil then log.info('got ' .. tostring(v)) end
          return ...
        end
        local function try(f, ...)
          local r = table.pack(pcall(f, ...))
          if not r[1] then tell(r[2]) end
          return keep(table.unpack(r, 2, r.n))
        end

        """

    static let modules = ["test/lib/box.lua": "local box = { value = 1 } return box"]

    /// The whole flow, without what `MachineDriver` puts before it.
    mutating func source() -> String {
        var text = Self.frame
        for _ in 0..<dice.below(3) { text += "try(function(event) \(statement(0)) end)\n" }
        text += handler("IncomingCall", first: "K.call = call " + (dice.chance(80) ? "try(call.answer, call) " : ""))
        for event in ["Signal", "Restart", "FlowError", "*", "PlayCompleted", "CallDisconnected"] where dice.chance(35)
        {
            text += handler(event, first: "")
        }
        return text
    }

    /// A flow that restarts at any event, whatever is under way then.
    mutating func restarting() -> String {
        Self.frame + handler("IncomingCall", first: "K.call = call try(call.answer, call) ")
            + handler("Restart", first: "K.call = K.call or event.calls[1] ")
            + "on('*', function(_, event) if event.name ~= 'Restart' and math.random(5) == 1 then restart('again') end end)\n"
    }

    private mutating func handler(_ event: String, first: String) -> String {
        var text = "on('\(event)', function(call, event)\n  K.call = call or K.call\n  \(first)\n"
        for _ in 0..<dice.within(1...5) { text += "  \(statement(0))\n" }
        return text + "end)\n"
    }

    /// One statement, which may stand anywhere.
    mutating func statement(_ depth: Int) -> String {
        let call = expression(depth)
        if depth > 2 { return "keep(\(call))" }
        switch dice.below(24) {
        case 0...6: return "try(function() return \(call) end)"
        case 7: return "keep(\(call))"
        case 8:
            return
                "do local ok, err = xpcall(function() return \(call) end, \(dice.pick(["tell", "debug.traceback", "error", "function() return \(expression(depth + 1)) end"]))) keep(err) end"
        case 9: return "try(coroutine.wrap(function() keep(\(call)) coroutine.yield(\(value(depth + 1))) end))"
        case 10:
            return
                "do local c = coroutine.create(function() return \(call) end) for i = 1, 3 do try(coroutine.resume, c) end try(coroutine.close, c) end"
        case 11: return "try(table.sort, { 3, 1, 2 }, function(a, b) keep(\(call)) return a < b end)"
        case 12: return "try(string.gsub, 'ab', '.', function() return \(call) end)"
        case 13: return "try(function() return setmetatable({}, { __index = function() return \(call) end }).x end)"
        case 14:
            return
                "try(function() local x <close> = setmetatable({}, { __close = function() keep(\(call)) end }) \(statement(depth + 1)) end)"
        case 15: return "try(function() for v in function() return \(call) end do keep(v) break end end)"
        case 16: return "K.task = try(spawn, function() \(statement(depth + 1)) end)"
        case 17:
            return
                "try(\(dice.pick(["all", "race"])), { function() return \(call) end, function() \(statement(depth + 1)) end })"
        case 18: return "try(within, \(dice.pick(["0.01", "1", "0/0"])), function() \(statement(depth + 1)) end)"
        case 19: return "K.op = try(function() return C():play { text = 'x', wait = false } end)"
        case 20: return "try(error, \(value(depth + 1)), \(dice.pick(["0", "1", "2"])))"
        case 21: return "log.info(tostring(\(value(depth + 1))), { v = \(value(depth + 1)) })"
        case 22: return "try(function() K.call.data.x = \(value(depth + 1)) K.call.other = 1 end)"
        default: return "try(tostring, string.format('%p %s', \(value(depth + 1)), \(value(depth + 1))))"
        }
    }

    /// A call of a host function, or a look at one of its objects.
    private mutating func expression(_ depth: Int) -> String {
        if dice.chance(5) {
            return dice.pick([
                "C().state", "C().data", "C().nothing", "event.raw", "config.NOTHING", "K.op.nothing", "now()",
                "C().other_party", "event.result_information.message", "pairs(C())", "next(K.op)", "#C()", "C() .. 'x'",
                "C() < K.op", "getmetatable(C())", "tostring(K.task)", "K.op == K.op", "event.from.raw_id",
            ])
        }
        let function = dice.pick(HostAPI.functions)
        var arguments: [String] = []
        for parameter in function.parameters {
            if !parameter.isRequired, dice.chance(40) { break }
            arguments.append(argument(parameter, depth))
        }
        if dice.chance(5) { arguments.append(value(depth + 1)) }
        if dice.chance(3) { arguments = [] }
        let list = arguments.joined(separator: ", ")
        guard function.isMethod else { return "\(function.shownName)(\(list))" }
        let object =
            [
                HostAPI.callClass: "C()", HostAPI.operationClass: "K.op", HostAPI.taskClass: "K.task",
            ][function.namespace] ?? "C()"
        if dice.chance(8) {
            let own = dice.chance(50) ? value(depth + 1) : object
            return "C().\(function.name)(\(([own] + arguments).joined(separator: ", ")))"
        }
        return "\(object):\(function.name)(\(list))"
    }
}
