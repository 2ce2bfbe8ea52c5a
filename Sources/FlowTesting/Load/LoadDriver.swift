import CallEmulator
import CallModel
import CallRuntime
import NIOCore

/// Plays the stories of a load, each on a service of its own, at the rate that is asked for. It belongs to one loop.
final class LoadDriver {
    /// A story, and the service behind it until its sessions have ended.
    private struct Place {
        var story: LiveStory
        var line: CoreLine
        var wake: (due: Double, timer: Scheduled<Void>)?
    }

    /// Seconds that a service stays after its story: what the runtime says goodbye with has to reach it.
    private static let goodbye = 2.0

    private let mix: LoadMix
    private let settings: LoadSettings
    private let time: LiveTime
    private let book: LiveBook
    private let door: HTTPDoor
    private let runtime: CallRuntime
    private let webhook: String
    private let switchboard: Switchboard
    private let random: SeededRandom
    private var loop: any EventLoop { time.loop }
    private var deck: [LivePart] = []
    private var places: [Int: Place] = [:]
    /// Stories that have come to their end, and when, whose services stay for a while.
    private var leaving: [(number: Int, since: Double)] = []
    private var nextSweep = 0.25
    private var open = 0
    private let begin: Double
    private(set) var tally = LoadTally()
    private let told: (LoadProgress) -> Void
    private var nextTelling = 0.5
    private let done: () -> Void

    /// - Parameters:
    ///   - told: is told twice a second how it stands.
    ///   - done: is called once, on the loop, when all is over.
    init(
        _ mix: LoadMix, _ settings: LoadSettings, time: LiveTime, book: LiveBook, door: HTTPDoor,
        runtime: CallRuntime, webhook: String, switchboard: Switchboard, told: @escaping (LoadProgress) -> Void,
        done: @escaping () -> Void
    ) {
        (self.mix, self.settings, self.time, self.book, self.door) = (mix, settings, time, book, door)
        (self.runtime, self.webhook, self.switchboard) = (runtime, webhook, switchboard)
        (self.told, self.done) = (told, done)
        random = SeededRandom(settings.seed)
        begin = time.now()
    }

    private var now: Double { time.now() - begin }

    private func tell() {
        nextTelling += 0.5
        told(
            LoadProgress(
                elapsed: now, started: tally.started, open: open, passed: tally.passed, wrong: tally.failures.count))
    }

    // MARK: - Time

    /// Starts what is due, and comes again.
    func tick() {
        while tally.started < settings.count, Double(tally.started) / settings.rate <= now { start() }
        if now >= nextSweep { sweep() }
        if now >= nextTelling { tell() }
        if tally.started >= settings.count, open == 0 {
            let left = now - (tally.lastStart + mix.longestPart)
            if places.isEmpty || left > settings.patience { return end() }
        }
        let pause = TimeAmount.milliseconds(tally.started < settings.count ? 2 : 50)
        loop.assumeIsolated().scheduleTask(in: pause) { self.tick() }
    }

    private func end() {
        tally.leftOpen = places.keys.filter { book.hasOpenSessions($0) }.count
        for number in places.keys { leave(number) }
        done()
    }

    /// Lets go of services that nobody needs any more.
    private func sweep() {
        nextSweep += 0.25
        let (time, all) = (now, leaving)
        leaving = all.filter { time - $0.since <= Self.goodbye || book.hasOpenSessions($0.number) }
        let staying = Set(leaving.map(\.number))
        for (number, _) in all where !staying.contains(number) { leave(number) }
    }

    private func leave(_ number: Int) {
        places.removeValue(forKey: number)?.wake?.timer.cancel()
        switchboard.disconnect(number)
        book.close(number)
    }

    // MARK: - Stories

    private func start() {
        tally.latest = max(tally.latest, now - Double(tally.started) / settings.rate)
        tally.lastStart = now
        tally.started += 1
        let (number, part) = (tally.started, nextPart())
        do {
            let bound = NIOLoopBound(self, eventLoop: loop)
            let line = try CoreLine(
                settings.emulator, loop: loop, time: time, door: door, endpoint: webhook,
                makeID: { StoryName.id(number) }, settled: { bound.value.settled(number) })
            let stage = LiveStage(
                story: number, line: line, time: time, runtime: runtime, book: book,
                keyGap: settings.emulator.keyGap / settings.emulator.mediaSpeed)
            let story = try LiveStory(number, part, on: stage, loop: loop) { [weak self] story, outcome in
                self?.ended(story, outcome)
            }
            places[number] = Place(story: story, line: line)
            open += 1
            tally.mostOpen = max(tally.mostOpen, open)
            switchboard.connect(line, for: number)
            let loop = loop
            book.open(number) { loop.execute { bound.value.places[number]?.story.poke() } }
            story.begin()
        } catch {
            tally.add(SpecFailure(error, of: part.spec), of: part.spec)
        }
    }

    /// Every case comes once before one comes again, in an order that follows from the seed.
    private func nextPart() -> LivePart {
        if deck.isEmpty {
            deck = mix.parts
            for index in deck.indices.dropFirst().reversed() {
                deck.swapAt(index, Int(random.next() % UInt64(index + 1)))
            }
        }
        return deck.removeLast()
    }

    private func ended(_ story: LiveStory, _ outcome: LiveStory.Outcome) {
        open -= 1
        leaving.append((story.number, now))
        switch outcome {
        case .passed: tally.passed += 1
        case .failed(let failure): tally.add(failure, of: story.spec)
        case .skipped(let reason):
            // By itself, before, it did not.
            tally.add(SpecFailure(StageFault(reason), of: story.spec), of: story.spec)
        }
    }

    /// The service of a story has done something: its next deadline may be another, and there may be news.
    private func settled(_ number: Int) {
        guard let place = places[number] else { return }
        place.story.poke()
        let next = place.line.nextDeadline
        guard next != place.wake?.due else { return }
        place.wake?.timer.cancel()
        guard let next else {
            places[number]?.wake = nil
            return
        }
        let pause = min(max(0, next - time.now()), 86_400)
        let timer = loop.assumeIsolated().scheduleTask(in: .nanoseconds(Int64(pause * 1e9))) {
            self.places[number]?.wake = nil
            place.line.advance()
        }
        places[number]?.wake = (next, timer)
    }
}
