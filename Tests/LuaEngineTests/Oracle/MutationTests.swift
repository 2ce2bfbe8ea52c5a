import LuaEngine
import Testing

/// That the oracle can fail: our world gets a function that is wrong in one point, and that must be found.
@Suite struct OracleMutationTests {
    struct Mutant: Sendable, CustomTestStringConvertible {
        let function: String
        /// What stands in its place; `real` is the right one.
        let wrong: String
        var testDescription: String { function }
    }

    static let mutants = [
        Mutant(function: "string.rep", wrong: "function(s, n, d) return real(s, n == 3 and 4 or n, d) end"),
        Mutant(function: "string.sub", wrong: "function(s, i, j) return real(s, i, j == -1 and -2 or j) end"),
        Mutant(
            function: "string.gsub",
            wrong: "function(s, p, r, n) local t, c = real(s, p, r, n) return t, c > 1 and c - 1 or c end"),
        Mutant(
            function: "string.find",
            wrong: "function(s, p, i, f) return real(s, p, i ~= nil and i ~= 1 and 2 or i, f) end"),
        Mutant(function: "string.format", wrong: "function(f, ...) return (real(f, ...):gsub('e%+', 'e')) end"),
        Mutant(
            function: "table.insert", wrong: "function(t, ...) if #t == 5 then t[1] = nil end return real(t, ...) end"),
        Mutant(function: "table.unpack", wrong: "function(t, i, j) return real(t, i == 0 and 1 or i, j) end"),
        Mutant(function: "math.floor", wrong: "function(x) return x == -2.5 and -2 or real(x) end"),
        Mutant(function: "utf8.len", wrong: "function(s, i, j, l) return real(s, i, j, true) end"),
        Mutant(
            function: "coroutine.status",
            wrong: "function(c) local s = real(c) return s == 'normal' and 'running' or s end"),
        Mutant(function: "coroutine.close", wrong: "function(c) return (real(c)) end"),
    ]

    @Test(arguments: mutants)
    func aMistakeIsFound(mutant: Mutant) throws {
        var oracle = Oracle()
        oracle.sabotage = "do local real = \(mutant.function) \(mutant.function) = \(mutant.wrong) end"
        let function = try #require(OracleTests.functions.first { $0.name == mutant.function })
        // Where both succeed, a difference is not one of how the replacement is called.
        oracle.enough = .max
        let found = try oracle.differences(function, count: 500, seed: 1)
        #expect(found.contains { $0.stock.hasPrefix("ok") && $0.ours.hasPrefix("ok") })
    }

    @Test func anErrorTextIsCompared() throws {
        let found = try Oracle(sabotage: "do local real = error function string.len() real('no length', 2) end end")
            .compare(["return string.len(5)", "return string.len()"], of: "string.len")
        #expect(found.map(\.source) == ["return string.len(5)", "return string.len()"])
    }

    @Test func aWorldThatIsStoppedIsADifferenceOfItsCase() throws {
        let found = try Oracle(
            sabotage: "function string.len(s) while s == 'x' do end return 1 end", instructions: 100_000
        )
        .compare(["return ('a'):len()", "return ('x'):len()", "return ('b'):len()"], of: "string.len")
        #expect(found.map(\.source) == ["return ('x'):len()"])
        #expect(found.allSatisfy { $0.ours.contains("stopped: instructions") })
    }

    @Test func aSeedMakesTheSameCasesAgain() {
        for function in OracleTests.functions {
            let make = { (seed: UInt64) in
                let dice = Dice(seed: seed, for: function.name)
                return (0..<50).map { _ in function.make(dice) }
            }
            #expect(make(1) == make(1))
            #expect(make(1) != make(2))
        }
    }
}
