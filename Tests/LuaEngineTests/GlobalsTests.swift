import LuaEngine
import Testing

@Suite struct GlobalsTests {
    static let libraries = [
        "coroutine": "close create isyieldable resume running status wrap yield",
        "debug": "traceback",
        "math": "abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min mininteger modf pi rad "
            + "random randomseed sin sqrt tan tointeger type ult",
        "os": "date difftime time",
        "string": "byte char find format gmatch gsub len lower match pack packsize rep reverse sub unpack upper",
        "table": "concat insert move pack remove sort unpack",
        "utf8": "char charpattern codepoint codes len offset",
    ]

    @Test(arguments: libraries.keys.sorted())
    func aLibraryHasExactlyTheFunctionsOfTheSandbox(name: String) throws {
        let source = """
            local t = {}
            for k, v in pairs(\(name)) do t[#t + 1] = k end
            table.sort(t)
            return table.concat(t, ' ')
            """
        #expect(try run(source) == Self.libraries[name])
    }

    @Test func theBaseFunctionsAreThereAndWork() throws {
        let names =
            "assert error getmetatable ipairs next pairs pcall rawequal rawget rawlen rawset select setmetatable "
            + "tonumber tostring type xpcall"
        for name in names.split(separator: " ") { #expect(try run("return type(\(name))") == "function", "\(name)") }
        #expect(try run("return _VERSION, _G == _G._G") == "Lua 5.4 true")
    }

    @Test(arguments: [
        "load", "loadstring", "dofile", "loadfile", "collectgarbage", "io", "package", "print", "warn", "module",
        "unpack", "setfenv", "getfenv", "newproxy", "bit32", "arg", "jit",
    ])
    func whatCouldLeaveTheSandboxIsAbsent(name: String) throws {
        #expect(try run("return \(name)").hasPrefix("error: test.lua:1: undeclared global '\(name)'"))
        #expect(try run("return _G['\(name)']").hasPrefix("error: "))
        #expect(try run("return rawget(_G, '\(name)')") == "nil")
    }

    @Test(arguments: [
        "string.dump", "os.execute", "os.getenv", "os.clock", "os.exit", "os.remove", "os.rename", "os.tmpname",
        "os.setlocale", "debug.getinfo", "debug.sethook", "debug.getregistry", "debug.getmetatable",
        "debug.setmetatable", "debug.getlocal", "debug.getupvalue", "debug.upvaluejoin", "math.pow",
    ])
    func libraryFunctionsThatCouldLeaveTheSandboxAreAbsent(name: String) throws {
        #expect(try run("return \(name)") == "nil")
    }

    @Test func anUndeclaredGlobalIsAMistakeThatSuggestsTheNearest() throws {
        #expect(try run("return nothing") == "error: test.lua:1: undeclared global 'nothing'")
        for (typo, word) in [
            ("tostrin", "tostring"), ("stirng", "string"), ("prcall", "pcall"), ("notee", "note"), ("lgo", "log"),
            ("iparis", "ipairs"), ("corutine", "coroutine"), ("setmetatabel", "setmetatable"),
        ] {
            #expect(
                try run("\nreturn \(typo)") == "error: test.lua:2: undeclared global '\(typo)'; did you mean '\(word)'?"
            )
        }
        #expect(try run("return _G[1], _G[true], _G.x == nil").hasPrefix("error: test.lua:1: undeclared global 'x'"))
    }

