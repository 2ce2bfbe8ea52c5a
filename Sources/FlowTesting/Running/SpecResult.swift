/// What came of one case.
public struct SpecResult: Sendable, Equatable {
    /// How it went.
    public enum Outcome: Sendable, Equatable {
        case passed
        case failed(SpecFailure)
        /// It was left out, and why.
        case skipped(String)
    }

    /// Which case.
    public var spec: SpecCase
    /// How it went.
    public var outcome: Outcome
    /// Seconds of the machine's time.
    public var took: Double
    /// Seconds of the spec's own time.
    public var virtualSeconds: Double
    /// How many times it was run: once, and once more for each kill.
    public var runs = 1

    /// A result.
    public init(spec: SpecCase, outcome: Outcome, took: Double, virtualSeconds: Double) {
        (self.spec, self.outcome, self.took, self.virtualSeconds) = (spec, outcome, took, virtualSeconds)
    }

    /// Whether something in it was not so.
    public var isFailure: Bool {
        if case .failed = outcome { return true }
        return false
    }
}

/// Why a case failed, with what happened around it.
public struct SpecFailure: Sendable, Equatable {
    /// What was not so, and where the spec says so.
    public var problem: SpecProblem
    /// Where the flow stood: `reception/main.lua:23`, one for each task that waited.
    public var flowPlaces: [String]
    /// The last things that happened, one line each.
    public var story: [String]

    init(problem: SpecProblem, flowPlaces: [String], story: [String]) {
        (self.problem, self.flowPlaces, self.story) = (problem, flowPlaces, story)
    }

    /// A case that has no story: it could not be begun, or what is wrong is no part of it.
    init(_ error: any Error, of spec: SpecCase) {
        let problem = error as? SpecProblem ?? SpecProblem(file: spec.file, line: spec.line, message: "\(error)")
        self.init(problem: problem, flowPlaces: [], story: [])
    }
}
