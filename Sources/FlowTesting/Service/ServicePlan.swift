/// Which cases are played at a real service. Each is rehearsed first, by itself and in virtual time: what cannot be
/// driven is left out by name, and what fails there fails without anybody being rung.
public struct ServicePlan: Sendable {
    /// One for each case, in the order of the suite; those that are played are only rehearsed.
    public let results: [SpecResult]
    /// The cases that are played, and where each stands among the results.
    let parts: [(index: Int, part: LivePart)]

    /// How many cases are played.
    public var count: Int { parts.count }

    /// Rehearses the cases of a run.
    /// - Parameter told: is told of each case that is not played.
    public init(
        rehearsing run: SpecRun, for settings: ServiceSettings,
        told: @escaping @Sendable (SpecResult) -> Void = { _ in }
    ) async {
        var run = run
        (run.isLive, run.phones) = (true, settings.drivable)
        var results = await run.run()
        let places = CasePlaces(run.suite)
        var parts: [(index: Int, part: LivePart)] = []
        for (index, result) in results.enumerated() {
            guard let (entry, part) = places[result.spec] else { continue }
            if result.outcome == .passed {
                guard let reason = LoadMix.hindrance(result, entry, settings.longest) else {
                    parts.append((index, part))
                    continue
                }
                results[index].outcome = .skipped(reason)
            } else if case .failed(var failure) = result.outcome {
                failure.problem.message += " (in its rehearsal; it was not played)"
                results[index].outcome = .failed(failure)
            }
            told(results[index])
        }
        (self.results, self.parts) = (results, parts)
    }
}
