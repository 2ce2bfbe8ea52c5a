import CallModel
import CallRuntime
import NIOCore

/// One case that is played at a real service, until everybody has hung up. It belongs to one loop.
final class ServiceCase {
    private let number: Int
    private let part: LivePart
    private let line: ServiceLine
    private let runtime: CallRuntime
    private let book: LiveBook
    private let patience: Double
    private let done: (LiveStory.Outcome) -> Void
    private var story: LiveStory?
    private var outcome: LiveStory.Outcome?
    private var endedAt = 0.0
    private var loop: any EventLoop { line.loop }

    /// - Parameters:
    ///   - patience: seconds for which sessions and calls may go on after the story.
    ///   - done: is called once, on the loop.
    init(
        _ number: Int, _ part: LivePart, on line: ServiceLine, runtime: CallRuntime, book: LiveBook,
        patience: Double, done: @escaping (LiveStory.Outcome) -> Void
    ) {
        (self.number, self.part, self.line) = (number, part, line)
        (self.runtime, self.book, self.patience, self.done) = (runtime, book, patience, done)
    }

    func begin() {
        let (bound, loop) = (NIOLoopBound(self, eventLoop: loop), loop)
        book.open(number, takesStrays: true) { loop.execute { bound.value.story?.poke() } }
        do {
            let stage = LiveStage(
                story: number, line: line, time: line.time, runtime: runtime, book: book, keyGap: 0)
            let story = try LiveStory(number, part, on: stage, loop: loop) { [weak self] _, outcome in
                self?.ended(outcome)
            }
            self.story = story
            story.begin()
        } catch {
            ended(.failed(SpecFailure(error, of: part.spec)))
        }
    }

    private func ended(_ outcome: LiveStory.Outcome) {
        self.outcome = outcome
        endedAt = line.time.now()
        line.end()
        goodbye()
    }

    /// Waits for the end of its sessions and calls: the next case shall not meet them.
    private func goodbye() {
        let open = book.openSessions(of: number)
        let isLate = line.time.now() - endedAt > patience
        guard isLate || open.isEmpty && line.isQuiet else {
            loop.assumeIsolated().scheduleTask(in: .milliseconds(20)) { self.goodbye() }
            return
        }
        for session in open {
            runtime.stop(session, who: "hookswitch test", reason: "its case is over") { _ in }
        }
        book.close(number)
        done(verdict)
    }

    /// What a phone asked for may be refused after the story; whatever the story made of it, what cannot be driven
    /// decides.
    private var verdict: LiveStory.Outcome {
        if let fault = line.fault, fault.isUndrivable { return .skipped(fault.description) }
        guard let outcome, case .passed = outcome, let fault = line.fault else { return outcome ?? .passed }
        return .failed(SpecFailure(fault, of: part.spec))
    }
}
