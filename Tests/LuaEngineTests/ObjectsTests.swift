import LuaEngine
import Testing

@Suite struct ObjectsTests {
    @Test func theSameNumberIsTheSameTable() throws {
        #expect(try run("return box(1) == box(1), box(1) == box(2), type(box(1))") == "true false table")
        #expect(
            try run("local b = box(math.mininteger) return b:id() == math.mininteger, tostring(b)").hasPrefix(
                "true box -"))
    }

    @Test func methodsAreFoundAndKept() throws {
        #expect(try run("return box(7):id(), box(7).id == box(8).id") == "7 true")
        #expect(try run("return box(7):wait()", .text("x")) == "x")
        #expect(try run("\nbox(7).id()") == "error: test.lua:2: a box is wanted; use ':'")
        #expect(try run("return box(1).id({})").contains("a box is wanted"))
    }

    @Test func otherFieldsComeFromTheHost() throws {
        #expect(try run("return box(1).colour") == "red")
        #expect(try run("\n\nreturn box(1).size") == "error: test.lua:3: a box has no 'size'")
        #expect(try run("return box(1)[1]").contains("a box has no '?'"))
    }

    @Test func eachObjectHasItsOwnData() throws {
        #expect(try run("box(1).data.x = 5 return box(1).data.x, box(2).data.x") == "5 nil")
    }

    @Test func anObjectKeepsNothingButItsData() throws {
        #expect(try run("\n\nbox(1).size = 5") == "error: test.lua:3: a box cannot keep 'size'")
        #expect(try run("box(1).id = nil").hasPrefix("error: test.lua:1: a box cannot keep 'id'"))
        #expect(try run("box(1)[1] = 5").contains("a box cannot keep '?'"))
        #expect(try run("\nthe_lid.x = 1") == "error: test.lua:2: the fields of a lid cannot be set")
        #expect(try run("local b = box(1) b.data = nil b.data = 7 return b.data, rawget(b, 'data')") == "7 7")
        #expect(try run("box(1)['data\\0'] = 5").contains("cannot keep"))
        #expect(try run("local t = setmetatable({}, {__newindex = box(1)}) t.x = 1").contains("cannot keep 'x'"))
    }

    @Test func anObjectHasATextAndCrossesTheBorder() throws {
        #expect(
            try run("return tostring(box(12)), echo(box(3)) == box(3), echo({b = box(4)})") == "box 12 true {b=Box 4}")
    }

    @Test func anObjectCannotBeForged() throws {
        #expect(try run("return getmetatable(box(1))") == "false")
        #expect(try run("setmetatable(box(1), {})").contains("protected"))
        let source = """
            local b = box(1)
            for k in pairs(b) do if type(k) ~= 'string' then b[k] = 2 end end
            local copy = {}
            for k, v in pairs(b) do copy[k] = v end
            return b:id(), pcall(b.id, copy)
            """
        #expect(try run(source).hasPrefix("1 false"))
    }

    @Test func anUnknownClassFromTheHostIsNil() throws {
        let bench = try Bench(hasTwin: false)
        try bench.world.setGlobal("lid", .object(LuaObject(class: "Lid", id: 1)))
        try bench.world.setGlobal("none", .object(LuaObject(class: "None", id: 1)))
        #expect(
            try bench.run("return tostring(lid), lid.x, none").hasPrefix("error: test.lua:1: undeclared global 'none'"))
        #expect(try bench.run("return tostring(lid), lid.x") == "lid 1 nil")
    }

    @Test func aClassMayHaveAGlobalThatIsMadeWhenNamed() throws {
        #expect(try run("return tostring(the_lid), the_lid == the_lid, rawget(_G, 'the_lid')") == "lid 1 true nil")
        #expect(try run("the_lid = 1").contains("'the_lid' belongs to Hookswitch"))
        #expect(try run("return the_lit").contains("did you mean 'the_lid'?"))
    }
}
