import CallModel

/// The names that findings and ignoring comments use.
enum RuleNames {
    /// What loading the flows found.
    static let load = "load"
    /// What is no Lua.
    static let syntax = "syntax"
    /// What a step of a chart refuses, as `std.flow` has it.
    static let refusedValue = "refused_value"
    /// A comment that ignores a rule that is not there.
    static let unknown = "unknown_rule"
    /// How the codes of luacheck begin, as in `luacheck_211`.
    static let luacheck = "luacheck_"

    /// What finders elsewhere find, such as `check --prompts`.
    static let others = ["prompt"]

    /// Every rule that a comment can ignore. What keeps a flow from loading is not among them.
    static let known: [String] = Set(RuleFinder.rules.map(\.name) + ChartFindings.rules + others).sorted()

    /// Whether a rule belongs to another program.
    static func isForeign(_ name: String) -> Bool { name.hasPrefix(luacheck) }

    /// Whether a comment may name it.
    static func isKnown(_ name: String) -> Bool {
        known.contains(name) || (isForeign(name) && name.dropFirst(luacheck.count).allSatisfy(\.isNumber))
    }
}
