import CallEmulator
import CallModel
import FlowEngine

/// Runs one case in worlds of its own. Synchronous: the calling thread drives everything.
struct CaseRunner {
    let file: SpecFile
    /// The flows for the cases of this file.
    let generation: FlowGeneration
    let plan: Plan
    /// Is told what was logged in each run; nil where nobody wants to know.
    var heard: (@Sendable ([SpecLogEntry]) -> Void)?
    private let clock = ContinuousClock()
    /// Lines of the story that a failure shows.
    static let storyLines = 24
    /// Seconds between a kill at a wait and the next process: less than the service's tries of an event last.
    static let down = 1.0

    /// How cases are run.
    struct Plan: Sendable {
        /// What random numbers follow from.
        var seed: UInt64 = 1
        /// Whether a case is run once more for each of its waits, with a kill there.
        var crashesEverywhere = false
        /// What goes wrong at the service; empty when nothing does.
        var faults = FaultSettings()
        /// How many seeds a case is run with, from `seed` on, when something goes wrong.
        var faultSeeds = 1
        /// Whether every session is rebuilt at each of its waits and compared.
        var alwaysReplays = false
        /// Whether what cannot be done in real time beside others is refused.
        var isLive = false
        /// The phones that a case may have and its flows may call; nil when it may have all.
        var phones: DrivablePhones?
    }

    init(file: SpecFile, generation: FlowGeneration, plan: Plan) {
        self.file = file
        self.generation = generation
        self.plan = plan
    }

    /// What disturbs a run.
    private enum Disturbance {
        case none
        case crash(CrashPlan, of: Int)
        case faults(seed: UInt64)
        case slowNetwork

        var words: String {
            switch self {
            case .none: ""
            case .crash(let plan, let count): " (killed at wait \(plan.turn) of \(count))"
            case .faults(let seed): " (with faults, seed \(seed))"
            case .slowNetwork: " (with 0.25 s to the service)"
            }
        }
    }

    /// What one run brought.
    private struct Run {
        var outcome: SpecResult.Outcome
        var virtualSeconds = 0.0
        /// How many times something became durable: after each, the flow waits.
        var waits = 0
        var wasKilled = false
    }

    /// Runs the case with this number in the file.
    /// - Parameter link: the way to an emulator in another process; nil when the service is at hand.
    func run(_ number: Int, _ spec: SpecCase, over link: EmulatorLink? = nil) -> SpecResult {
        if let reason = spec.options.skip {
            return SpecResult(spec: spec, outcome: .skipped(reason), took: 0, virtualSeconds: 0)
        }
        let begin = clock.now
        let first = run(number, spec, .none, over: link)
        var result = SpecResult(spec: spec, outcome: first.outcome, took: 0, virtualSeconds: first.virtualSeconds)
        if plan.isLive, first.outcome == .passed, case .failed = run(number, spec, .slowNetwork, over: link).outcome {
            result.outcome = .skipped("it measures moments: with 0.25 s to the service it goes otherwise")
            return result
        }
        if first.outcome == .passed, !spec.options.isExact {
            for disturbance in disturbances(first.waits) {
                let run = run(number, spec, disturbance, over: link)
                // A kill that never came, since the story was over before, is no run of its own.
                if case .crash = disturbance, !run.wasKilled, run.outcome == .passed { continue }
                result.runs += 1
                guard case .failed(var failure) = run.outcome else { continue }
                failure.problem.message += disturbance.words
                result.outcome = .failed(failure)
                break
            }
        }
        result.took = (clock.now - begin) / .seconds(1)
        return result
    }

    private func disturbances(_ waits: Int) -> [Disturbance] {
        var found: [Disturbance] = []
        if plan.crashesEverywhere {
            found += (1...max(1, waits)).map {
                .crash(CrashPlan(step: .kept, turn: $0, down: Self.down), of: waits)
            }
        }
        if !plan.faults.isEmpty {
            found += (0..<UInt64(plan.faultSeeds)).map { .faults(seed: plan.seed &+ $0) }
        }
        return found
    }

    private func run(
        _ number: Int, _ spec: SpecCase, _ disturbance: Disturbance, over link: EmulatorLink?
    ) -> Run {
        let world: SpecWorld
        let entry: SpecPlan.Entry
        let stage: VirtualStage
        do {
            world = try SpecWorld(file)
            entry = try world.entry(number, of: spec)
            var settings = StageSettings(generation: generation, seed: plan.seed)
            settings.start = spec.options.start ?? settings.start
            settings.runtime.alwaysReplay = plan.alwaysReplays
            settings.isLive = plan.isLive
            settings.phones = plan.phones
            if case .faults(let seed) = disturbance {
                settings.emulator.faults = plan.faults
                settings.emulator.faultSeed = seed
            }
            if case .slowNetwork = disturbance { settings.delays = .slow }
            stage = try VirtualStage(settings, over: link)
            if case .crash(let crash, _) = disturbance { try stage.crash(crash) }
        } catch {
            return Run(outcome: .failed(SpecFailure(error, of: spec)))
        }
        defer {
            heard?(stage.logEntries)
            stage.end()
            world.end()
        }
        switch disturbance {
        case .none, .slowNetwork: break
        case .crash, .faults: world.isDisturbed = true
        }
        var found: SpecProblem?
        do throws(SpecProblem) {
            try Self.drive(world, entry, on: stage)
        } catch {
            found = error
        }
        // What the spec has forgotten to say of the web is most likely why the story did not come about.
        if let problem = stage.web.problems.first, found?.isUndrivable != true {
            found = SpecProblem(file: "", message: problem + (found.map { "; \($0.message)" } ?? ""))
        }
        found = CaseVerdict(spec, stage).verdict(found, disturbance: verdictKind(disturbance))
        var run = Run(
            outcome: .passed, virtualSeconds: stage.now - stage.start, waits: stage.turns(.kept),
            wasKilled: stage.wasKilled)
        if found == nil, let phones = plan.phones, let stranger = Strangers.rung(on: stage, phones) {
            let fault = StageFault.undrivable("the phone \(stranger) is not among --phones")
            found = SpecProblem(file: "", message: fault.description, isUndrivable: true)
        }
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

    private func verdictKind(_ disturbance: Disturbance) -> CaseVerdict.Disturbance {
        switch disturbance {
        case .none, .slowNetwork: .none
        case .crash: .crash
        case .faults: .faults
        }
    }

    /// Drives a story to its end: time passes where it waits.
    static func drive(
        _ world: SpecWorld, _ entry: SpecPlan.Entry, on stage: any SteppedStage
    ) throws(SpecProblem) {
        var state = try world.begin(entry, on: stage)
        var isLate = false
        while case .waiting(let wait) = state {
            if let next = try world.look(at: wait, isLate: isLate) {
                state = next
                isLate = false
                continue
            }
            do {
                isLate = try !stage.step(until: wait.limit)
            } catch {
                throw SpecProblem(file: "", message: "\(error)")
            }
        }
    }
}
