import Testing

@testable import FlowTesting

struct LatencyTableTests {
    @Test func percentilesAreThoseOfWhatWasMeasured() throws {
        let table = LatencyTable()
        for milliseconds in 1...1_000 { table.add(Double(milliseconds) / 1_000, to: .action("play")) }
        table.add(0.002, to: .handler("CallConnected"))
        table.add(-1, to: .handler("CallConnected"))
        table.add(0.5, to: .action("answer"))
        let rows = table.rows
        #expect(rows.map(\.name) == [.action("answer"), .action("play"), .handler("CallConnected")])
        let play = try #require(rows.dropFirst().first)
        #expect(play.count == 1_000)
        // Three digits.
        for (found, wanted) in [(play.median, 0.5), (play.p90, 0.9), (play.p99, 0.99), (play.longest, 1.0)] {
            #expect(abs(found - wanted) < wanted / 500, "\(found) for \(wanted)")
        }
        #expect(rows[2].count == 2 && rows[2].longest < 0.0021)
    }

    @Test func whatIsNotTakenIsCounted() {
        let table = LatencyTable()
        table.refused()
        #expect(table.refusedDeliveries == 1 && table.rows.isEmpty)
    }
}
