import Foundation
import LuaEngine
import Testing

/// A function under test and the maker of its cases.
struct OracleFunction: Sendable, CustomTestStringConvertible {
    let name: String
    /// Makes the body of a Lua function, in one line; what it returns or raises is compared.
    let make: @Sendable (Dice) -> String

    init(_ name: String, _ make: @escaping @Sendable (Dice) -> String) {
        self.name = name
        self.make = make
    }

    var testDescription: String { name }
}

/// A case that came out differently.
struct Difference: CustomStringConvertible {
    let function: String
    let source: String
    let stock: String
    let ours: String

    var description: String { "\(function): \(source)\n  stock: \(stock)\n  ours:  \(ours)" }
}

/// Runs cases in stock Lua and in a world of ours, and compares.
struct Oracle {
    static let batchSize = 250

    /// How many cases each function gets: 20,000 of a million.
    static let casesPerFunction = max(1, number(of: "HOOKSWITCH_FUZZ_CASES", or: 12_500) / 50)
    static let seed = UInt64(number(of: "HOOKSWITCH_FUZZ_SEED", or: 544))

    /// The one function to try, where not all are wanted.
    static let only = ProcessInfo.processInfo.environment["HOOKSWITCH_FUZZ_FUNCTION"]

    private static func number(of variable: String, or fallback: Int) -> Int {
        ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? fallback
    }

    /// Lua code that runs before the cases in our world only: for the test that mistakes are found.
    var sabotage = ""
    /// What a batch may use in our world.
    var instructions = 1 << 30
    /// After how many differences it is enough.
    var enough = 5

    /// The differences that `count` cases of a function show, without the known ones.
    func differences(_ function: OracleFunction, count: Int, seed: UInt64) throws -> [Difference] {
        let dice = Dice(seed: seed, for: function.name)
        var found: [Difference] = []
        var rest = count
        while rest > 0, found.count < enough {
            let cases = (0..<min(rest, Self.batchSize)).map { _ in function.make(dice) }
            rest -= cases.count
            found += try compare(cases, of: function.name)
        }
        return Array(found.prefix(enough))
    }

    /// Compares cases one by one, a whole batch at once as long as all is well.
    func compare(_ cases: [String], of name: String) throws -> [Difference] {
        let stock = try runStock(cases)
        let ours = try runOurs(cases)
        if stock == ours { return [] }
        let stockLines = stock.split(separator: Prelude.separator)
        let ourLines = ours.split(separator: Prelude.separator)
        if stockLines.count != cases.count || ourLines.count != cases.count, cases.count > 1 {
            // It did not come to the end: each case in a world of its own.
            return try cases.flatMap { try compare([$0], of: name) }
        }
        var found: [Difference] = []
        for (index, source) in cases.enumerated() {
            let theirs = stockLines.count == cases.count ? String(stockLines[index]) : "no end: \(stock)"
            let mine = ourLines.count == cases.count ? String(ourLines[index]) : "no end: \(ours)"
            if theirs != mine, !KnownDifference.explain(name, stock: theirs, ours: mine) {
                found.append(Difference(function: name, source: source, stock: theirs, ours: mine))
            }
        }
        return found
    }

    private func runStock(_ cases: [String]) throws -> String {
        do { return try StockLua().run(Prelude.chunk(cases)) } catch let failure as StockLua.Failure {
            return failure.text
        }
    }

    /// The lines of a batch, or what became of the world.
    private func runOurs(_ cases: [String]) throws -> String {
        let limits = LuaLimits(
            memoryBytes: 1 << 30, stringBytes: 64 << 20, blockBytes: 1 << 30, instructions: instructions,
            cpuSeconds: 600)
        return try Bench(limits).run(Prelude.chunk(cases, first: sabotage))
    }
}
