import CLua
import Foundation

/// A state of Lua as it is packaged, with all its libraries: what the sandbox is compared with.
final class StockLua {
    private let state: OpaquePointer

    /// Stock Lua's clock follows the zone of the process, which must be UTC for a comparison.
    private static let zone: Void = {
        guard TimeZone.current.secondsFromGMT() != 0 || TimeZone.current.nextDaylightSavingTimeTransition != nil else {
            return
        }
        setenv("TZ", "UTC", 1)
        tzset()
    }()

    init() throws {
        Self.zone
        guard let made = luaL_newstate() else { throw Failure(text: "no memory for a Lua state") }
        state = made
        luaL_openlibs(state)
        // A case that runs for ever is a mistake of its maker; it shall be named.
        lua_sethook(
            state,
            { thread, _ in
                lua_pushstring(thread, "this runs for ever")
                lua_error(thread)
            }, LUA_MASKCOUNT, Self.maxInstructions)
    }

    private static let maxInstructions: Int32 = 20_000_000

    deinit { lua_close(state) }

    struct Failure: Error {
        let text: String
    }

    /// Runs a chunk under the name that `Bench` gives its chunks, and returns its one result, which is a text.
    func run(_ source: String) throws -> String {
        let text = Array(source.utf8CString)
        var status = luaL_loadbufferx(state, text, text.count - 1, "@test.lua", "t")
        if status == LUA_OK { status = lua_pcallk(state, 0, 1, 0, 0, nil) }
        defer { lua_settop(state, 0) }
        var length = 0
        guard let bytes = lua_tolstring(state, -1, &length) else { throw Failure(text: "no text was returned") }
        let result = String(
            decoding: UnsafeRawBufferPointer(start: UnsafeRawPointer(bytes), count: length), as: UTF8.self)
        guard status == LUA_OK else { throw Failure(text: result) }
        return result
    }
}
