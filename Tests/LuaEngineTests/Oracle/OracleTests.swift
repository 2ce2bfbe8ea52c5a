import LuaEngine
import Testing

/// Stock Lua as the oracle: the functions of the sandbox give what Lua's own give, on random cases. `make fuzz` runs
/// many; HOOKSWITCH_FUZZ_SEED makes other ones, HOOKSWITCH_FUZZ_FUNCTION tries one function only.
@Suite struct OracleTests {
    /// All functions under test.
    static let functions: [OracleFunction] =
        PatternCases.functions + StringCases.functions + FormatCases.functions + PackCases.functions
        + TableCases.functions + SortCases.functions + IterationCases.functions + BaseCases.functions
        + ErrorCases.functions + CoroutineCases.functions + UTF8Cases.functions + MathCases.functions
        + ArithmeticCases.functions + ClockCases.functions
    private static let wanted = functions.filter { Oracle.only == nil || $0.name == Oracle.only }

    @Test(arguments: wanted)
    func aFunctionAgreesWithStockLua(function: OracleFunction) throws {
        let found = try Oracle().differences(function, count: Oracle.casesPerFunction, seed: Oracle.seed)
        for difference in found { Issue.record("seed \(Oracle.seed), \(difference)") }
    }

    @Test func noTwoFunctionsShareTheirName() {
        #expect(Set(Self.functions.map(\.name)).count == Self.functions.count)
    }
}
