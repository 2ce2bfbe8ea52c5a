import Testing

@testable import LuaSyntax

struct LuaTablePlacesTests {
    private static let source = """
        local line = require "std.flow"
        local shop = line.part {
          start = "ask", steps = { ask = { "say", text = "Hm." } },
        }
        local steps = { main = { "menu", keys = { "shop", ["2"] = "bye", [9] = { go = "bye" } } } }
        line.incoming {
          start = "main",
          steps = { shop = { "flow", shop, exits = { sold = "bye" } }, bye = { "hang_up" } },
        }
        line.incoming { steps = steps } line.launch(steps)
        line.incoming(make())
        """

    private static func place(_ path: [LuaTablePlaces.Key], line: Int, of name: String = "incoming") throws -> String {
        let places = LuaTablePlaces(try LuaParser.parse(Array(source.utf8)))
        return places.place(of: path, inCallAt: line, of: [name]).map {
            "\($0.position.line):\($0.position.column)\($0.isWhole ? "" : " and on")"
        } ?? "none"
    }

    @Test func entriesAreFoundByNameNumberAndPosition() throws {
        #expect(try Self.place([], line: 6) == "6:1")
        #expect(try Self.place([.name("start")], line: 6) == "7:3")
        #expect(try Self.place([.name("steps"), .name("bye")], line: 6) == "8:64")
        #expect(try Self.place([.name("steps"), .name("main"), .name("keys"), .index(1)], line: 10) == "5:43")
        #expect(try Self.place([.name("steps"), .name("main"), .name("keys"), .name("2")], line: 10) == "5:52")
        #expect(try Self.place([.name("steps"), .name("main"), .name("keys"), .index(9)], line: 10) == "5:67")
        #expect(
            try Self.place([.name("steps"), .name("main"), .name("keys"), .index(9), .name("go")], line: 10) == "5:74")
    }

    @Test func theWayLeadsThroughVariablesAndCalls() throws {
        let path: [LuaTablePlaces.Key] = [.name("steps"), .name("shop"), .index(2), .name("steps"), .name("ask")]
        #expect(try Self.place(path, line: 6) == "3:28")
        #expect(try Self.place([.name("main")], line: 10, of: "launch") == "5:17")
    }

    @Test func whatCannotBeFollowedEndsAtTheLastThatCan() throws {
        #expect(try Self.place([.name("steps"), .name("nobody"), .name("x")], line: 6) == "8:3 and on")
        #expect(try Self.place([.name("start"), .name("x")], line: 6) == "7:3 and on")
        #expect(try Self.place([.name("steps")], line: 11) == "11:1 and on")
        #expect(try Self.place([], line: 5) == "none")
        #expect(try Self.place([], line: 6, of: "launch") == "none")
    }

    @Test func aVariableOfNoTableEndsTheWay() throws {
        let places = LuaTablePlaces(
            try LuaParser.parse(Array("local a; a = f(a)\nlocal b = f(b) line.incoming(b)".utf8)))
        #expect(places.place(of: [.name("x")], inCallAt: 2, of: ["incoming"])?.position.column == 16)
    }
}
