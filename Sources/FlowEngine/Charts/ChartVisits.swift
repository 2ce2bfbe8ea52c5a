/// Which steps and exits of a flow's charts were reached, by what `std.flow` logs on its way.
public struct ChartVisits: Sendable, Equatable {
    private struct Stay: Sendable, Hashable {
        var chart: String
        var step: String
    }

    private struct Leave: Sendable, Hashable {
        var word: String
        var to: String?
    }

    private var stays: Set<Stay> = []
    private var leaves: [Stay: Set<Leave>] = [:]

    /// Nothing was reached.
    public init() {}

    /// Counts a line of the log, which may be about something else.
    /// - Parameters:
    ///   - message: `step` when a step begins, `exit` when it is left.
    ///   - fields: `chart`, `step`, and for an exit `exit` and `to`.
    public mutating func add(_ message: String, _ fields: [String: String]) {
        guard let chart = fields["chart"], let step = fields["step"] else { return }
        let stay = Stay(chart: chart, step: step)
        switch message {
        case "step": stays.insert(stay)
        case "exit":
            guard let word = fields["exit"] else { return }
            leaves[stay, default: []].insert(Leave(word: word, to: fields["to"]))
        default: break
        }
    }

    /// What was reached here or elsewhere.
    public func union(_ other: ChartVisits) -> ChartVisits {
        var both = self
        both.stays.formUnion(other.stays)
        both.leaves.merge(other.leaves) { $0.union($1) }
        return both
    }

    /// Whether a step began.
    public func reached(_ step: FlowChart.Step, of chart: FlowChart) -> Bool {
        stays.contains(Stay(chart: chart.name, step: step.name))
    }

    /// Whether an exit of a step was taken. An outcome that has no exit of its own, such as `busy`, takes `failed`.
    public func took(_ exit: FlowChart.Exit, of step: FlowChart.Step, in chart: FlowChart) -> Bool {
        let taken = leaves[Stay(chart: chart.name, step: step.name)] ?? []
        if taken.contains(where: { $0.word == exit.word }) { return true }
        guard exit.word == "failed" else { return false }
        let own = Set(step.exits.map(\.word))
        return taken.contains { $0.to == exit.to && !own.contains($0.word) && $0.word != Self.hangUp }
    }

    /// Whether the way after a caller's hanging up was taken, wherever the caller was, parts included.
    public func tookHangUp(of chart: FlowChart) -> Bool {
        let names = Set(chart.all.map(\.name))
        return leaves.contains { stay, taken in
            names.contains(stay.chart) && taken.contains(Leave(word: Self.hangUp, to: chart.hangUp))
        }
    }

    private static let hangUp = "hang_up"
}
