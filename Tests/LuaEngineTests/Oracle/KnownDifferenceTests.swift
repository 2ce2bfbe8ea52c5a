import Testing

@Suite struct OracleKnownDifferenceTests {
    static let indices = KnownDifference.all.indices

    /// A rule that is no longer needed goes.
    @Test(arguments: indices)
    func aRuleIsNeededByItsExample(index: Int) throws {
        let rule = KnownDifference.all[index]
        let name = rule.functions.first ?? "any"
        let chunk = Prelude.chunk([rule.example])
        let stock = String(try StockLua().run(chunk).dropLast())
        let ours = String(try Bench().run(chunk).dropLast())
        #expect(stock != ours, "\(rule.reason)")
        #expect(KnownDifference.explain(name, stock: stock, ours: ours), "\(stock)\n\(ours)")
    }

    @Test func onlyWhatARuleNamesMayDiffer() {
        #expect(KnownDifference.explain("any", stock: "ok \"table: 0x12345678\"", ours: "ok \"table: 1\""))
        #expect(!KnownDifference.explain("any", stock: "ok \"table: 0x12345678\"", ours: "ok \"function: 1\""))
        #expect(!KnownDifference.explain("any", stock: "ok 1 \"table: 0x12345678\"", ours: "ok 2 \"table: 1\""))
        #expect(!KnownDifference.explain("any", stock: "ok \"table: 1\"", ours: "ok \"table: 2\""))
        #expect(!KnownDifference.explain("any", stock: "ok 1", ours: "ok 2"))
        #expect(!KnownDifference.explain("ipairs", stock: "'for iterator'", ours: "'pairs'"))
    }
}
