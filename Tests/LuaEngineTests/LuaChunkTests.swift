import LuaEngine
import Testing

@Suite struct LuaChunkTests {
    @Test func aChunkIsCompiledOnceAndUsedInManyWorlds() throws {
        let chunk = try LuaChunk.compile(
            Array("local n = ... counter.n = counter.n + n return counter.n".utf8), name: "@c.lua")
        for round in 1...50 {
            let bench = try Bench(hasTwin: false)
            var table = LuaTable()
            table["n"] = .integer(0)
            try bench.world.setGlobal("counter", .table(table))
            for _ in 0..<2 {
                guard case .returned = bench.world.run(chunk, arguments: [.integer(Int64(round))]) else {
                    Issue.record("the chunk did not run")
                    return
                }
            }
            #expect(try bench.run("return counter.n") == "\(2 * round)")
        }
    }

    @Test func bytecodeIsRefused() {
        #expect(throws: LuaError.self) { try LuaChunk.compile([0x1B, 0x4C, 0x75, 0x61, 0x54], name: "@x.lua") }
        #expect(throws: LuaError.self) { try LuaChunk.compile(Array("\u{1B}Lua".utf8), name: "@x.lua") }
    }

    @Test func aHugeSourceIsRefused() {
        let source = [UInt8](repeating: 0x20, count: LuaChunk.maxSourceBytes + 1)
        #expect(throws: LuaError.self) { try LuaChunk.compile(source, name: "@x.lua") }
    }

    @Test func anEmptySourceIsAChunk() throws {
        let bench = try Bench()
        guard case .returned(let values) = bench.world.run(try LuaChunk.compile([], name: "@x.lua")) else {
            Issue.record("the chunk did not run")
            return
        }
        #expect(values.isEmpty)
    }

    @Test func namesAreThoseGiven() throws {
        #expect(try run("\nerror('x')") == "error: test.lua:2: x")
        let bench = try Bench()
        let function = try bench.world.instantiate(
            try LuaChunk.compile(Array("return function(a, b, ...) end".utf8), name: "@a/b.lua"))
        guard case .returned(let values) = bench.world.callSynchronously(function, []),
            case .function(let inner)? = values.first
        else {
            Issue.record("the chunk did not run")
            return
        }
        #expect(bench.world.definition(of: inner) == ("a/b.lua", 1))
        #expect(bench.world.parameterCount(inner) == (2, true))
    }

    @Test(arguments: [
        "x = = 1", "for", "local s = 'open", "goto nowhere", "return return", "local x <wrong> = 1", "break", "--[[",
        "local function f() ... end", String(repeating: "(", count: 300), String(repeating: "do ", count: 300),
    ])
    func aTextThatIsNoLuaIsASyntaxErrorWithALine(source: String) {
        #expect {
            try LuaChunk.compile(Array(("\n" + source).utf8), name: "@x.lua")
        } throws: { error in
            guard let error = error as? LuaError else { return false }
            return error.kind == .syntax && error.source == "x.lua" && (error.line ?? 0) >= 1
        }
    }
}
