import Testing

@testable import LuaSyntax

@Suite struct LuaInstrumenterTests {
    /// Sources and their instrumented form; `@` stands for `__covered`.
    static let forms: [(String, String)] = [
        ("f()", "@(0); f()"),
        ("f();(g)()", "@(0); f();@(1); (g)()"),
        ("local x, y = 1", "@(0); local x, y = 1"),
        (";;::a:: do end goto a", ";;::a:: do end @(0); goto a"),
        ("return f()", "@(0); return f()"),
        ("return", "@(0); return"),
        ("function f() end", "@(0); function f()@(1); end"),
        ("local function f(...) return ... end", "@(0); local function f(...)@(1); @(2); return ... end"),
        ("f(function()g()end)", "@(0); f(function()@(1);@(2); g()end)"),
        ("if x then f() end", "@(0); if x then @(1); @(2); f() else @(3); end"),
        ("if x then else end", "@(0); if x then @(1); else @(2); end"),
        ("if x then(f)()end", "@(0); if x then @(1);@(2); (f)()else @(3); end"),
        (
            "if a then\n  f()\nelseif b then\nend",
            "@(0); if a then @(1);\n  @(2); f()\nelseif b then @(3);\nelse @(4); end"
        ),
        ("if x then f() -- why\nend", "@(0); if x then @(1); @(2); f() -- why\nelse @(3); end"),
        (
            "while x do f() end",
            "@(0); do local @_entered; while x do @_entered = true; @(1); @(2); f() end if not @_entered then @(3); end end"
        ),
        ("while true do break end", "@(0); while true do @(1); @(2); break end"),
        ("for i = 1, 3 do end", "@(0); for i = 1, 3 do @(1); end"),
        ("for i = 3, -1, -1 do end", "@(0); for i = 3, -1, -1 do @(1); end"),
        (
            "for i = 1, n do end",
            "@(0); do local @_entered; for i = 1, n do @_entered = true; @(1); end if not @_entered then @(2); end end"
        ),
        (
            "for k in f() do end",
            "@(0); do local @_entered; for k in f() do @_entered = true; @(1); end if not @_entered then @(2); end end"
        ),
        ("repeat local x = f() until x", "@(0); repeat @(1); @(2); local x = f() until x"),
        (
            "for i = 1, 2 do goto next local x ::next:: end",
            "@(0); for i = 1, 2 do @(1); @(2); goto next @(3); local x ::next:: end"
        ),
        ("x = a and b", "@(0); x = @_value(1, a )and b"),
        ("x = a or b or c", "@(0); x = @_value(1, a )or @_value(3, b) or c"),
        ("x = a and b or c", "@(0); x = @_value(1, @_value(3, a )and b )or c"),
        ("x = a or b and c", "@(0); x = @_value(1, a )or @_value(3, b )and c"),
        ("x = f() or ... or g", "@(0); x = @_value(1, (f() ))or @_value(3, (...)) or g"),
        ("x = (f()) or t.x", "@(0); x = @_value(1, (f()) )or t.x"),
        ("return(a)or b", "@(0); return @_value(1, (a))or b"),
        ("x = a -- why\n  or b", "@(0); x = @_value(1, a -- why\n  )or b"),
        ("x = nil or 1 and f or g", "@(0); x = nil or @_value(1, 1 and f) or g"),
        ("x = not (a or b) .. 'c'", "@(0); x = not (@_value(1, a )or b) .. 'c'"),
        ("f { x = a or b, [c or d] = e }", "@(0); f { x = @_value(1, a )or b, [@_value(3, c )or d] = e }"),
        ("if a or b then end", "@(0); if @_value(1, a )or b then @(3); else @(4); end"),
    ]

    @Test(arguments: forms)
    func whatIsPutInStandsWhereItCounts(source: String, form: String) throws {
        let result = try LuaInstrumenter().instrument(Array(source.utf8))
        #expect(String(decoding: result.source, as: UTF8.self).replacing("__covered", with: "@") == form)
    }

