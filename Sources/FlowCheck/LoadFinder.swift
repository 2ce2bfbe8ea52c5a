import FlowEngine

/// Loads the flows, as a server would: what their top level does wrong, hooks that tie, and what flows that are data say
/// of themselves.
struct LoadFinder: FindingFinder {
    func findings(in folder: FolderOfFlows) async -> [Finding] {
        let report = FlowLoader.load(folder.sources, environment: folder.environment, asksForCharts: true)
        let problems = report.problems.filter { !Self.isTold($0, by: report.charts) }
        var charts = report.charts
        for (name, flow) in report.flows where !report.problems.contains(where: { $0.flow == name }) {
            guard let found = charts[name], !found.findings.contains(where: \.isError) else { continue }
            charts[name]?.findings += ChartTrials.refusals(of: flow, environment: folder.environment)
        }
        return problems.map { finding($0, folder) } + (await chartFindings(charts, folder))
    }

    private func finding(_ problem: FlowProblem, _ folder: FolderOfFlows) -> Finding {
        let line = problem.line ?? (problem.file == nil ? nil : 1)
        return Finding(
            rule: RuleNames.load, severity: .error, file: problem.file ?? problem.flow, line: line,
            column: line.flatMap { line in problem.file.flatMap { folder.firstColumn(line, of: $0) } },
            message: problem.reason)
    }

    private func chartFindings(_ charts: [String: FlowCharts], _ folder: FolderOfFlows) async -> [Finding] {
        guard !charts.isEmpty else { return [] }
        return await DeepThread.value { ChartFindings(folder).findings(charts) }
    }

    /// Loading stops at the first mistake of a chart, in the line in which the chart begins; the chart knows better.
    private static func isTold(_ problem: FlowProblem, by charts: [String: FlowCharts]) -> Bool {
        charts.values.contains { charts in
            charts.findings.contains { $0.isError && $0.line == problem.line && $0.file == problem.file }
        }
    }
}
