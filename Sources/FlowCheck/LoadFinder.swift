import FlowEngine

/// Loads the flows, as a server would: what their top level does wrong, and hooks that tie.
struct LoadFinder: FindingFinder {
    func findings(in folder: FolderOfFlows) async -> [Finding] {
        FlowLoader.load(folder.sources, environment: folder.environment).problems.map { problem in
            let line = problem.line ?? (problem.file == nil ? nil : 1)
            return Finding(
                rule: RuleNames.load, severity: .error, file: problem.file ?? problem.flow, line: line,
                column: line.flatMap { line in problem.file.flatMap { folder.firstColumn(line, of: $0) } },
                message: problem.reason)
        }
    }
}