    @Test func theRecorderHasTheNameItIsGiven() throws {
        let result = try LuaInstrumenter(recorder: "hit").instrument(Array("while a or b do end".utf8), file: 2)
        let base = 2 * LuaCoverageMap.pointLimit
        #expect(
            String(decoding: result.source, as: UTF8.self) == """
                hit(\(base)); do local hit_entered; while hit_value(\(base + 1), a )or b do hit_entered = true; \
                hit(\(base + 3)); end if not hit_entered then hit(\(base + 4)); end end
                """)
        #expect(result.map.points.map(\.id) == Array(base...base + 4))
        #expect(LuaCoverageMap.file(of: base + 4) == 2 && LuaCoverageMap.index(of: base + 4) == 4)
    }

    @Test func pointsAreNamedForPeople() throws {
        let source = """
            on("IncomingCall", { to = "+18005550199" }, function(call)
              if call.from then
                call:answer()
              elseif a or b then
              end
            end)
            function menu.ask() end
            local greet = function() while x do end end
            local t = { key = function() for i = 1, n do end end, ["a\\n"] = function() end }
            f(function() repeat until x and y end)
            """
        let map = try LuaInstrumenter().instrument(Array(source.utf8)).map
        let words = map.points.filter { $0.kind != .statement }.map(\.words)
        #expect(
            words == [
                "on(\"IncomingCall\") handler in line 1 never ran", "then of the if in line 2 never taken",
                "`or` in line 4: right side never skipped", "`or` in line 4: right side never evaluated",
                "elseif in line 4 of the if in line 2 never taken",
                "else of the if in line 2 never taken (it is not written)", "function menu.ask in line 7 never called",
                "function greet in line 8 never called", "body of the while in line 8 never entered",
                "while in line 8 never passed over without entering its body", "function key in line 9 never called",
                "body of the for in line 9 never entered", "for in line 9 never passed over without entering its body",
                "function a? in line 9 never called", "function in line 10 never called",
                "body of the repeat in line 10 never entered", "`and` in line 10: right side never evaluated",
                "`and` in line 10: right side never skipped",
            ])
        #expect(map.points.filter { $0.kind == .statement }.map(\.line) == [1, 2, 3, 7, 8, 8, 9, 9, 10, 10])
        #expect(
            map.points.first(where: \.isHook)?.kind
                == .function(name: "on(\"IncomingCall\") handler", event: "IncomingCall"))
    }

    @Test(arguments: [
        "local on = f on('X', function() end)", "on(x, function() end)", "on('X', function() end, 1)", "on('X', f)",
        "t.on('X', function() end)", "function on(a) on('X') end",
    ])
    func onlyALastArgumentOfTheGlobalOnIsAHook(source: String) throws {
        #expect(try LuaInstrumenter().instrument(Array(source.utf8)).map.points.allSatisfy { !$0.isHook })
    }

    @Test(arguments: [
        ("x = 1\nlocal _ENV = {}", "line 2 replaces `_ENV`, through which points are counted"),
        ("_ENV = f()", "line 1 replaces `_ENV`, through which points are counted"),
        ("a, _ENV = f()", "line 1 replaces `_ENV`, through which points are counted"),
        ("function f(_ENV) end", "line 1 replaces `_ENV`, through which points are counted"),
        ("for _, _ENV in f() do end", "line 1 replaces `_ENV`, through which points are counted"),
        ("local function __covered() end", "line 1 uses the name `__covered`, with which points are counted"),
        ("f(__covered_value)", "line 1 uses the name `__covered_value`, with which points are counted"),
        ("\nfunction __covered.x() end", "line 2 uses the name `__covered`, with which points are counted"),
    ])
    func aSourceThatHidesTheRecorderIsLeftAsItIs(source: String, sentence: String) throws {
        let result = try LuaInstrumenter().instrument(Array(source.utf8))
        #expect(result.map.unmeasured == sentence)
        #expect(result.map.points.isEmpty)
        #expect(String(decoding: result.source, as: UTF8.self) == source)
    }

    @Test(arguments: ["f(_ENV)", "_ENV.x = 1", "x.__covered = 1", "x = _ENV[y] or 1"])
    func aSourceThatOnlyReadsTheEnvironmentIsMeasured(source: String) throws {
        #expect(try LuaInstrumenter().instrument(Array(source.utf8)).map.unmeasured == nil)
    }

    @Test func whatWouldNestTooDeepIsLeftAsItIs() throws {
        let locals = Array((String(repeating: "local x ", count: 195) + "while f() do end").utf8)
        #expect(RealLua.refusal(of: locals) == nil)
        let nested = Array(
            (String(repeating: "do ", count: 188) + "f(a or b) " + String(repeating: "end ", count: 188)).utf8)
        #expect(RealLua.refusal(of: nested) == nil)
        let full = Array((String(repeating: "local x ", count: 200) + "while f() do end").utf8)
        #expect(RealLua.refusal(of: full) == nil)
        for (source, isMeasured) in [(locals, true), (nested, false), (full, false)] {
            let result = try LuaInstrumenter().instrument(source)
            #expect((result.map.unmeasured == nil) == isMeasured)
            #expect((result.source == source) == !isMeasured)
            #expect(RealLua.refusal(of: result.source) == nil)
        }
    }

    @Test func whatIsNoLuaIsRefused() {
        #expect(throws: LuaSyntaxError.self) { try LuaInstrumenter().instrument(Array("x =".utf8)) }
    }
}
