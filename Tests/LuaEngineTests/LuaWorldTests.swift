import Foundation
import Testing

@testable import LuaEngine

@Suite struct LuaWorldTests {
    @Test func aModuleIsLoadedOnceAndItsValueKept() throws {
        let bench = try Bench()
        #expect(try bench.run("return require 'answer', require 'answer'") == "42 42")
        #expect(try bench.run("return require 'answer'") == "42")
        #expect(bench.lines == ["loading"])
    }

    @Test func aModuleThatReturnsNothingIsTrue() throws {
        #expect(try run("return require 'nothing', require 'nothing'") == "true true")
    }

    @Test func aModuleThatRequiresItselfIsRefused() throws {
        #expect(try run("require 'self'").contains("module 'self' requires itself"))
        #expect(try run("require 'none'") == "error: test.lua:1: there is no module 'none'")
    }

    @Test func anErrorInAModuleIsTheRequirersError() throws {
        #expect(try run("require 'broken'") == "error: broken.lua:1: no luck")
        let twice = try run("pcall(require, 'broken') return pcall(require, 'broken')")
        #expect(twice.contains("failed before"))
    }

    @Test func aModuleMayWait() throws {
        #expect(try run("return require 'waits', require 'waits'", .text("value")) == "value value")
    }

    @Test func numbersOfReferencesAreUsedAgain() throws {
        let bench = try Bench()
        let chunk = try LuaChunk.compile(Array("return 1".utf8), name: "@x.lua")
        let first = try bench.world.instantiate(chunk)
        bench.world.release(first)
        let second = try bench.world.instantiate(chunk)
        #expect(first == second)
        bench.world.release(second)
        bench.world.release(second)
        let third = try bench.world.instantiate(chunk)
        let fourth = try bench.world.instantiate(chunk)
        #expect(third != fourth)
    }

    @Test func aThreadGoesOnOnlyAsItStands() throws {
        let bench = try Bench()
        let thread = try bench.thread("wait() return 1")
        #expect(told(bench.world.resume(thread, with: .values([]))) == "error: this coroutine waits for nothing")
        #expect(told(bench.world.resume(thread, with: .start)) == "waiting")
        #expect(told(bench.world.resume(thread, with: .start)) == "error: this coroutine has begun before")
        #expect(told(bench.world.resume(thread, with: .values([]))) == "1")
        #expect(told(bench.world.resume(thread, with: .values([]))) == "error: this coroutine waits for nothing")
        #expect(told(bench.world.resume(thread, with: .start)) == "error: this coroutine has begun before")
        bench.world.release(thread)
        bench.world.release(thread)
        #expect(told(bench.world.resume(thread, with: .start)).hasPrefix("error"))
    }

    @Test func aReleasedThreadThatWaitsIsForgotten() throws {
        let bench = try Bench()
        let thread = try bench.thread("wait() note('ran')")
        #expect(told(bench.world.resume(thread, with: .start)) == "waiting")
        bench.world.release(thread)
        for _ in 0..<20 {
            bench.world.beginInput()
            _ = try bench.run("local t = {} for i = 1, 2000 do t[i] = {} end")
        }
        #expect(told(bench.world.resume(thread, with: .values([]))).hasPrefix("error"))
        #expect(bench.lines.isEmpty)
    }

    @Test func aSynchronousCallCannotWait() throws {
        let bench = try Bench()
        let outcome = bench.world.run(try LuaChunk.compile(Array("wait()".utf8), name: "@x.lua"))
        guard case .failed(let error) = outcome else {
            Issue.record("it waited")
            return
        }
        #expect(error.message == "nothing can wait here")
    }

