import CallEmulator
import CallModel
import CallRuntime
import NIOCore

/// One case on its way in real time. It belongs to one loop, and is looked at when there is news or when its wait is over.
final class LiveStory {
    /// What came of it.
    enum Outcome {
        case passed
        case failed(SpecFailure)
        /// It wants what its line cannot do.
        case skipped(String)
    }

    let number: Int
    let spec: SpecCase
    private let world: SpecWorld
    private let entry: SpecPlan.Entry
    private let stage: LiveStage
    private let loop: any EventLoop
    private var state = SpecState.over
    private var timer: Scheduled<Void>?
    private var isPoked = false
    private(set) var isOver = false
    private let ended: (LiveStory, Outcome) -> Void
    /// Lines of what happened that a failure shows.
    private static let storyLines = 24

    /// - Parameter ended: is called once, on the loop.
    /// - Throws: `SpecProblem` when the case is not what it was.
    init(
        _ number: Int, _ part: LivePart, on stage: LiveStage, loop: any EventLoop,
        ended: @escaping (LiveStory, Outcome) -> Void
    ) throws(SpecProblem) {
        world = try SpecWorld(part.file)
        entry = try world.entry(part.number, of: part.spec)
        (self.number, spec, self.stage) = (number, part.spec, stage)
        (self.loop, self.ended) = (loop, ended)
    }

    func begin() {
        do throws(SpecProblem) {
            state = try world.begin(entry, on: stage)
            try proceed()
        } catch {
            end(error)
        }
    }

    /// There is news: looks as soon as the loop is free.
    func poke() {
        guard !isPoked, !isOver else { return }
        isPoked = true
        loop.assumeIsolated().execute {
            self.isPoked = false
            self.look()
        }
    }

    private func look() {
        guard !isOver else { return }
        do throws(SpecProblem) { try proceed() } catch { end(error) }
    }

    private func proceed() throws(SpecProblem) {
        timer?.cancel()
        while case .waiting(let wait) = state {
            guard let next = try world.look(at: wait, isLate: stage.now >= wait.limit) else {
                // A little later, so that the limit has surely come.
                let pause = min(max(0, wait.limit - stage.now), 86_400) + 0.001
                timer = loop.assumeIsolated().scheduleTask(in: .nanoseconds(Int64(pause * 1e9))) { self.look() }
                return
            }
            state = next
        }
        end(nil)
    }

    private func end(_ found: SpecProblem?) {
        guard !isOver else { return }
        isOver = true
        timer?.cancel()
        let outcome = outcome(found ?? CaseVerdict.flowError(in: stage.logEntries, spec))
        world.end()
        everybodyHangsUp()
        ended(self, outcome)
    }

    private func outcome(_ found: SpecProblem?) -> Outcome {
        guard var problem = found else { return .passed }
        if problem.isUndrivable { return .skipped(problem.message) }
        if problem.file.isEmpty { (problem.file, problem.line) = (spec.file, spec.line) }
        return .failed(
            SpecFailure(
                problem: problem, flowPlaces: [],
                story: StageStory(stage, steps: world.steps).last(Self.storyLines)))
    }

    private func everybodyHangsUp() {
        for id in (try? stage.callIDs()) ?? [] {
            for person in (try? stage.standing(ofCall: id).participants) ?? [] {
                try? stage.hangUp(SpecWorld.shown(person))
            }
        }
    }
}
