import Testing

@testable import LuaSyntax

@Suite struct LCOVWriterTests {
    private func section(_ source: String, runs: Bool = true) throws -> String {
        let result = try LuaInstrumenter().instrument(Array(source.utf8))
        var hits = LuaCoverageHits()
        if runs {
            for (id, count) in RealLua.run(result.source).counts { for _ in 0..<count { hits.reach(id) } }
        }
        return LCOVWriter.section(path: "flows/a/main.lua", map: result.map, hits: hits)
    }

    private let source = """
        local function greet(name)
          if name
            and name ~= "" then
            return "hello"
          elseif name == "" then
            return "no name"
          end
        end
        greet("x") greet("y")
        greet()
        """

    @Test func aSectionTellsFunctionsBranchesAndLines() throws {
        #expect(
            try section(source) == """
                TN:
                SF:flows/a/main.lua
                FN:1,greet
                FNDA:3,greet
                FNF:1
                FNH:1
                BRDA:2,0,0,2
                BRDA:5,0,1,0
                BRDA:2,0,2,1
                BRDA:3,1,0,2
                BRDA:3,1,1,1
                BRF:5
                BRH:4
                DA:1,1
                DA:2,3
                DA:3,3
                DA:4,2
                DA:5,1
                DA:6,0
                DA:9,1
                DA:10,1
                LF:8
                LH:7
                end_of_record

                """)
    }

    @Test func aChoiceThatWasNeverMadeHasNoCounts() throws {
        let text = try section(source, runs: false)
        #expect(text.contains("BRDA:2,0,0,-\n") && text.contains("FNDA:0,greet\n") && text.contains("DA:9,0\n"))
        #expect(text.contains("FNH:0\n") && text.contains("BRH:0\n") && text.contains("LH:0\n"))
    }

    @Test func functionsOfOneNameAreToldApart() throws {
        let text = try section("on('A', function() end)\non('A', function() end) on('A', function() end)", runs: false)
        let names = text.split(separator: "\n").filter { $0.hasPrefix("FN:") }
        #expect(
            names == ["FN:1,on(\"A\") handler", "FN:2,on(\"A\") handler:2", "FN:2,on(\"A\") handler:2:33"])
    }

    @Test func noNameBreaksALine() throws {
        let text = try section("on('a\\nb\\r\\u{2028}', function() end)", runs: false)
        #expect(text.split(whereSeparator: \.isNewline).allSatisfy { $0 == "end_of_record" || $0.contains(":") })
        #expect(text.contains("FN:1,on(\"a?b??\") handler\n"))
    }
}
