/// The cases that a load is made of, and those that it cannot have.
public struct LoadMix: Sendable {
    /// The cases that are played again and again.
    let parts: [LivePart]
    /// The others, and why.
    public let leftOut: [(spec: SpecCase, reason: String)]

    /// Seconds that the longest of them takes.
    let longestPart: Double
    /// How many cases it has.
    public var count: Int { parts.count }

    /// Takes the cases that go well by themselves and can be played beside others in real time.
    /// - Parameters:
    ///   - results: of a run of the same suite with `isLive`.
    ///   - longest: seconds that a case may take.
    public init(_ suite: SpecSuite, _ results: [SpecResult], longest: Double) {
        var (parts, longestPart) = ([LivePart](), 0.0)
        var leftOut: [(spec: SpecCase, reason: String)] = []
        let places = CasePlaces(suite)
        for result in results {
            guard let (entry, part) = places[result.spec] else { continue }
            if let reason = Self.reason(result, entry, longest) {
                leftOut.append((result.spec, reason))
            } else {
                parts.append(part)
                longestPart = max(longestPart, result.virtualSeconds)
            }
        }
        (self.parts, self.leftOut, self.longestPart) = (parts, leftOut, longestPart)
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
