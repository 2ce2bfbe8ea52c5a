import Testing

@testable import LuaSyntax

/// Runs each program plain and instrumented in Lua itself.
@Suite struct LuaInstrumentedProgramsTests {
    static let names = [
        "choices", "closing", "coroutines", "errors", "functions", "layout", "logic", "loops",
    ]

    @Test func everyProgramIsNamedHere() throws {
        #expect(try LuaFiles.programs().keys.sorted() == Self.names.map { "\($0).lua" })
    }

    @Test(arguments: names)
    func anInstrumentedProgramDoesTheSame(name: String) throws {
        let source = try #require(try LuaFiles.programs()["\(name).lua"])
        let result = try LuaInstrumenter().instrument(source, file: 3)
        let plain = RealLua.run(source)
        let instrumented = RealLua.run(result.source)
        #expect(plain.output.split(separator: "\n").count > 10)
        #expect(instrumented.output == plain.output)
        #expect(plain.counts.isEmpty)
        #expect(result.map.unmeasured == nil)
        #expect(instrumented.counts.keys.allSatisfy { result.map.point($0) != nil })
        let reached = result.map.points.count { instrumented.counts[$0.id] != nil }
        #expect(reached * 2 > result.map.points.count, "the program reaches \(reached) of \(result.map.points.count)")
    }

    @Test(arguments: names)
    func aWayOnIsTakenEachTimeAChoiceIsMade(name: String) throws {
        // These leave in the midst of conditions.
        guard !["errors", "coroutines", "logic"].contains(name) else { return }
        let source = try #require(try LuaFiles.programs()["\(name).lua"])
        let result = try LuaInstrumenter().instrument(source)
        let counts = RealLua.run(result.source).counts
        for point in result.map.points where point.kind == .statement {
            let arms = result.map.points.filter { $0.parent == point.id && $0.words.contains(" of the if in line") }
            guard !arms.isEmpty else { continue }
            #expect(
                arms.reduce(0) { $0 + counts[$1.id, default: 0] } == counts[point.id, default: 0], "line \(point.line)")
        }
    }

    @Test func nothingMovesToAnotherLine() throws {
        for (path, source) in try LuaFiles.all() {
            guard let result = try? LuaInstrumenter().instrument(source) else { continue }
            var rest = try LuaLexer.tokens(of: result.source)[...]
            for token in try LuaLexer.tokens(of: source) {
                let found = rest.firstIndex { $0.kind == token.kind && $0.range.start.line == token.range.start.line }
                guard let found else {
                    Issue.record("\(path): \(token.words) is no longer in line \(token.range.start.line)")
                    break
                }
                rest = rest[(found + 1)...]
            }
        }
    }

    @Test func whatLuaTakesItTakesInstrumented() throws {
        for (path, source) in try LuaFiles.all() where RealLua.refusal(of: source) == nil {
            let result = try LuaInstrumenter().instrument(source)
            #expect(RealLua.refusal(of: result.source) == nil, "\(path)")
        }
    }
}
