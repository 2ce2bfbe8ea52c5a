import Testing

@testable import FlowTesting

struct LoadMixTests {
    private func mix(_ spec: String, longest: Double = 30) async throws -> LoadMix {
        let suite = SpecBench.suite(spec)
        try #require(suite.problems.isEmpty, "\(suite.problems)")
        var run = SpecRun(suite)
        run.isLive = true
        return LoadMix(suite, await run.run(), longest: longest)
    }

    @Test func onlyWhatCanBePlayedBesideOthersIsTaken() async throws {
        let mix = try await mix(
            """
            it("goes", function() advance(2) end)
            it("is long", function() advance(31) end)
            it("fails", function() expect(1):equals(2) end)
            it("is left out", { skip = "no time" }, function() end)
            it("begins then", { at = "2026-03-02T09:00:00Z" }, function() end)
            it("measures", { exact = true }, function() end)
            it("counts on moments", function()
              local caller = phone "+14255550100"
              local call = caller:dial "+18005550199"
              advance(0.06)
              caller:hears("Press a key.", { within = 0.05 })
            end)
            it("has faults", function() faults { slow = true } end)
            it("crashes", function() crash { down = 1 } end)
            it("crashes later", function() crash { at = "sent" } end)
            it("stalls", function() store_stalls(1) end)
            it("is caught", function() pcall(function() clock_jumps(5) end) end)
            """)
        #expect(mix.count == 1 && mix.longestPart == 2)
        let reasons = Dictionary(mix.leftOut.map { ($0.spec.name, $0.reason) }) { first, _ in first }
        #expect(reasons["is long"] == "it takes 31 s")
        #expect(reasons["fails"]?.hasPrefix("it fails by itself: expected 2") == true)
        #expect(reasons["is left out"] == "no time")
        #expect(reasons["begins then"] == "it begins at a time of its own")
        #expect(reasons["measures"] == "it measures moments")
        #expect(reasons["counts on moments"]?.hasPrefix("it measures moments: ") == true)
        #expect(reasons["has faults"] == "it cannot be driven here: faults of the service")
        #expect(reasons["crashes"] == "it cannot be driven here: kills of the runtime")
        #expect(reasons["crashes later"] == "it cannot be driven here: kills of the runtime")
        #expect(reasons["stalls"] == "it cannot be driven here: troubles of the machine that the runtime runs on")
        #expect(reasons["is caught"] == reasons["stalls"])
    }

    @Test func aFileWithFlowsOfItsOwnIsLeftOut() async throws {
        let mix = try await mix(
            """
            given_flow("other", [[on("Launch", function() end)]])
            it("goes", function() launch("other") end)
            """)
        #expect(mix.count == 0 && mix.leftOut.map(\.reason) == ["its file brings flows of its own"])
    }
}
