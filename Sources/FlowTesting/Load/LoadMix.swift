/// The cases that a load is made of, and those that it cannot have.
public struct LoadMix: Sendable {
    /// One case that is played again and again.
    struct Part: Sendable {
        var file: SpecFile
        var number: Int
        var spec: SpecCase
        /// Seconds that it takes.
        var seconds: Double
    }

    let parts: [Part]
    /// The others, and why.
    public let leftOut: [(spec: SpecCase, reason: String)]

    /// Seconds that the longest of them takes.
    var longestPart: Double { parts.map(\.seconds).max() ?? 0 }
    /// How many cases it has.
    public var count: Int { parts.count }

    /// Takes the cases that go well by themselves and can be played beside others in real time.
    /// - Parameters:
    ///   - results: of a run of the same suite with `isLive`.
    ///   - longest: seconds that a case may take.
    public init(_ suite: SpecSuite, _ results: [SpecResult], longest: Double) {
        var parts: [Part] = []
        var leftOut: [(spec: SpecCase, reason: String)] = []
        let known = Dictionary(results.map { ("\($0.spec.file) \($0.spec.name)", $0) }) { first, _ in first }
        for entry in suite.entries {
            for (number, spec) in entry.cases.enumerated() {
                guard let result = known["\(spec.file) \(spec.name)"] else { continue }
                if let reason = Self.reason(result, entry, longest) {
                    leftOut.append((spec, reason))
                } else {
                    parts.append(Part(file: entry.file, number: number, spec: spec, seconds: result.virtualSeconds))
                }
            }
        }
        (self.parts, self.leftOut) = (parts, leftOut)
    }

    private static func reason(_ result: SpecResult, _ entry: SpecSuite.Entry, _ longest: Double) -> String? {
        switch result.outcome {
        case .skipped(let reason): return reason
        case .failed(let failure): return "it fails by itself: \(failure.problem.message)"
        case .passed: return hindrance(result, entry, longest)
        }
    }

    /// Why a case that goes well by itself cannot be played in real time on a server.
    static func hindrance(_ result: SpecResult, _ entry: SpecSuite.Entry, _ longest: Double) -> String? {
        if entry.bringsFlows { return "its file brings flows of its own" }
        if result.spec.options.start != nil { return "it begins at a time of its own" }
        if result.spec.options.isExact { return "it measures moments" }
        if result.virtualSeconds > longest {
            return "it takes \(result.virtualSeconds.short) s"
        }
        return nil
    }
}
