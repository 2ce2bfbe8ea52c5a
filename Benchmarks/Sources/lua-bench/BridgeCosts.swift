import CTwins
import LuaEngine
import Measuring

/// Part (a): what it costs to cross the border, beside the same in plain C.
enum BridgeCosts {
    private static let callLoop = "local n = ... local f = echo for i = 1, n do f(i) end"
    private static let waitLoop = "local n = ... local f = wait for i = 1, n do f() end"
    private static let emptyLoop = "local n = ... local f = 1 for i = 1, n do f = i end"

    static func run(rounds: Int) throws {
        let limits = LuaLimits(memoryBytes: 1 << 30, instructions: .max / 4, cpuSeconds: 1e6)
        let functions = LuaHostTable([
            LuaHostFunction(name: "echo") { call throws(LuaRaise) in
                guard let number = call.integer(at: 1) else { throw LuaRaise("a number is needed") }
                call.push(integer: number)
                return .values(1)
            },
            LuaHostFunction(name: "wait") { _ in .wait },
        ])
        let world = try LuaWorld(functions: functions, limits: limits, seed: 1)
        guard let plain = twin_new(false), let counting = twin_new(true) else { throw BenchmarkFault("no Lua state") }
        defer { for twin in [plain, counting] { twin_free(twin) } }

        func loop(_ source: String, _ twin: OpaquePointer) throws -> Pair {
            let chunk = try LuaChunk.compile(Array(source.utf8), name: "@bench.lua")
            let count = 200_000
            return try Pair(rounds: rounds) {
                world.beginInput()
                return try nanoseconds(per: count) {
                    guard case .returned = world.run(chunk, arguments: [.integer(Int64(count))]) else {
                        throw BenchmarkFault("the script did not return")
                    }
                }
            } plain: {
                try nanoseconds(per: count) {
                    guard twin_run(twin, source, Int64(count)) == 0 else { throw BenchmarkFault("the twin failed") }
                }
            }
        }

        func waits(_ twin: OpaquePointer) throws -> Pair {
            let chunk = try LuaChunk.compile(Array(waitLoop.utf8), name: "@bench.lua")
            let function = try world.instantiate(chunk)
            let count = 100_000
            return try Pair(rounds: rounds) {
                world.beginInput()
                let thread = try world.makeThread(function, arguments: [.integer(Int64(count))])
                defer { world.release(thread) }
                return try nanoseconds(per: count) {
                    guard case .waiting = world.resume(thread, with: .start) else { throw BenchmarkFault("no wait") }
                    for index in 1..<count {
                        guard case .waiting = world.resume(thread, with: .values([.integer(Int64(index))])) else {
                            throw BenchmarkFault("no wait")
                        }
                    }
                    guard case .finished = world.resume(thread, with: .values([.integer(0)])) else {
                        throw BenchmarkFault("no end")
                    }
                }
            } plain: {
                try nanoseconds(per: count) {
                    guard twin_resume(twin, waitLoop, Int64(count)) == 0 else {
                        throw BenchmarkFault("the twin failed")
                    }
                }
            }
        }

        print("| across the border, ns | here | plain C | ratio | wanted | C that counts instructions | ratio |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        try row("host call: integer in, integer out", wanted: "≤ 1.5", plain, counting) { try loop(callLoop, $0) }
        try row("wait and resume with an integer", wanted: "≤ 2", plain, counting) { try waits($0) }
        try row("one turn of an empty loop, for scale", wanted: "", plain, counting) { try loop(emptyLoop, $0) }
    }

    private static func row(
        _ name: String, wanted: String, _ plain: OpaquePointer, _ counting: OpaquePointer,
        _ measure: (OpaquePointer) throws -> Pair
    ) throws {
        let (first, second) = (try measure(plain), try measure(counting))
        let cells = [
            name, text(median(first.ours), digits: 1), text(median(first.plain), digits: 1),
            text(first.ratio, digits: 2), wanted, text(median(second.plain), digits: 1), text(second.ratio, digits: 2),
        ]
        print("| " + cells.joined(separator: " | ") + " |")
    }
}
