import Testing

@testable import CallRuntime

@Suite struct QuietPeriodTests {
    private var period = QuietPeriod(quiet: 0.1, longest: 2)

    @Test func withoutAHintNothingIsDue() {
        #expect(period.due == nil)
    }

    @Test mutating func aHintIsDueAfterQuiet() {
        period.hint(at: 5)
        #expect(period.due == 5.1)
    }

    @Test mutating func eachHintPutsItOff() {
        period.hint(at: 5)
        period.hint(at: 5.05)
        #expect(period.due == 5.05 + 0.1)
    }

    @Test mutating func hintsWithoutEndPutItOffNoLongerThanAllowed() {
        for step in 0..<100 { period.hint(at: 5 + Double(step) * 0.05) }
        #expect(period.due == 7)
    }

    @Test mutating func afterItIsActedOnTheCountStartsAnew() {
        period.hint(at: 5)
        period.clear()
        #expect(period.due == nil)
        period.hint(at: 8)
        #expect(period.due == 8.1)
    }
}
