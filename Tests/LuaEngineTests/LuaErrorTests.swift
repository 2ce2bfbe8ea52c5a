import LuaEngine
import Testing

@Suite struct LuaErrorTests {
    private func error(_ source: String) throws -> LuaError {
        guard case .failed(let error) = try Bench().step(source) else {
            throw LuaError.none
        }
        return error
    }

    @Test func anErrorHasMessagePlaceValueAndTraceback() throws {
        let error = try error("local function deep()\n  error('bad')\nend\ndeep()")
        #expect(error.kind == .runtime)
        #expect(error.message == "test.lua:2: bad")
        #expect(error.description == error.message)
        #expect(error.source == "test.lua")
        #expect(error.line == 2)
        #expect(error.value == .string("test.lua:2: bad"))
        let trace = error.traceback ?? ""
        #expect(trace.hasPrefix("stack traceback:\n\t[C]: in global 'error'"))
        #expect(trace.contains("test.lua:2: in local 'deep'"))
        #expect(trace.hasSuffix("test.lua:4: in main chunk"))
    }

    @Test(arguments: [
        ("nil", "an error value was raised that is nil", LuaValue.nil),
        ("true", "an error value was raised that is true", .boolean(true)),
        ("12", "12", .integer(12)),
        (
            "{message = 'told'}", "told",
            .table(
                {
                    var t = LuaTable(); t["message"] = .string("told"); return t
                }())
        ),
        ("{1}", "an error value that is a table was raised", .table(LuaTable(array: [.integer(1)]))),
        (
            "setmetatable({}, {__tostring = function() error('again') end})",
            "an error value that is a table was raised", .table(LuaTable())
        ),
    ])
    func anErrorValueOfAnyTypeIsKept(expression: String, message: String, value: LuaValue) throws {
        let error = try error("\nerror(\(expression), 0)")
        #expect(error.value == value)
        #expect(error.message.hasSuffix(message))
        #expect(error.source == "test.lua")
        #expect(error.line == 2)
        #expect(error.traceback?.contains("test.lua:2:") == true)
    }

    @Test func anErrorWithoutPositionNamesTheLineThatRaisedIt() throws {
        let error = try error("\n\nerror('plain', 0)")
        #expect(error.message == "plain")
        #expect(error.line == 3)
    }

    @Test func anErrorInAnErrorHandlerEndsTheCall() throws {
        #expect(try run("return xpcall(error, function() error('again') end)").hasPrefix("false"))
        #expect(try run("return xpcall(error, function(e) return e end, 'x')") == "false x")
        #expect(try run("return xpcall(error, function(e) local t = nil; return t.x end, 'x')").hasPrefix("false"))
    }

    @Test func anErrorInACloseFunctionTakesThePlaceOfTheFirst() throws {
        let source = """
            local x <close> = setmetatable({}, {__close = function(_, e) error('second', 0) end})
            error('first', 0)
            """
        #expect(try run(source) == "error: second")
    }

    @Test func anErrorInATextFunctionIsThatError() throws {
        let source = "return tostring(setmetatable({}, {__tostring = function() error('no text', 0) end}))"
        #expect(try run(source) == "error: no text")
        let wrong = "return pcall(tostring, setmetatable({}, {__tostring = function() return {} end}))"
        #expect(try run(wrong) == "false '__tostring' must return a string")
    }

    @Test func anErrorWithAFunctionInItKeepsTheWorldWhole() throws {
        let bench = try Bench()
        for _ in 0..<100 {
            guard case .failed(let error) = try bench.step("error({f = function() end})") else {
                Issue.record("the script did not fail")
                return
            }
            release(error.value, in: bench.world)
        }
        #expect(try bench.run("return 1") == "1")
    }

    @Test func anErrorOfACaughtErrorLeavesNoTrace() throws {
        let bench = try Bench()
        #expect(try bench.run("pcall(error, 'caught')\nwait() return 1", .values([])) == "1")
        guard case .failed(let error) = try bench.step("pcall(error, 'caught')\nlocal x = nil + 1") else {
            Issue.record("the script did not fail")
            return
        }
        #expect(error.line == 2)
    }

    @Test func deepRecursionIsAnErrorOrAStop() throws {
        let limits = LuaLimits(memoryBytes: 256 << 20, blockBytes: 1 << 30, instructions: 100_000_000, cpuSeconds: 60)
        let source = "local function f() return 1 + f() end return select(2, pcall(f))"
        #expect(try run(source, limits: limits).contains("stack overflow"))
        #expect(try run("local function f() return 1 + f() end f()", limits: limits).contains("stack overflow"))
        #expect(try run("local function f() return 1 + f() end f()").hasPrefix("stopped: memory"))
    }

    @Test(arguments: [
        "local function f() return (string.gsub('a', 'a', f)) end return f()",
        "local function f(n) return pcall(f) end error(select(-1, f()) and 'C stack overflow')",
        "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k + 1] end return t[1]",
        "local t = {} setmetatable(t, {__tostring = function(t) return tostring(t) end}) return tostring(t)",
        "local t = {} t.__index = t t.__eq = function(a, b) return a == setmetatable({}, t) end "
            + "return setmetatable({}, t) == setmetatable({}, t)",
        "local t = {} for i = 1, 3 do t = setmetatable({}, {__index = t}) end "
            + "local loop = {} setmetatable(loop, {__index = loop}) return loop.x",
        "local function f() table.sort({1, 2}, f) end f()",
        "local function f() return xpcall(error, f) end return error(select(2, f()))",
    ])
    func recursionThroughCIsAnError(source: String) throws {
        let limits = LuaLimits(memoryBytes: 64 << 20, blockBytes: 1 << 30, instructions: 100_000_000, cpuSeconds: 60)
        // Without a twin: pauses unwind C's stack, so that these would go on until Lua's own is full.
        let told = try Bench(limits, hasTwin: false).run(source)
        #expect(told.hasPrefix("error:"), "\(told)")
    }

    @Test func syntaxErrorsHaveALine() {
        #expect {
            try LuaChunk.compile(Array("local x = 1\nlocal = 2".utf8), name: "@a/b.lua")
        } throws: { error in
            guard let error = error as? LuaError else { return false }
            return error.kind == .syntax && error.source == "a/b.lua" && error.line == 2
                && error.message.hasPrefix("a/b.lua:2: ")
        }
    }
}

extension LuaError {
    /// A script did not fail that should.
    static var none: any Error { NotFailed() }
    private struct NotFailed: Error {}
}
