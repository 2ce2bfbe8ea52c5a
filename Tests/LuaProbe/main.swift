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

func told(_ step: LuaStep) -> String {
    switch step {
    case .finished(let values): "\(values)"
    case .failed(let error): "failed: \(error.message)\n\(error.traceback ?? "")"
    case .stopped(let stop): "stopped: \(stop)"
    case .waiting, .paused: "waits"
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
    limits: LuaLimits(
        memoryBytes: 256 << 20, blockBytes: 1 << 30, instructions: 100_000_000, cpuSeconds: 60, sliceUnits: 5_000),
    seed: 42
)
world.now = 1_700_000_000.5
world.beginInput()
let function = try world.instantiate(try LuaChunk.compile(source, name: "@probe.lua"))
let thread = try world.makeThread(function, arguments: [])
var step = world.resume(thread, with: .start, inSlices: true)
var pauses = 0
while case .paused = step {
    pauses += 1
    step = world.resume(thread, with: .goOn, inSlices: true)
}
print(told(step))
print("paused \(pauses) times")
FileHandle.standardError.write(Data((place() + "\n").utf8))