    @Test func aHostFunctionMayCallTheScriptAndTheScriptGoesOn() throws {
        let table = LuaHostTable([
            LuaHostFunction(name: "call") { call throws(LuaRaise) in
                guard case .function(let function) = try call.value(at: 1) else { throw LuaRaise("no function") }
                defer { call.world.release(function) }
                switch call.world.callSynchronously(function, [.integer(5)]) {
                case .returned(let values):
                    for value in values { call.push(value) }
                    return .values(values.count)
                case .failed(let error): throw LuaRaise(.string(error.message))
                case .stopped: return .values(0)
                }
            },
            LuaHostFunction(name: "wait") { _ throws(LuaRaise) in .wait },
        ])
        func run(_ source: String) throws -> String {
            let world = try LuaWorld(functions: table, limits: .quiet, seed: 1)
            let function = try world.instantiate(try LuaChunk.compile(Array(source.utf8), name: "@x.lua"))
            let thread = try world.makeThread(function, arguments: [])
            var step = world.resume(thread, with: .start)
            if case .waiting = step { step = world.resume(thread, with: .text("w")) }
            return told(step)
        }
        #expect(try run("return call(function(n) return n + 1 end)") == "6")
        #expect(try run("local ok, e = pcall(call, function() error('inner', 0) end) return e, (wait())") == "inner w")
        #expect(try run("return pcall(call, wait)") == "false nothing can wait here")
        #expect(
            try run("local co = coroutine.wrap(function() call(function() end) return wait() end) return co()") == "w")
        #expect(
            try run(
                "local co = coroutine.wrap(function() pcall(call, wait) coroutine.yield('y') return 'r' end) return co(), co()"
            )
                == "y r")
        #expect(try run("call(function() while true do end end) return 1").hasPrefix("stopped: instructions"))
        #expect(try run("local function f() return call(f) end return f()").contains("too deep"))
    }

    @Test func aWorldDroppedInsideItsOwnFunctionEndsItsRun() throws {
        let table = LuaHostTable([
            LuaHostFunction(name: "drop") { call throws(LuaRaise) in
                call.world.drop()
                call.push(.string("still here"))
                return .values(1)
            }
        ])
        let world = try LuaWorld(functions: table, limits: .quiet, seed: 1)
        let outcome = world.run(try LuaChunk.compile(Array("return drop()".utf8), name: "@x.lua"))
        guard case .returned(let values) = outcome else {
            Issue.record("the run did not end")
            return
        }
        #expect(values == [.string("still here")])
        #expect(world.memoryBytes == 0)
    }

    @Test func aDroppedWorldDoesNothing() throws {
        let bench = try Bench(hasTwin: false)
        let chunk = try LuaChunk.compile(Array("note('ran')".utf8), name: "@x.lua")
        let function = try bench.world.instantiate(chunk)
        let thread = try bench.thread("note('ran')")
        bench.world.drop()
        bench.world.drop()
        bench.world.beginInput()
        bench.world.now = 5
        bench.world.release(function)
        bench.world.release(thread)
        #expect(bench.world.memoryBytes == 0)
        #expect(bench.world.instructionsUsed == 0)
        #expect(throws: LuaError.self) { try bench.world.instantiate(chunk) }
        #expect(throws: LuaError.self) { try bench.world.setGlobal("x", .nil) }
        #expect(throws: LuaError.self) { try bench.world.makeThread(function, arguments: []) }
        if case .returned = bench.world.run(chunk) { Issue.record("a dropped world ran") }
        #expect(bench.lines.isEmpty)
    }

    @Test func thousandsOfWorldsAreMadeAndDropped() throws {
        let chunk = try LuaChunk.compile(
            Array("local n = ... return ('x'):rep(n) .. tostring({})".utf8), name: "@x.lua")
        for number in 0..<3000 {
            let bench = try Bench()
            guard case .returned(let values) = bench.world.run(chunk, arguments: [.integer(3)]) else {
                Issue.record("world \(number) did not run")
                return
            }
            #expect(values == [.string("xxxtable: 1")])
        }
    }

    @Test func aSmallWorldIsSmall() throws {
        let bench = try Bench()
        #expect(bench.world.memoryBytes < 8000)
        #expect(try bench.run("local a = ... note(type(a)) return 1") == "1")
        #expect(bench.world.memoryBytes < 12 * 1024)
    }

    @Test func aWorldIsUsedFromDifferentThreadsOneAfterAnother() async throws {
        struct Box: @unchecked Sendable { let bench: Bench, thread: LuaThread }
        let bench = try Bench()
        let box = Box(
            bench: bench, thread: try bench.thread("local s = '' for i = 1, 20 do s = s .. wait() end return s"))
        #expect(told(bench.world.resume(box.thread, with: .start)) == "waiting")
        let lock = NSLock()
        var last = ""
        for number in 0..<20 {
            last = await withCheckedContinuation { done in
                Thread.detachNewThread {
                    // The lock orders nothing that the continuation does not; it tells the thread sanitizer so.
                    let said = lock.withLock {
                        told(box.bench.world.resume(box.thread, with: .text("\(number % 10)")))
                    }
                    done.resume(returning: said)
                }
            }
        }
        #expect(last == "01234567890123456789")
    }

    @Test func manyWorldsRunAtTheSameTime() async throws {
        let chunk = try LuaChunk.compile(
            Array("local s = 0 for i = 1, 1000 do s = s + #tostring({}) + math.random(3) end return s".utf8),
            name: "@x.lua")
        let results = await withTaskGroup(of: String.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    guard let bench = try? Bench(), case .returned(let values) = bench.world.run(chunk) else {
                        return ""
                    }
                    return values.map(show).joined()
                }
            }
            return await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(results.count == 1 && results.first != "")
    }
}
