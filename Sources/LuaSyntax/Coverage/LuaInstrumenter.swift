/// Makes of a source one that does the same and tells which of its points it reaches.
///
/// Nothing moves to another line: what is put in stands on the line of what it marks, so that errors and tracebacks name
/// the lines of the source. The host gives two global functions, neither of which may raise an error or yield:
///
/// - `reach(id)`, by default `__covered`: counts the point `id`. It must return nothing, nil or false.
/// - `decide(id, value)`, by default `__covered_value`: counts the point `id` when `value` is neither nil nor false, else
///   the point `id + 1`, and returns `value` itself. It always gets both arguments, `value` often being nil.
///
/// What differs: an instrumented function needs a few more stack slots and, for each statement, the instructions of a call,
/// which limits have to allow for; and an error message may lack a variable's name where Lua would have decided an `and` or
/// `or` of constants while it compiles.
///
/// How the points are recorded:
///
/// - A statement: `reach(id);` before it, so that `return f()` stays a tail call.
/// - A function, an arm, a loop's body: `reach(id);` at its start. An `else` that is missing is added.
/// - A loop that may be passed over: `do local entered; … if not entered then reach(id) end end` around it.
/// - `a and b`: `decide(id, a) and b`, unless `a` is a literal. A chain `a and b and c` counts value by value: skipping the
///   right side of the second `and` means that `b` was evaluated and decided. So do chains of `or`.
public struct LuaInstrumenter: Sendable {
    /// The name of the global function that counts a point.
    public let reach: String
    /// The name of the global function that counts one of two points by a value and returns it.
    public let decide: String
    /// The name of the locals that remember whether a loop's body was entered.
    let entered: String

    /// An instrumenter that records with the functions `recorder` and `recorder_value`.
    public init(recorder: String = "__covered") {
        reach = recorder
        decide = recorder + "_value"
        entered = recorder + "_entered"
    }

    /// A source and its points.
    public struct Result: Sendable {
        /// What to run.
        public let source: [UInt8]
        /// What it can reach.
        public let map: LuaCoverageMap
    }

    /// Instruments a source.
    ///
    /// A few sources cannot be measured and come back as they are, with a sentence in `map.unmeasured`: those that replace
    /// `_ENV`, use the recording functions' names, or would nest too deep for Lua.
    ///
    /// The parser does not count registers. Should Lua refuse the instrumented form of a source that it takes as it is ("too
    /// many registers": calls with some 250 arguments), run the source itself.
    /// - Parameters:
    ///   - source: Lua 5.4.
    ///   - file: A number from 0 that tells the file's ids from other files'.
    public func instrument(_ source: [UInt8], file: Int = 0) throws(LuaSyntaxError) -> Result {
        let tree = try LuaParser.parse(source)
        if let obstacle = LuaCoverageObstacle(names: [reach, decide, entered]).sentence(in: tree) {
            return Result(source: source, map: LuaCoverageMap(file: file, points: [], unmeasured: obstacle))
        }
        let run = LuaInstrumentation(source, file: file, names: self)
        let result = run.result(of: tree)
        // A few levels are the host's: what it calls `load` from.
        do throws(LuaSyntaxError) {
            _ = try LuaParser.parse(result.source, levelLimit: LuaParser.levelLimit - 10)
        } catch {
            let sentence =
                "with what counts its points added, line \(error.line) is more than Lua takes: \(error.sentence)"
            return Result(source: source, map: LuaCoverageMap(file: file, points: [], unmeasured: sentence))
        }
        return result
    }
}
