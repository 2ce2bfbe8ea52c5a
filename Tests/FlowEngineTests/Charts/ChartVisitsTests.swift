import Testing

@testable import FlowEngine

struct ChartVisitsTests {
    private static func exit(_ word: String, _ to: String) -> FlowChart.Exit {
        FlowChart.Exit(word: word, to: to, isDefault: false)
    }

    private static let step = FlowChart.Step(
        name: "desk", kind: "transfer", label: "", exits: [exit("busy", "later"), exit("failed", "sorry")], ends: false)
    private static let chart = FlowChart(
        name: "a", origin: .incoming, file: "a.lua", line: 1, start: "desk", steps: [step], parts: [], exits: [],
        hangUp: "after")

    private static func visits(_ lines: [(String, [String: String])]) -> ChartVisits {
        lines.reduce(into: ChartVisits()) { $0.add($1.0, $1.1) }
    }

    @Test func stepsAndExitsCountByChartAndName() {
        let visits = Self.visits([
            ("step", ["chart": "a", "step": "desk", "kind": "transfer"]),
            ("exit", ["chart": "a", "step": "desk", "exit": "busy", "to": "later"]),
            ("step", ["chart": "b", "step": "desk"]), ("hello", ["chart": "a", "step": "desk"]), ("exit", [:]),
        ])
        #expect(visits.reached(Self.step, of: Self.chart))
        #expect(visits.took(Self.step.exits[0], of: Self.step, in: Self.chart))
        #expect(!visits.took(Self.step.exits[1], of: Self.step, in: Self.chart))
        var other = Self.chart
        other.name = "c"
        #expect(!visits.reached(Self.step, of: other))
    }

    @Test func anOutcomeWithoutAnExitOfItsOwnTakesFailed() {
        let visits = Self.visits([("exit", ["chart": "a", "step": "desk", "exit": "declined", "to": "sorry"])])
        #expect(visits.took(Self.step.exits[1], of: Self.step, in: Self.chart))
        #expect(!visits.took(Self.step.exits[0], of: Self.step, in: Self.chart))
        let elsewhere = Self.visits([("exit", ["chart": "a", "step": "desk", "exit": "declined", "to": "later"])])
        #expect(!elsewhere.took(Self.step.exits[1], of: Self.step, in: Self.chart))
    }

    @Test func hangingUpIsAnExitOfTheChartAndOfNoStep() {
        let visits = Self.visits([("exit", ["chart": "a", "step": "desk", "exit": "hang_up", "to": "after"])])
        #expect(visits.tookHangUp(of: Self.chart))
        #expect(!visits.took(Self.step.exits[1], of: Self.step, in: Self.chart))
        #expect(!ChartVisits().tookHangUp(of: Self.chart))
        #expect(ChartVisits().union(visits).tookHangUp(of: Self.chart))
    }
}
