import CallModel
import FlowEngine

/// Runs one case in a world of its own. Synchronous: the calling thread drives everything.
struct CaseRunner {
    let file: SpecFile
    /// The flows for the cases of this file.
    let generation: FlowGeneration
    let seed: UInt64
    let clock = ContinuousClock()
    /// Lines of the story that a failure shows.
    static let storyLines = 24

    /// Runs the case with this number in the file.
    func run(_ number: Int, _ spec: SpecCase) -> SpecResult {
        if let reason = spec.options.skip {
            return SpecResult(spec: spec, outcome: .skipped(reason), took: 0, virtualSeconds: 0)
        }
        let begin = clock.now
        let (outcome, virtual) = outcome(number, spec)
        let took = clock.now - begin
        return SpecResult(
            spec: spec, outcome: outcome,
            took: Double(took.components.attoseconds) / 1e18
                + Double(took.components.seconds), virtualSeconds: virtual)
    }

    private func outcome(_ number: Int, _ spec: SpecCase) -> (SpecResult.Outcome, Double) {
        let world: SpecWorld
        let stage: VirtualStage
        do {
            world = try SpecWorld(file)
            var settings = StageSettings(generation: generation, seed: seed)
            settings.start = spec.options.start ?? settings.start
            stage = try VirtualStage(settings)
        } catch {
            let problem = error as? SpecProblem ?? SpecProblem(file: file.path, message: "\(error)")
            return (.failed(SpecFailure(problem: problem, flowPlaces: [], story: [])), 0)
        }
        defer { stage.end() }
        guard world.plan.entries.indices.contains(number) else {
            let problem = SpecProblem(
                file: file.path, line: spec.line, message: "the file registers other cases each time it is run")
            return (.failed(SpecFailure(problem: problem, flowPlaces: [], story: [])), 0)
        }
        var problem: SpecProblem?
        do throws(SpecProblem) {
            try run(world, world.plan.entries[number], on: stage)
            problem = spec.options.allowsErrors ? nil : Self.flowError(stage, spec)
        } catch {
            problem = error
        }
        let virtual = stage.now - stage.start
        if let problem, problem.isUndrivable { return (.skipped(problem.message), virtual) }
        guard var problem else { return (.passed, virtual) }
        if problem.file.isEmpty { (problem.file, problem.line) = (spec.file, spec.line) }
        let places = stage.sessions().flatMap { stage.waitingPlaces(of: $0) }
        let story = StageStory(stage, steps: world.steps).last(Self.storyLines)
        return (.failed(SpecFailure(problem: problem, flowPlaces: places, story: story)), virtual)
    }

    /// Drives a story to its end: time passes where it waits.
    private func run(_ world: SpecWorld, _ entry: SpecPlan.Entry, on stage: any SteppedStage) throws(SpecProblem) {
        var state = try world.begin(entry, on: stage)
        while case .waiting(let wait) = state {
            if let next = try world.look(at: wait) {
                state = next
                continue
            }
            do {
                _ = try stage.step(until: wait.limit)
            } catch {
                throw SpecProblem(file: "", message: "\(error)")
            }
        }
    }

    /// The first error that a flow or the runtime logged: a case in which one happens has not gone well.
    private static func flowError(_ stage: VirtualStage, _ spec: SpecCase) -> SpecProblem? {
        guard let entry = stage.logEntries.first(where: { $0.level >= .error }) else { return nil }
        let place = entry.line.map { " at \($0)" } ?? ""
        let reason = entry.reason.map { ": \($0)" } ?? ""
        return SpecProblem(
            file: spec.file, line: spec.line,
            message:
                "an error was logged\(place): \(entry.message)\(reason) (write { allows_errors = true } if it is meant)"
        )
    }
}
