import Testing

@testable import LuaSyntax

@Suite struct LuaScopesTests {
    /// The variables of a source in their order: `x@2` was declared at byte 2 of the line.
    private func bindings(_ source: String) throws -> String {
        var found: [String] = []
        try LuaParser.parse(Array(source.utf8)).walk { node in
            guard case .expression(let value) = node, case .variable(let variable) = value.kind else { return true }
            switch variable.binding {
            case .global: found.append(variable.name.text)
            case .local(let place): found.append("\(variable.name.text)@\(place.column)")
            case .environment(let place): found.append("\(variable.name.text)%\(place.column)")
            }
            return true
        }
        return found.joined(separator: " ")
    }

    @Test func aNameMeansTheInnermostDeclarationBeforeIt() throws {
        #expect(try bindings("f(x) local x = x f(x)") == "f x x f x@12")
        #expect(try bindings("local x do local x f(x) end f(x)") == "f x@18 f x@7")
        #expect(try bindings("local x, x f(x)") == "f x@10")
    }

    @Test func aLocalFunctionSeesItself() throws {
        #expect(try bindings("local function f() f() end") == "f@16")
        #expect(try bindings("local f = function() f() end") == "f")
    }

    @Test func parametersAndLoopVariablesAreLocals() throws {
        #expect(try bindings("function f(a) return a, b end") == "a@12 b")
        #expect(try bindings("for i = i, 2 do f(i) end f(i)") == "i f i@5 f i")
        #expect(try bindings("for k, v in k do f(v) end") == "k f v@8")
        #expect(try bindings("function t:m() return self end") == "self@12")
        #expect(try bindings("repeat local x until x f(x)") == "x@14 f x")
    }

    @Test func aReplacedEnvironmentIsToldFromTheGlobals() throws {
        #expect(try bindings("f(_ENV) local _ENV = {} x = _ENV.y") == "f _ENV x%15 _ENV@15")
    }

    @Test(arguments: [
        "::a:: do goto a end", "do goto a end ::a::", "goto a local x ::a::", "goto a local x ::a:: ; ::b:: ;",
        "do goto a end local x ::a::", "::a:: ::b:: do ::c:: end ::c:: goto c",
        "for i = 1, 2 do if i then goto a end local x ::a:: end", "repeat goto a ::a:: local x until x",
        "local x <const> = 1 do local x x = 2 end", "for i = 1, 2 do i = 3 end", "local x <const> = {} x.y = 1",
        "local x <const> = 1 local function f(x) x = 2 end", "repeat local function f() end break until f",
    ])
    func whatLuaAllowsIsAllowed(source: String) {
        #expect(throws: Never.self) { try LuaParser.parse(Array(source.utf8)) }
        #expect(RealLua.refusal(of: Array(source.utf8)) == nil)
    }

    @Test func asManyLocalsAsLuaAllowsMayBeInScope() {
        for (count, isAllowed) in [(200, true), (201, false)] {
            let source = Array((1...count).map { "local x\($0)" }.joined(separator: " ").utf8)
            #expect((RealLua.refusal(of: source) == nil) == isAllowed)
            #expect(((try? LuaParser.parse(source)) != nil) == isAllowed)
        }
        let loops = Array((String(repeating: "local x ", count: 196) + "for i = 1, 2 do end").utf8)
        let more = Array("local x ".utf8) + loops
        #expect((try? LuaParser.parse(loops)) != nil && RealLua.refusal(of: loops) == nil)
        #expect((try? LuaParser.parse(more)) == nil && RealLua.refusal(of: more) != nil)
    }
}
