import Testing

@testable import LuaSyntax

@Suite struct LuaCoverageSummaryTests {
    private let source = """
        on("IncomingCall", function(call)
          call:answer()
          if call.from == "x"
            or call.to then
            log.info("a")
            log.info("b")
            if c then d() end
          else
            call:play {}
            call:hang_up()
          end
        end)
        on("CallDisconnected", function()
          log.info("over")
        end)
        local function helper() return 1 end
        """

    private func map() throws -> LuaCoverageMap { try LuaInstrumenter().instrument(Array(source.utf8), file: 1).map }

    private func hits(_ map: LuaCoverageMap, _ isReached: (LuaCoveragePoint) -> Bool) -> LuaCoverageHits {
        var hits = LuaCoverageHits()
        for point in map.points where isReached(point) { hits.reach(point.id) }
        return hits
    }

    @Test func aRunThatReachesNothingIsToldInOneGap() throws {
        let map = try map()
        let summary = LuaCoverageSummary(map, hits: LuaCoverageHits())
        #expect(summary.hooks == .init(reached: 0, all: 2))
        #expect(summary.functions == .init(reached: 0, all: 1))
        #expect(summary.branches == .init(reached: 0, all: 6))
        #expect(summary.lines == .init(reached: 0, all: 13))
        #expect(summary.unreached.count == map.points.count)
        #expect(summary.gaps == [.init(line: 1, words: "lines 1 to 16 never reached")])
    }

    @Test func aRunThatReachesEverythingLeavesNoGap() throws {
        let map = try map()
        let summary = LuaCoverageSummary(map, hits: hits(map) { _ in true })
        #expect(summary.hooks == .init(reached: 2, all: 2))
        #expect(summary.functions == .init(reached: 1, all: 1))
        #expect(summary.branches == .init(reached: 6, all: 6))
        #expect(summary.lines == .init(reached: 13, all: 13))
        #expect(summary.unreached.isEmpty && summary.gaps.isEmpty)
    }

    @Test func onlyTheOutermostOfWhatWasMissedIsAGap() throws {
        let map = try map()
        // The call is answered, its caller is "x", and it ends while the first line is written.
        let reached: Set<Int> = [1, 2, 3, 5, 13, 16]
        let summary = LuaCoverageSummary(
            map,
            hits: hits(map) {
                reached.contains($0.line) && !$0.words.contains("evaluated") && !$0.words.hasPrefix("on(\"CallDis")
                    && !$0.words.hasPrefix("function helper")
            })
        #expect(
            summary.gaps
                == [
                    .init(line: 4, words: "`or` in line 4: right side never skipped"),
                    .init(line: 4, words: "`or` in line 4: right side never evaluated"),
                    .init(line: 6, words: "lines 6 to 7 never reached"),
                    .init(line: 8, words: "else of the if in line 3 never taken"),
                    .init(line: 13, words: "on(\"CallDisconnected\") handler in line 13 never ran"),
                    .init(line: 16, words: "function helper in line 16 never called"),
                ])
        #expect(summary.unreached.map(\.line) == summary.unreached.map(\.line).sorted())
        #expect(summary.hooks == .init(reached: 1, all: 2))
    }

    @Test func whatWasReachedBetweenTwoGapsParts() throws {
        let source = "goto over\nf()\ng()\n::over:: h()\ni()\nj()"
        let map = try LuaInstrumenter().instrument(Array(source.utf8)).map
        let summary = LuaCoverageSummary(map, hits: hits(map) { [1, 4].contains($0.line) })
        #expect(summary.gaps.map(\.words) == ["lines 2 to 3 never reached", "lines 5 to 6 never reached"])
        #expect(summary.gaps.map(\.line) == [2, 5])
    }

    @Test func sharesOfFilesAddUp() {
        let sum = LuaCoverageSummary.Share(reached: 1, all: 2) + LuaCoverageSummary.Share(reached: 3, all: 4)
        #expect(sum == .init(reached: 4, all: 6))
    }

    @Test func hitsOfRunsAddUp() {
        var one = LuaCoverageHits()
        one.reach(3)
        one.decide(5, truth: true)
        var two = LuaCoverageHits()
        two.reach(3)
        two.decide(5, truth: false)
        one.add(two)
        #expect([3, 4, 5, 6, 7].map { one[$0] } == [2, 0, 1, 1, 0])
    }

    @Test func anotherFilesHitsDoNotCount() throws {
        let map = try map()
        let other = try LuaInstrumenter().instrument(Array(source.utf8), file: 2).map
        #expect(LuaCoverageSummary(map, hits: hits(other) { _ in true }).lines.reached == 0)
        #expect(other.points.allSatisfy { map.point($0.id) == nil && other.point($0.id) == $0 })
    }
}
