/// Puts together what was not reached, so that people read each cause once.
struct LuaCoverageGaps {
    private let map: LuaCoverageMap
    private let hits: LuaCoverageHits

    init(_ map: LuaCoverageMap, _ hits: LuaCoverageHits) {
        self.map = map
        self.hits = hits
    }

    /// - Parameter unreached: Points in the order of the source.
    func gaps(in unreached: [LuaCoveragePoint]) -> [LuaCoverageSummary.Gap] {
        var gaps: [LuaCoverageSummary.Gap] = []
        var run: [LuaCoveragePoint] = []
        for point in unreached where point.parent.map({ hits[$0] > 0 }) ?? true {
            if let last = run.last, !follows(point, last) {
                gaps.append(gap(run))
                run = []
            }
            run.append(point)
        }
        return run.isEmpty ? gaps : gaps + [gap(run)]
    }

    /// Whether two are statements of one block with nothing between them that was reached.
    private func follows(_ point: LuaCoveragePoint, _ last: LuaCoveragePoint) -> Bool {
        guard point.kind == .statement, last.kind == .statement, point.parent == last.parent, last.id < point.id else {
            return false
        }
        let between = LuaCoverageMap.index(of: last.id) + 1..<LuaCoverageMap.index(of: point.id)
        return map.points[between].allSatisfy { hits[$0.id] == 0 }
    }

    private func gap(_ run: [LuaCoveragePoint]) -> LuaCoverageSummary.Gap {
        let first = run[0].line
        let last = run[run.count - 1].line
        return .init(line: first, words: first == last ? run[0].words : "lines \(first) to \(last) never reached")
    }
}
