import FlowEngine
import LuaSyntax

/// How much of the charts in one file was reached.
struct ChartCoverage: Sendable {
    /// Steps that began.
    var steps = LuaCoverageSummary.Share(reached: 0, all: 0)
    /// Exits that were taken.
    var exits = LuaCoverageSummary.Share(reached: 0, all: 0)
    /// What was not reached; of a step that was not, not its exits too.
    var gaps: [(line: Int, words: String)] = []

    /// Adds a chart without its parts, which may stand in other files.
    /// - Parameter line: gives the line of a step; nil when it is not known.
    mutating func add(_ chart: FlowChart, _ visits: ChartVisits, line: (FlowChart.Step) -> Int?) {
        for step in chart.steps {
            let isReached = visits.reached(step, of: chart)
            steps = steps + .init(reached: isReached ? 1 : 0, all: 1)
            let place = line(step) ?? chart.line ?? 1
            if !isReached { gaps.append((place, "step '\(step.name)' never reached")) }
            for exit in step.exits {
                let isTaken = visits.took(exit, of: step, in: chart)
                exits = exits + .init(reached: isTaken ? 1 : 0, all: 1)
                if isReached, !isTaken {
                    gaps.append((place, "exit '\(exit.word)' of '\(step.name)' never taken"))
                }
            }
        }
        if chart.hangUp != nil {
            let isTaken = visits.tookHangUp(of: chart)
            exits = exits + .init(reached: isTaken ? 1 : 0, all: 1)
            if !isTaken {
                gaps.append((chart.line ?? 1, "exit 'hang_up' of '\(chart.name)' never taken"))
            }
        }
    }
}

extension FlowCoverage {
    /// Notes the charts of flows that are measured.
    /// - Parameter given: flows that a spec brings along, which are not.
    func add(_ charts: [String: FlowCharts], except given: Set<String>) {
        state.withLockedValue { state in
            for (flow, charts) in charts where !given.contains(flow) { state.charts[flow] = charts.charts }
        }
    }

    /// Counts what charts logged.
    func add(_ entries: [SpecLogEntry], except given: Set<String>) {
        var heard: [String: ChartVisits] = [:]
        for entry in entries where entry.level == .debug {
            guard let flow = entry.flow, !given.contains(flow) else { continue }
            heard[flow, default: ChartVisits()].add(entry.message, entry.fields)
        }
        state.withLockedValue { $0.visits.merge(heard) { $0.union($1) } }
    }

    /// What of a flow's charts was reached.
    public func visits(of flow: String) -> ChartVisits { state.withLockedValue { $0.visits[flow] } ?? ChartVisits() }

    /// By file; empty where no flow has charts. A part that several lines use is counted once.
    var chartCoverage: [String: ChartCoverage] {
        let (charts, visits, sources) = state.withLockedValue { ($0.charts, $0.visits, $0.sources) }
        var coverage: [String: ChartCoverage] = [:]
        var places: [String: LuaTablePlaces] = [:]
        var seen: Set<String> = []
        // A part of `shared/` is reached when any flow reached it.
        let all = visits.values.reduce(ChartVisits()) { $0.union($1) }
        for (flow, charts) in charts.sorted(by: { $0.key < $1.key }) {
            for chart in charts.flatMap(\.all)
            where seen.insert("\(chart.file):\(chart.line ?? 0):\(chart.name)").inserted {
                if places[chart.file] == nil, let source = sources[chart.file], let tree = try? LuaParser.parse(source)
                {
                    places[chart.file] = LuaTablePlaces(tree)
                }
                let isShared = chart.file.hasPrefix("shared/")
                coverage[chart.file, default: ChartCoverage()]
                    .add(chart, isShared ? all : visits[flow] ?? ChartVisits()) { step in
                        guard let line = chart.line else { return nil }
                        return places[chart.file]?.place(
                            of: [.name("steps"), .name(step.name)], inCallAt: line, of: FlowChart.makers)?.position.line
                    }
            }
        }
        return coverage
    }
}
