import CallModel
import FlowEngine

/// Runs one case in a world of its own. Synchronous: the calling thread drives everything.
struct CaseRunner {
    let file: SpecFile
    /// The flows for the cases of this file.
    let generation: FlowGeneration
    let seed: UInt64
    /// Whether the case is run once more for each wait, with a kill there.
    var crashesEverywhere = false
    private let clock = ContinuousClock()
    /// Lines of the story that a failure shows.
    static let storyLines = 24
    /// Seconds between a kill at a wait and the next process: less than the service's tries of an event last.
    static let down = 1.0

    init(file: SpecFile, generation: FlowGeneration, seed: UInt64) {
        self.file = file
        self.generation = generation
        self.seed = seed
    }

    /// What one run brought.
    private struct Run {
        var outcome: SpecResult.Outcome
        var virtualSeconds = 0.0
        /// How many times something became durable: after each, the flow waits.
        var waits = 0
    }

    /// Runs the case with this number in the file.
    func run(_ number: Int, _ spec: SpecCase) -> SpecResult {
        if let reason = spec.options.skip {
            return SpecResult(spec: spec, outcome: .skipped(reason), took: 0, virtualSeconds: 0)
        }
        let begin = clock.now
        let first = run(number, spec, crash: nil)
        var result = SpecResult(
            spec: spec, outcome: first.outcome, took: 0, virtualSeconds: first.virtualSeconds)
        if crashesEverywhere, first.outcome == .passed, !spec.options.isExact {
            for wait in 1...max(1, first.waits) {
                let run = run(number, spec, crash: CrashPlan(step: .kept, turn: wait, down: Self.down))
                result.runs += 1
                guard case .failed(var failure) = run.outcome else { continue }
                failure.problem.message += " (killed at wait \(wait) of \(first.waits))"
                result.outcome = .failed(failure)
                break
            }
        }
        result.took = (clock.now - begin) / .seconds(1)
        return result
    }

    private func run(_ number: Int, _ spec: SpecCase, crash: CrashPlan?) -> Run {
        let world: SpecWorld
        let stage: VirtualStage
        do {
            world = try SpecWorld(file)
            var settings = StageSettings(generation: generation, seed: seed)
            settings.start = spec.options.start ?? settings.start
            stage = try VirtualStage(settings)
            if let crash {
                try stage.crash(crash)
                world.isKilledUnawares = true
            }
        } catch {
            let problem = error as? SpecProblem ?? SpecProblem(file: file.path, message: "\(error)")
            return Run(outcome: .failed(SpecFailure(problem: problem, flowPlaces: [], story: [])))
        }
        defer { stage.end() }
        guard world.plan.entries.indices.contains(number) else {
            let problem = SpecProblem(
                file: file.path, line: spec.line, message: "the file registers other cases each time it is run")
            return Run(outcome: .failed(SpecFailure(problem: problem, flowPlaces: [], story: [])))
        }
        var found: SpecProblem?
        do throws(SpecProblem) {
            try Self.drive(world, world.plan.entries[number], on: stage)
        } catch {
            found = error
        }
        if crash != nil, found != nil, endsAsAllowed(spec, stage) { found = nil }
        if !spec.options.allowsErrors, let error = Self.flowError(stage, spec) {
            // What the flow complained of is most likely why the story did not come about.
            if let first = found {
                found?.message = "\(first.message); before that, \(error.message)"
            } else {
                found = error
            }
        }
        var run = Run(outcome: .passed, virtualSeconds: stage.now - stage.start, waits: stage.turns(.kept))
        guard var problem = found else { return run }
        if problem.isUndrivable {
            run.outcome = .skipped(problem.message)
            return run
        }
        if problem.file.isEmpty { (problem.file, problem.line) = (spec.file, spec.line) }
        run.outcome = .failed(
            SpecFailure(
                problem: problem, flowPlaces: stage.sessions().flatMap { stage.waitingPlaces(of: $0) },
                story: StageStory(stage, steps: world.steps).last(Self.storyLines)))
        return run
    }

    /// Drives a story to its end: time passes where it waits.
    static func drive(
        _ world: SpecWorld, _ entry: SpecPlan.Entry, on stage: any SteppedStage
    ) throws(SpecProblem) {
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

    /// Whether all calls end as the case allows when the process was killed on the way.
    private func endsAsAllowed(_ spec: SpecCase, _ stage: VirtualStage) -> Bool {
        guard !spec.options.ends.isEmpty else { return false }
        let limit = stage.now + 600
        while (try? stage.step(until: limit)) == true {}
        return stage.callIDs().allSatisfy { id in
            guard let outcome = try? stage.standing(ofCall: id).outcome else { return false }
            return spec.options.ends.contains(outcome)
        }
    }

    /// The first error that a flow or the runtime logged: a case in which one happens has not gone well.
    private static func flowError(_ stage: VirtualStage, _ spec: SpecCase) -> SpecProblem? {
        guard let entry = stage.logEntries.first(where: { $0.level >= .error }) else { return nil }
        let place = entry.line.map { " at \($0)" } ?? ""
        let reason = entry.reason.map { ": \($0)" } ?? ""
        return SpecProblem(
            file: spec.file, line: spec.line,
            message: "an error was logged\(place): \(entry.message)\(reason) "
                + "(write { allows_errors = true } if it is meant)")
    }
}
