import Testing

@testable import FlowTesting

struct SpecFileTests {
    private func cases(_ source: String) throws -> [SpecCase] {
        try SpecFile(path: "x_spec.lua", source: Array(source.utf8)).cases().cases
    }

    @Test func casesHaveThePathOfTheirDescribes() throws {
        let found = try cases(
            """
            it("alone", function() end)
            describe("outer", function()
              it("first", function() end)
              describe("inner", function()
                it("second", { skip = "not yet" }, function() end)
              end)
            end)
            """)
        #expect(found.map(\.path) == [["alone"], ["outer", "first"], ["outer", "inner", "second"]])
        #expect(found.map(\.line) == [1, 3, 5])
        #expect(found[2].options.skip == "not yet")
        #expect(found[2].name == "outer › inner › second")
    }

    @Test func whatADescribeSaysHoldsForItsCases() throws {
        let found = try cases(
            """
            describe("early", { at = 1000, exact = true }, function()
              it("a", function() end)
              it("b", { at = 2000, allows_errors = true }, function() end)
              describe("inner", { skip = "not now" }, function() it("c", function() end) end)
            end)
            it("d", function() end)
            """)
        #expect(found.map(\.options.start) == [1_000, 2_000, 1_000, nil])
        #expect(found.map(\.options.isExact) == [true, true, true, false])
        #expect(found.map(\.options.allowsErrors) == [false, true, false, false])
        #expect(found.map(\.options.skip) == [nil, nil, "not now", nil])
    }

    @Test func anOptionTellsWhenACaseBegins() throws {
        #expect(
            try cases(#"it("a", { at = "2026-03-02T09:30:00Z" }, function() end)"#)[0].options.start == 1_772_443_800)
        #expect(throws: SpecProblem.self) { try cases(#"it("a", { at = "noon" }, function() end)"#) }
    }

    @Test(arguments: [
        ("it('a', function(", 1, "expected"),
        ("\nlocal x = nil + 1", 2, "arithmetic"),
        ("it('a', function() end)\nit('a', function() end)", 2, "another case 'a'"),
        ("\n\nphone '+14255550100'", 3, "belongs into a function of `it`"),
        ("it('a')", 1, "'options' is missing"),
        ("it('a', { onli = true }, function() end)", 1, "did you mean 'only'"),
        ("describe('a', function()\n  error('oh')\nend)", 2, "oh"),
        ("given_flow('a/b', '')", 1, "letters, digits"),
    ])
    func aMistakeIsToldWithItsLine(_ source: String, _ line: Int, _ part: String) throws {
        do {
            _ = try cases(source)
            Issue.record("it was taken")
        } catch let problem as SpecProblem {
            #expect(problem.line == line, "\(problem)")
            #expect(problem.message.contains(part), "\(problem)")
        }
    }
}
