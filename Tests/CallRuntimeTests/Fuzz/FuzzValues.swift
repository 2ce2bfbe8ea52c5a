@testable import FlowEngine

/// Lua expressions: values that a declaration wants, and values of any type.
extension FuzzProgram {
    /// Texts that mean something to some function, and some that mean nothing to any.
    static let texts = [
        "''", "'x'", "'+14255550123'", "'+18005550199'", "'8:acs:contoso_ada'", "'28:orgid:x'", "'4:+14255550100'",
        "'https://example.com/a.wav'", "'#'", "'12*#'", "'\\0'", "'a\\0b'", "'\\xff\\xfe'", "'\\xc3'", "'\\u{e9}'",
        "'e\\u{301}'", "'\\u{1F600}'", "('x'):rep(300)", "('\\xf0'):rep(70)", "'test'", "'std.menu'", "'lib.box'",
        "'\(HostileSession.ownID)'", "'%d%'", "'^%+1800'", "'[a'", "'nil'", "'1e400'", "'-'", "' '",
        "'2.1'", "'hs'", "'en-US'", "'pt-BR-FranciscaNeural'", "'01234567-89ab-cdef-0123-456789abcdef'",
        "'s1'", "'c1'", "'\\n'", "'file.lua:7: what'",
    ]

    static let numbers = [
        "0", "1", "-1", "2", "5", "0.01", "0.5", "3.0", "60", "-0.0", "1e308", "-1e308", "5e-324", "2^53", "2^63",
        "0/0", "1/0", "-1/0", "math.maxinteger", "math.mininteger", "4294967296", "86400", "86401", "128", "129",
    ]

    /// A value of any type.
    mutating func value(_ depth: Int = 0) -> String {
        switch dice.below(depth > 2 ? 8 : 18) {
        case 0: return "nil"
        case 1: return dice.pick(["true", "false"])
        case 2, 3: return dice.pick(Self.numbers)
        case 4, 5: return dice.pick(Self.texts)
        case 6:
            return dice.pick(["C()", "event", "K[\(dice.within(1...20))]", "K.op", "K.task", "CYCLE", "BIG", "DEEP"])
        case 7: return dice.pick(["_G", "string", "config", "log", "sleep", "print", "tostring", "pcall", "{}"])
        case 8: return "{ \(value(depth + 1)), \(value(depth + 1)) }"
        case 9: return "{ a = \(value(depth + 1)), [\(dice.pick(Self.texts))] = \(value(depth + 1)) }"
        case 10: return "{ [\(dice.pick(Self.numbers.filter { $0 != "0/0" }))] = \(value(depth + 1)) }"
        case 11: return "{ [{}] = 1, [true] = \(value(depth + 1)) }"
        case 12: return function(depth + 1)
        case 13: return "coroutine.create(\(function(depth + 1)))"
        case 14: return "coroutine.wrap(\(function(depth + 1)))"
        case 15:
            let event = dice.pick([
                "__index", "__len", "__tostring", "__pairs", "__eq", "__name", "__call", "__newindex",
            ])
            return "setmetatable({ \(value(depth + 1)) }, { \(event) = \(function(depth + 1)) })"
        case 16: return "{ reason = \(value(depth + 1)), message = \(value(depth + 1)), quiet = \(value(depth + 1)) }"
        default: return "setmetatable({}, { __metatable = \(value(depth + 1)) })"
        }
    }

    /// A function whose body may do anything.
    mutating func function(_ depth: Int) -> String {
        if depth > 2 { return dice.pick(["function() end", "function(...) return ... end", "error", "sleep"]) }
        return "function(...) \(statement(depth + 1)) return \(value(depth + 1)) end"
    }

    /// What a parameter wants, mostly.
    mutating func argument(_ parameter: HostParameter, _ depth: Int) -> String {
        if dice.chance(12) { return value(depth + 1) }
        if let known = Self.wanted[parameter.name], dice.chance(85) { return dice.pick(known) }
        return typed(parameter.type, depth)
    }

    /// Values for parameters whose type says little.
    private static let wanted: [String: [String]] = [
        "event": ["'PlayCompleted'", "'PlayStarted'", "'*'", "'Signal'", "'FlowError'", "'CallDisconnected'"],
        "flow": ["'test'", "'other'"], "session_id": ["'\(HostileSession.ownID)'"],
        "name": ["'std.menu'", "'lib.box'", "'word'"], "text": ["'hello'", "{ 'one', 'two' }", "'\\u{e9}\\0'"],
        "file": ["'https://example.com/a.wav'"], "caller_id": ["'+18005550199'"], "seconds": ["0", "0.01", "1", "30"],
        "timeout": ["1", "2.5", "30"], "operation_callback_uri": ["'https://example.com/events'"],
        "ai_resource": ["'https://name.cognitiveservices.azure.com'"], "group_call_id": texts, "message": ["'said'"],
        "filter": ["{}", "{ kind = 'x' }", "{ to = pattern '^%+' }", "1", "{ data = { 1, 2 } }"],
        "answered_by": ["'8:acs:contoso_ada'"], "source": ["'8:acs:contoso_ada'"], "stop": ["'#'", "{ '1', '*' }"],
    ]

    mutating func typed(_ type: HostType, _ depth: Int) -> String {
        if depth > 5 { return value(depth) }
        switch type {
        case .any: return value(depth + 1)
        case .string: return dice.pick(Self.texts)
        case .boolean: return dice.pick(["true", "false"])
        case .number(let range):
            return dice.chance(50) ? "\(range.lowerBound)" : dice.pick(["\(range.upperBound)", "1", "0.5"])
        case .integer(let range):
            return dice.pick(["\(range.lowerBound)", "\(range.upperBound)", "1", "3", "3.0"])
        case .function: return function(depth + 1)
        case .word(let words): return "'\(dice.pick(words))'"
        case .identifier:
            return dice.pick([
                "'+14255550123'", "'8:acs:contoso_ada'", "event.from", "C().from", "{ raw_id = '8:acs:contoso_ada' }",
                "{ kind = 'phone_number', phone_number = { value = '+14255550123' } }", "'28:orgid:x'",
                "{ communication_user = { id = '8:acs:contoso_bob' } }",
            ])
        case .object(let name): return name == HostAPI.operationClass ? "K.op" : "C()"
        case .list(let item):
            let count = dice.within(0...3)
            return "{ " + (0..<count).map { _ in typed(item, depth + 1) }.joined(separator: ", ") + " }"
        case .map(let item):
            return "{ Notes = \(typed(item, depth + 1)), ['X-\\u{e9}'] = \(typed(item, depth + 1)) }"
        case .options(let fields): return options(fields, depth)
        case .table: return dice.pick(["{}", "{ a = 1, b = 'x' }", "{ 1, 2 }", "{ a = { b = { c = {} } } }", "BIG"])
        case .oneOf(let types): return typed(dice.pick(types), depth)
        }
    }

    private mutating func options(_ fields: [HostParameter], _ depth: Int) -> String {
        var parts: [String] = []
        for field in fields where dice.chance(field.isRequired ? 95 : 22) {
            parts.append("\(field.name) = \(argument(field, depth + 1))")
        }
        if dice.chance(4) { parts.append("[\(dice.pick(Self.texts))] = \(value(depth + 1))") }
        return "{ " + parts.joined(separator: ", ") + " }"
    }
}
