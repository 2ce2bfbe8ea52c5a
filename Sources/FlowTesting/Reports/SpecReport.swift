import CallModel

/// All that a run brought, in the forms that people and programs read.
public struct SpecReport: Sendable {
    /// In the order of the suite.
    public var results: [SpecResult]
    /// Files that could not be run at all.
    public var problems: [SpecProblem]
    /// Seconds of the machine's time for all of it.
    public var took: Double
    /// What the random numbers followed from.
    public var seed: UInt64

    /// A report of these results.
    public init(results: [SpecResult], problems: [SpecProblem], took: Double, seed: UInt64) {
        self.results = results
        self.problems = problems
        self.took = took
        self.seed = seed
    }

    /// Whether nothing failed and something was run.
    public var isGood: Bool { problems.isEmpty && failed == 0 && !results.isEmpty }

    /// How many cases passed.
    public var passed: Int { results.count { $0.outcome == .passed } }
    /// How many cases failed.
    public var failed: Int { results.count(where: \.isFailure) }
    /// How many cases were left out.
    public var skipped: Int { results.count - passed - failed }

    /// One line: `12 passed, 1 failed, 2 skipped in 0.31 s (seed 1)`.
    public var summary: String {
        var parts = ["\(passed) passed"]
        if failed > 0 { parts.append("\(failed) failed") }
        if skipped > 0 { parts.append("\(skipped) skipped") }
        if !problems.isEmpty { parts.append("\(problems.count) \(problems.count == 1 ? "file" : "files") not run") }
        let runs = results.reduce(0) { $0 + $1.runs }
        if runs > results.count { parts.append("\(runs) runs") }
        return parts.joined(separator: ", ") + " in \(took.short) s (seed \(seed))"
    }

    /// What a person reads of a failure, over several lines.
    public static func text(of failure: SpecFailure, _ spec: SpecCase) -> String {
        var lines = ["✘ \(spec.name)", "  \(failure.problem)"]
        if !failure.flowPlaces.isEmpty {
            lines.append("  the flow waits at \(failure.flowPlaces.joined(separator: ", "))")
        }
        return (lines + failure.story.map { "  │ " + $0 }).joined(separator: "\n")
    }

    /// The whole report for a person: failures, then the summary.
    public var text: String {
        var blocks = problems.map { "✘ \($0)" }
        for result in results {
            if case .failed(let failure) = result.outcome { blocks.append(Self.text(of: failure, result.spec)) }
        }
        return (blocks + [summary]).joined(separator: "\n")
    }

    /// `{"passed", "failed", "skipped", "took_ms", "seed", "problems": […], "specs": […]}`.
    public var json: JSONValue {
        [
            "passed": .integer(Int64(passed)), "failed": .integer(Int64(failed)), "skipped": .integer(Int64(skipped)),
            "took_ms": .number(took * 1_000), "seed": .string(String(seed)),
            "problems": .array(problems.map(Self.json)), "specs": .array(results.map(Self.json)),
        ]
    }

    private static func json(_ problem: SpecProblem) -> JSONValue {
        [
            "file": .string(problem.file), "line": problem.line.map { .integer(Int64($0)) },
            "message": .string(problem.message),
        ]
    }

    private static func json(_ result: SpecResult) -> JSONValue {
        var object: JSONObject = [
            "file": .string(result.spec.file), "line": .integer(Int64(result.spec.line)),
            "path": .array(result.spec.path.map { .string($0) }), "took_ms": .number(result.took * 1_000),
            "virtual_seconds": .number(result.virtualSeconds), "runs": .integer(Int64(result.runs)),
        ]
        switch result.outcome {
        case .passed: object["outcome"] = "passed"
        case .skipped(let reason):
            object["outcome"] = "skipped"
            object["reason"] = .string(reason)
        case .failed(let failure):
            object["outcome"] = "failed"
            object["problem"] = json(failure.problem)
            object["flow_places"] = .array(failure.flowPlaces.map { .string($0) })
            object["story"] = .array(failure.story.map { .string($0) })
        }
        return .object(object)
    }
}
