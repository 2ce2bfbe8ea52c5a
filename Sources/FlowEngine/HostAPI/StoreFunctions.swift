import CallModel
import LuaEngine

/// `store`: values that outlive calls and processes, shared by all flows of the store. Each function is one step that
/// nothing comes between, and takes effect once, whatever becomes of the process.
enum StoreFunctions {
    static let all: [HostFunction] = [get, set, delete, incr, compareAndSet]

    /// Bytes of a value, as JSON.
    static let mostBytes = 64 << 10
    private static let longestKey = 256

    private static let key = HostParameter("key", .string, "The entry's name, 1 to 256 bytes.", required: true)
    private static let kinds = HostType.oneOf([.string, .number(-1e300...1e300), .boolean, .table])
    private static let options = HostParameter(
        "options",
        .options([
            HostParameter(
                "expires", .number(0.001...3_153_600_000), "Seconds until the entry is gone; for ever if not given.")
        ]), "How long it stays.")

    private static let get = HostFunction(
        "store.get", "Reads an entry.", parameters: [key], result: "the value, nil when there is none; or nil and err",
        waits: true
    ) { instance, arguments throws(LuaRaise) in
        try ask(.get, nil, instance, arguments)
    }

    private static let set = HostFunction(
        "store.set", "Sets an entry. Without expires it stays, whatever it had before.",
        parameters: [
            key, HostParameter("value", kinds, "A text, number, truth value or table.", required: true), options,
        ],
        result: "true, or nil and err", waits: true
    ) { instance, arguments throws(LuaRaise) in
        try ask(.set(try value(1, "value", instance, arguments)), arguments[2], instance, arguments)
    }

    private static let delete = HostFunction(
        "store.delete", "Removes an entry.", parameters: [key], result: "whether it was there; or nil and err",
        waits: true
    ) { instance, arguments throws(LuaRaise) in
        try ask(.delete, nil, instance, arguments)
    }

    private static let incr = HostFunction(
        "store.incr",
        "Adds to a number; an entry that is not there counts as 0. With expires the entry is gone so long after its first "
            + "count, which makes it a window.",
        parameters: [
            key, HostParameter("by", .number(-1e300...1e300), "How much; 1 if not given."), options,
        ], result: "the new number, or nil and err", waits: true
    ) { instance, arguments throws(LuaRaise) in
        let by = arguments[1] == .nil ? JSONValue.integer(1) : try value(1, "by", instance, arguments)
        return try ask(.increment(by: by), arguments[2], instance, arguments)
    }

    private static let compareAndSet = HostFunction(
        "store.compare_and_set",
        "Sets an entry to `new` if it is `expected`: of several that try at once, one succeeds.",
        parameters: [
            key, HostParameter("expected", kinds, "What it must be; nil: not there."),
            HostParameter("new", kinds, "What it becomes; nil removes it."), options,
        ], result: "whether it was set; or nil and err", waits: true
    ) { instance, arguments throws(LuaRaise) in
        let expected = arguments[1] == .nil ? nil : try value(1, "expected", instance, arguments)
        let new = arguments[2] == .nil ? nil : try value(2, "new", instance, arguments)
        return try ask(.compareAndSet(expected: expected, new: new), arguments[3], instance, arguments)
    }

    private static func value(
        _ index: Int, _ name: String, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> JSONValue {
        let bytes = try arguments.encoded(arguments[index], named: name, instance)
        guard bytes.count <= mostBytes else {
            throw arguments.mistake("'\(name)' is \(bytes.count) bytes as JSON, and \(mostBytes) is the limit")
        }
        // As it comes back, so that life and replay have the same.
        guard let value = try? JSONValue(parsing: bytes) else { throw arguments.mistake("'\(name)' cannot be kept") }
        return value
    }

    private static func ask(
        _ change: StoreRequest.Change, _ options: LuaValue?, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> LuaReturn {
        let key = arguments[0].stringValue ?? ""
        guard (1...longestKey).contains(key.utf8.count) else {
            throw arguments.mistake("'key' has 1 to \(longestKey) bytes, not \(key.utf8.count)")
        }
        let expires = options.flatMap { HostOptions($0).number("expires") }
        return arguments.ask(.session(.store(StoreRequest(key: key, change, expires: expires))), of: instance)
    }
}
