import Testing

@testable import LuaEngine

/// The check of compiled code.
@Suite struct LuaBytecodeTests {
    private func compile(_ source: String) throws -> LuaChunk {
        try LuaChunk.compile(Array(source.utf8), name: "@test.lua")
    }

    private func chain(_ links: Int, _ link: String = ".x") -> String { String(repeating: link, count: links) }

    @Test func aLongChainOfIndicesIsRefused() throws {
        for link in [".x", "[y]", "['x']", "[x.y]", " . --[[ ]] x\n"] {
            let source = "local x, y = {}, {}\nfunction x.f()\n  return x\(chain(300, link))\nend"
            #expect {
                try compile(source)
            } throws: { error in
                guard let error = error as? LuaError else { return false }
                return error.kind == .syntax && error.source == "test.lua" && error.line == 2
                    && error.message.contains("200 at most")
            }
        }
    }

    @Test func theLongestChainAllowedFailsWithAMessage() throws {
        let source = "local x = {} x.x = x return x\(chain(180)).y.z"
        #expect(try run(source) == "error: test.lua:1: attempt to index a nil value (field 'y')")
    }

    @Test func chainsInKeysAndInLongFunctionsCount() {
        // Each link is looked for from the function's beginning.
        let nested = (0..<50).reduce("y") { inner, _ in "x\(chain(10))[\(inner)]" }
        #expect(throws: LuaError.self) { try compile("local x, y = ... return \(nested).z()") }
        let padding = String(repeating: "a = 1 ", count: 60_000)
        #expect(throws: LuaError.self) { try compile("local x, a = ... \(padding) return x\(chain(100)).z()") }
        #expect(throws: Never.self) { try compile("local x, a = ... \(padding) return x\(chain(9)).z()") }
    }

    @Test func longFunctionsWithoutLongChainsAreFine() throws {
        let statements = (1...5_000).map { "t.a\($0 % 7) = t.b.c.d[t.e] or f(t.x.y, t.z):g(t.u.v).w" }
        let source = "local t, f = ... return function() \(statements.joined(separator: "\n")) end"
        #expect(try !compile(source).bytecode.isEmpty)
    }

    @Test(arguments: [
        "return 1, 1.5, 'short', nil, true, false, '\(String(repeating: "long", count: 100))'",
        "local a <const>, b <close> = 1, nil for i = 1, 3 do for k, v in pairs({}) do goto next ::next:: end end",
        "local function f(...) local a, b = ... return function() return a, b, f end end return f(1)(), #'x' .. 2",
        "return {1, 2, [3] = 4, x = {y = function(self) return self end}}",
    ])
    func allKindsOfCodeAreRead(source: String) throws {
        #expect(try !compile(source).bytecode.isEmpty)
    }

    @Test func whatIsNoCodeIsNotRead() throws {
        let code = try compile("local t = {} return t.x.y, 'text', 1.5, function() end").bytecode
        #expect(throws: LuaBytecode.Unreadable.self) { try LuaBytecode.check([]) }
        for length in 0..<code.count {
            #expect(throws: LuaBytecode.Unreadable.self) { try LuaBytecode.check(Array(code.prefix(length))) }
        }
    }
}
