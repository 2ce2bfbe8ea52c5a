import FlowEngine
import LuaSyntax

/// What `std.flow` says of its charts, with the places in the sources.
final class ChartFindings {
    /// The rules of `std.flow`: its mistakes, then its doubts.
    static let rules = [
        "bad_text", "key_bound_twice", "missing_option", "name_taken", "no_start", "unknown_kind", "unknown_language",
        "unknown_option", "unknown_step", "wrong_type", RuleNames.refusedValue,
        "masked_spoken", "missing_locale", "needs_call", "no_default", "no_way_out", "silent_loop", "unreachable_step",
        "unset_variable",
    ]

    private let folder: FolderOfFlows
    private var places: [String: LuaTablePlaces] = [:]

    init(_ folder: FolderOfFlows) { self.folder = folder }

    /// The findings of flows' charts. Sources nest deep: to be called on a thread with a large stack.
    func findings(_ charts: [String: FlowCharts]) -> [Finding] {
        charts.sorted { $0.key < $1.key }.flatMap { flow, charts in
            charts.findings.map(finding)
                + (charts.problem.map { [Finding(rule: RuleNames.load, severity: .error, file: flow, message: $0)] }
                    ?? [])
        }
    }

    /// A place is looked for in the chart's table. Where a function makes the table, the words say where in it.
    private func finding(_ chart: FlowChartFinding) -> Finding {
        let place = chart.line.flatMap { line in
            places(in: chart.file)?.place(of: chart.path.map(\.place), inCallAt: line, of: FlowChart.makers)
        }
        let words = place?.isWhole == true ? chart.message : "\(Self.text(chart.path)): \(chart.message)"
        let (message, hint) = Hint.split(words)
        return Finding(
            rule: chart.rule, severity: chart.isError ? .error : .warning, file: chart.file,
            line: place?.position.line ?? chart.line,
            column: place?.position.column ?? chart.line.flatMap { folder.firstColumn($0, of: chart.file) },
            message: message, hint: hint)
    }

    private func places(in file: String) -> LuaTablePlaces? {
        if let known = places[file] { return known }
        guard let source = folder.sources.files[file], let tree = try? LuaParser.parse(source) else { return nil }
        places[file] = LuaTablePlaces(tree)
        return places[file]
    }

    /// `steps.main.keys["1"]`.
    private static func text(_ path: [FlowChartFinding.Key]) -> String {
        var text = ""
        for key in path {
            switch key {
            case .name(let name) where LuaName.hasForm(name):
                text += text.isEmpty ? name : ".\(name)"
            case .name(let name): text += "[\"\(name)\"]"
            case .index(let index): text += "[\(index)]"
            }
        }
        return text.isEmpty ? "the chart" : text
    }
}

extension FlowChartFinding.Key {
    /// The same for sources.
    fileprivate var place: LuaTablePlaces.Key {
        switch self {
        case .name(let name): .name(name)
        case .index(let index): .index(index)
        }
    }
}
