// lua-probe FILE
//
// Runs a script in a world and prints what it returns, for the test that starts many such processes in different time
// zones and locales. What the process itself is like goes to standard error: the decimal point, the offset from UTC and
// the order in which a plain Lua table is gone through.
import CLua
import CLuaBridge
import Foundation
import LuaEngine

setlocale(LC_ALL, "")

func place() -> String {
    var now = time_t(1_700_000_000)
    var parts = tm()
    localtime_r(&now, &parts)
    let point = localeconv().pointee.decimal_point.map { String(cString: $0) } ?? ""
    guard let state = luaL_newstate() else { return "" }
    defer { lua_close(state) }
    lua_createtable(state, 0, 0)
    for number in 0..<40 {
        lua_pushinteger(state, 1)
        lua_setfield(state, -2, "key\(number)")
    }
    var order = ""
    lua_pushnil(state)
    while lua_next(state, -2) != 0 {
        hs_pop(state, 1)
        order += lua_tolstring(state, -1, nil).map { String(cString: $0) } ?? ""
    }
    return "\(point) \(parts.tm_gmtoff) \(order)"
}

func told(_ outcome: LuaOutcome) -> String {
    switch outcome {
    case .returned(let values): "\(values)"
    case .failed(let error): "failed: \(error.message)\n\(error.traceback ?? "")"
    case .stopped(let stop): "stopped: \(stop)"
    }
}

let functions = LuaHostTable(
    [
        LuaHostFunction(name: "box") { call throws(LuaRaise) in
            call.push(.object(LuaObject(class: "Box", id: call.integer(at: 1) ?? 0)))
            return .values(1)
        },
        LuaHostFunction(name: "echo") { call throws(LuaRaise) in
            call.push(try call.value(at: 1))
            return .values(1)
        },
    ], classes: [LuaHostClass(name: "Box", hasData: true)])
let source = Array(try Data(contentsOf: URL(filePath: CommandLine.arguments[1])))
let world = try LuaWorld(
    functions: functions,
    limits: LuaLimits(memoryBytes: 256 << 20, blockBytes: 1 << 30, instructions: 100_000_000, cpuSeconds: 60), seed: 42
)
world.now = 1_700_000_000.5
world.beginInput()
print(told(world.run(try LuaChunk.compile(source, name: "@probe.lua"))))
print(world.instructionsUsed > 1000 ? "worked" : "did nothing")
FileHandle.standardError.write(Data((place() + "\n").utf8))
