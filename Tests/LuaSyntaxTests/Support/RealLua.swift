import CLua

/// Lua itself, which the tests hold against the parser and the instrumenter.
enum RealLua {
    /// Why Lua refuses a source; nil when it takes it.
    static func refusal(of source: [UInt8]) -> String? {
        withState { state in
            load(source, into: state) ? nil : text(at: -1, of: state)
        }
    }

    /// What a source does.
    struct Run {
        /// What it printed and, when it failed, the traceback.
        let output: String
        /// How often each id was recorded.
        let counts: [Int: Int]
    }

    /// Runs a source with the recording functions in its globals.
    static func run(_ source: [UInt8]) -> Run {
        withState { state in
            guard load(Array(driver.utf8), into: state) else {
                return Run(output: text(at: -1, of: state), counts: [:])
            }
            source.withUnsafeBytes {
                _ = lua_pushlstring(state, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
            }
            let status = lua_pcallk(state, 1, 2, 0, 0, nil)
            guard status == LUA_OK else { return Run(output: text(at: -1, of: state), counts: [:]) }
            let pairs = text(at: -1, of: state).split(separator: " ").map {
                $0.split(separator: "=").compactMap { Int($0) }
            }
            return Run(
                output: text(at: -2, of: state), counts: Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) }))
        }
    }

    private static func withState<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        guard let state = luaL_newstate() else { preconditionFailure("no memory for a Lua state") }
        defer { lua_close(state) }
        luaL_openlibs(state)
        return body(state)
    }

    private static func load(_ source: [UInt8], into state: OpaquePointer) -> Bool {
        source.withUnsafeBytes {
            luaL_loadbufferx(
                state, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, "=test", "t") == LUA_OK
        }
    }

    private static func text(at index: Int32, of state: OpaquePointer) -> String {
        var count = 0
        guard let bytes = lua_tolstring(state, index, &count) else { return "nothing" }
        return String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    private static let driver = """
        local source = ...
        local out, counts = {}, {}
        function print(...)
          local words = table.pack(...)
          for i = 1, words.n do words[i] = tostring(words[i]):gsub("0x%x+", "address") end
          out[#out + 1] = table.concat(words, " ")
        end
        local function count(id) counts[id] = (counts[id] or 0) + 1 end
        function __covered(...)
          assert(select("#", ...) == 1 and math.type(...) == "integer")
          count((...))
        end
        function __covered_value(...)
          assert(select("#", ...) == 2)
          local id, value = ...
          count(value and id or id + 1)
          return value
        end
        local program, refusal = load(source, "=program", "t")
        if not program then return refusal, "" end
        xpcall(program, function(message) print(debug.traceback(message):match "^(.-)\\n%s*%[C%]: in function 'xpcall'") end)
        local pairs_ = {}
        for id, n in next, counts do pairs_[#pairs_ + 1] = id .. "=" .. n end
        return table.concat(out, "\\n"), table.concat(pairs_, " ")
        """
}
