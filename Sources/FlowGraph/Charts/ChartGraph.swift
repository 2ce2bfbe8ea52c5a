import FlowEngine

/// Draws charts: steps as nodes by their kind, exits as arrows with their words, parts in frames.
///
/// Exits that steps leave to the chart's defaults would lead from every step to the same few; they leave one node, "any
/// step", instead.
public struct ChartGraph {
    /// What tests reached; nil when nobody looked.
    private let visits: ChartVisits?
    /// Whether exits that defaults take leave their steps too.
    private let drawsDefaults: Bool
    private var graph = Graph()
    /// By the chart's place and name, its nodes by step.
    private var drawn: [String: [String: Int]] = [:]
    /// Which node a part begins with, by its name.
    private var parts: [String: Int] = [:]

    private init(_ visits: ChartVisits?, _ drawsDefaults: Bool) {
        self.visits = visits
        self.drawsDefaults = drawsDefaults
    }

    /// The drawing of a flow's charts.
    /// - Parameters:
    ///   - visits: what tests reached; nil when nobody looked.
    ///   - drawsDefaults: whether the exits that defaults take are drawn at each step.
    public static func graph(
        of charts: [FlowChart], visits: ChartVisits? = nil, drawsDefaults: Bool = false
    ) -> Graph {
        var drawing = ChartGraph(visits, drawsDefaults)
        for chart in charts { drawing.draw(chart, framed: charts.count > 1) }
        return drawing.graph
    }

    private mutating func draw(_ chart: FlowChart, framed: Bool) {
        for part in chart.parts where drawn[Self.key(part)] == nil {
            let nodes = steps(of: part, in: graph.frame("part \(part.name)"))
            parts[part.name] = nodes[part.start]
            draw(exitsOf: part, nodes)
        }
        let frame = framed ? graph.frame(chart.name) : nil
        let start = graph.add(.start, Self.beginning(of: chart), in: frame, mark: visits == nil ? .unknown : .reached)
        let nodes = steps(of: chart, in: frame)
        if let first = nodes[chart.start] { graph.connect(start, first, mark: mark(of: first)) }
        if let target = chart.unreached.flatMap({ nodes[$0] }) {
            graph.connect(start, target, "unreached", mark: mark(of: target))
        }
        draw(exitsOf: chart, nodes)
        if let target = chart.hangUp.flatMap({ nodes[$0] }) {
            let isTaken = visits.map { $0.tookHangUp(of: chart) }
            let node = graph.add(.start, ["the caller hangs up"], in: frame, mark: Self.mark(isTaken))
            graph.connect(node, target, isDashed: true, mark: Self.mark(isTaken))
        }
    }

    /// Adds the nodes of a chart.
    private mutating func steps(of chart: FlowChart, in frame: Int?) -> [String: Int] {
        var nodes: [String: Int] = [:]
        for step in chart.steps {
            let lines = step.label == step.kind ? [step.name, step.kind] : [step.name, "\(step.kind): \(step.label)"]
            nodes[step.name] = graph.add(
                Self.shape(step.kind), lines, in: frame, mark: Self.mark(visits?.reached(step, of: chart)))
        }
        for name in chart.exits where nodes[name] == nil {
            nodes[name] = graph.add(.end, ["exit \(name)"], in: frame)
        }
        drawn[Self.key(chart)] = nodes
        return nodes
    }

    private mutating func draw(exitsOf chart: FlowChart, _ nodes: [String: Int]) {
        var defaults: [(word: String, to: Int, isTaken: Bool?)] = []
        var over: Int?
        for step in chart.steps {
            guard let from = nodes[step.name] else { continue }
            for exit in step.exits {
                guard let to = nodes[exit.to] else { continue }
                let isTaken = visits.map { $0.took(exit, of: step, in: chart) }
                // What is missing is to be seen where it is missing.
                if exit.isDefault, !drawsDefaults, isTaken != false || visits?.reached(step, of: chart) == false {
                    defaults.append((exit.word, to, isTaken))
                    continue
                }
                graph.connect(from, to, Self.label(exit), isDashed: exit.isDefault, mark: Self.mark(isTaken))
            }
            if let part = step.part.flatMap({ parts[$0] }) {
                graph.connect(from, part, "runs", isDashed: true, mark: mark(of: part))
            }
            if step.ends, step.kind != "hang_up" {
                let end = over ?? graph.add(.end, ["over"], in: graph.nodes[from].cluster)
                over = end
                graph.connect(from, end)
            }
        }
        draw(defaults, in: nodes[chart.start].flatMap { graph.nodes[$0].cluster })
    }

    /// What steps have in common: the words that lead to each target.
    private mutating func draw(_ defaults: [(word: String, to: Int, isTaken: Bool?)], in frame: Int?) {
        guard !defaults.isEmpty else { return }
        let any = graph.add(.start, ["any step"], in: frame)
        var targets: [Int] = []
        for one in defaults where !targets.contains(one.to) { targets.append(one.to) }
        for target in targets {
            let ways = defaults.filter { $0.to == target }
            let isTaken = visits.map { _ in ways.contains { $0.isTaken == true } }
            for word in Set(ways.map(\.word)).sorted() {
                graph.connect(any, target, word, isDashed: true, mark: Self.mark(isTaken))
            }
        }
    }

    private func mark(of node: Int) -> Graph.Mark { visits == nil ? .unknown : graph.nodes[node].mark }

    private static func mark(_ isReached: Bool?) -> Graph.Mark { isReached.map { $0 ? .reached : .missed } ?? .unknown }

    private static func key(_ chart: FlowChart) -> String { "\(chart.file):\(chart.line ?? 0):\(chart.name)" }

    private static func label(_ exit: FlowChart.Exit) -> String {
        // The number of a branch's test says less than the test.
        let word = exit.label ?? exit.word
        return exit.language.map { "\(word) (\($0))" } ?? word
    }

    private static func beginning(of chart: FlowChart) -> [String] {
        guard chart.origin == .launch else {
            let filter = [chart.to.map { "to \($0)" }, chart.from.map { "from \($0)" }].compactMap { $0 }
            return ["a call comes in"] + (filter.isEmpty ? [] : [filter.joined(separator: ", ")])
        }
        return ["a launch"] + (chart.target.map { ["calls \($0)"] } ?? [])
    }

    private static func shape(_ kind: String) -> Graph.Shape {
        switch kind {
        case "menu", "collect": .question
        case "transfer", "dial", "queue": .people
        case "http", "record": .data
        case "branch": .decision
        case "call", "flow": .routine
        case "hang_up": .end
        default: .action
        }
    }
}