    @Test func aGlobalCannotBeAssigned() throws {
        #expect(
            try run("\nx = 1") == "error: test.lua:2: assigning to undeclared global 'x'; write 'local' before it")
        #expect(try run("function f() end").contains("assigning to undeclared global 'f'"))
        #expect(try run("_G[1] = 2").contains("globals cannot be set"))
        for name in ["string", "tostring", "note", "log", "_G", "pcall", "type"] {
            #expect(try run("\(name) = 1").contains("'\(name)' belongs to Hookswitch"))
            #expect(try run("local x = \(name) \(name) = 1").contains("'\(name)' belongs to Hookswitch"))
        }
        #expect(try run("rawset(_G, 'x', 1)").contains("belongs to Hookswitch"))
        #expect(try run("setmetatable(_G, nil)").contains("cannot change a protected metatable"))
        #expect(try run("setmetatable(_G, {})").contains("cannot change a protected metatable"))
        #expect(try run("return getmetatable(_G)") == "false")
        #expect(try run("table.insert(_G, 1)").contains("globals cannot be set"))
        #expect(try run("table.move({1}, 1, 1, 1, _G)").contains("globals cannot be set"))
        #expect(try run("for k in pairs(_G) do note(k) end return next(_G)") == "nil")
    }

    @Test func anEnvironmentOfItsOwnIsOrdinaryLua() throws {
        #expect(try run("local _ENV = {x = 1} y = 2 return x + y") == "3")
    }

    @Test func theHostsNamespacesAreFrozen() throws {
        for first in ["", "log.info 'x' "] {
            #expect(try run(first + "log.info = 1").contains("'log' belongs to Hookswitch and cannot be changed"))
            #expect(try run(first + "rawset(log, 'info', 1)").contains("belongs to Hookswitch"))
            #expect(try run(first + "setmetatable(log, nil)").contains("protected"))
            #expect(try run(first + "return getmetatable(log), next(log)") == "false nil")
        }
        #expect(try run("return log.nothing") == "error: test.lua:1: there is no log.nothing")
        #expect(try run("return log[{}]") == "error: test.lua:1: there is no log.table: 1")
        #expect(try run("return log.info == log.info") == "true")
    }

    @Test func aClassIsNoGlobal() throws {
        #expect(try run("return Box").contains("undeclared global 'Box'"))
    }

    @Test func aGlobalOfTheHostIsSetPastTheRule() throws {
        let bench = try Bench(hasTwin: false)
        try bench.world.setGlobal("answer", .integer(42))
        #expect(try bench.run("return answer, _G.answer") == "42 42")
        #expect(try bench.run("answer = 1").contains("'answer' belongs to Hookswitch"))
        try bench.world.setGlobal("answer", .integer(43))
        #expect(try bench.run("return answer") == "43")
    }

    @Test func textsHaveMethodsAndArithmeticFromTheBeginning() throws {
        #expect(try run("return '10' + 1, '3' * '4', -'2', '7' // 2, 10 .. ''") == "11 12 -2 3 10")
        #expect(try run("return ('abc'):upper(), ('x'):rep(3), #('abc'):sub(2)") == "ABC xxx 2")
        #expect(try run("return ('abc').nothing") == "nil")
        #expect(try run("local s = string return s == string, ('x').rep == s.rep") == "true true")
        #expect(try run("return 'a' + 1").contains("attempt to add a 'string' with a 'number'"))
    }

    @Test func theMetatableOfTextsIsProtected() throws {
        #expect(try run("return getmetatable('')") == "false")
        #expect(try run("setmetatable('', {})").contains("table expected"))
        #expect(try run("getmetatable('').__index = nil").hasPrefix("error:"))
    }

    @Test func aLibraryBelongsToItsWorld() throws {
        let one = try Bench()
        let two = try Bench()
        #expect(try one.run("function string.twice(s) return s .. s end return ('a'):twice()") == "aa")
        #expect(try one.run("return ('b'):twice()") == "bb")
        #expect(try two.run("return string.twice") == "nil")
    }

    @Test func openingALibraryWhereCDepthIsSpentHarmsNothing() throws {
        let source = """
            local function deep(n)
                if n == 0 then return utf8.char(65) .. math.floor(1.5) .. tostring(ipairs) end
                return (string.gsub('a', 'a', function() return deep(n - 1) end))
            end
            for n = 150, 250 do pcall(deep, n) end
            return utf8.char(65), math.floor(2.5), type(ipairs)
            """
        #expect(try run(source, limits: .instructions(1 << 40)) == "A 2 function")
    }
}
