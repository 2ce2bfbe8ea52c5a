extension SpecReport {
    /// Test Anything Protocol, version 14: one line for each case, what is wrong as a YAML block.
    public var tap: String {
        var lines = ["TAP version 14", "1..\(results.count + problems.count)"]
        for (index, result) in results.enumerated() {
            let name = Self.escaped(result.spec.name)
            switch result.outcome {
            case .passed: lines.append("ok \(index + 1) - \(name)")
            case .skipped(let reason): lines.append("ok \(index + 1) - \(name) # SKIP \(Self.escaped(reason))")
            case .failed(let failure):
                lines.append("not ok \(index + 1) - \(name)")
                lines += Self.yaml(failure.problem, failure.flowPlaces, failure.story)
            }
        }
        for (index, problem) in problems.enumerated() {
            lines.append("not ok \(results.count + index + 1) - \(Self.escaped(problem.file))")
            lines += Self.yaml(problem, [], [])
        }
        return lines.joined(separator: "\n")
    }

    private static func yaml(_ problem: SpecProblem, _ places: [String], _ story: [String]) -> [String] {
        var lines = ["  ---", "  message: \(quoted(problem.message))", "  at: \(quoted(problem.place))"]
        if !places.isEmpty { lines.append("  flow: \(quoted(places.joined(separator: ", ")))") }
        if !story.isEmpty { lines += ["  story:"] + story.map { "    - \(quoted($0))" } }
        return lines + ["  ..."]
    }

    /// A description has no mark that begins a directive, and one line.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("#", with: "\\#").replacing("\n", with: " ")
    }

    /// A text in YAML's double quotes.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}

extension SpecProblem {
    /// `file:line`, or the file alone.
    var place: String { file + (line.map { ":\($0)" } ?? "") }
}
