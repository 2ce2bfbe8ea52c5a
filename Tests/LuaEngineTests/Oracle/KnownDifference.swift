import Foundation

/// Where the texts of both may differ, each with its reason. What differs in more than a text is no case of the oracle
/// but a test in `DifferencesTests`.
struct KnownDifference: Sendable {
    let reason: String
    /// The functions that it is about; empty for all.
    var functions: Set<String> = []
    /// A pattern for what our line has …
    let ours: String
    /// … and one for what stock Lua's may have in its place.
    let stock: String
    /// A case that differs by this rule.
    let example: String

    static let all = [
        KnownDifference(
            reason: "Addresses differ from run to run; ours are numbers of the world.",
            ours: "(?<=(table|function|thread|Thing): )([0-9]+|0x[0-9a-f]{8})", stock: "0x[0-9a-f]+",
            example: "return tostring({})"),
        KnownDifference(
            reason: "Lua looks for the name of a function that C called in package.loaded, which we do not have.",
            ours: #"(?<=argument #\d{1,3} to )'\?'"#, stock: #"'([a-z0-9]+(\.[a-z]+)?|\?)'"#,
            example: "return pcall(string.rep)"),
        KnownDifference(
            reason: "Ours names the line that yields where nothing can.",
            ours: #"test\.lua:\d+: attempt to yield from outside a coroutine"#,
            stock: "attempt to yield from outside a coroutine", example: "coroutine.yield()"),
        KnownDifference(
            reason: "Which two items are compared first is a matter of the sort.", functions: ["table.sort"],
            ours: comparison, stock: comparison,
            example: "local t = {'3', 2.5, {}} table.sort(t)"),
        KnownDifference(
            reason: "Lua 5.4.4 names the first argument where it means the second.", functions: ["table.remove"],
            ours: #"#2 to 'remove' \(position"#, stock: #"#1 to 'remove' \(position"#,
            example: "table.remove({1}, 5)"),
        KnownDifference(
            reason: "Ours finds out when the loop begins, not at its first step.", functions: ["pairs"],
            ours: "'pairs'", stock: "'(pairs|for iterator)'", example: "for k in pairs(5) do end"),
    ]

    private static let comparison = #"attempt to compare (two )?\w+( with \w+| values)"#

    /// Whether stock Lua's line is ours but for what the rules allow.
    static func explain(_ function: String, stock: String, ours: String) -> Bool {
        let rules = all.filter { $0.functions.isEmpty || $0.functions.contains(function) }
        let pattern = "^(?:\(allowed(ours[...], rules[...])))$"
        return stock.range(of: pattern, options: .regularExpression) != nil
    }

    /// A pattern for the lines that stock Lua may have for ours.
    private static func allowed(_ ours: Substring, _ rules: ArraySlice<KnownDifference>) -> String {
        guard let rule = rules.first else { return NSRegularExpression.escapedPattern(for: String(ours)) }
        var pattern = ""
        var rest = ours
        while let found = rest.range(of: rule.ours, options: .regularExpression) {
            pattern += allowed(rest[..<found.lowerBound], rules.dropFirst()) + "(?:\(rule.stock))"
            rest = rest[found.upperBound...]
        }
        return pattern + allowed(rest, rules.dropFirst())
    }
}
