import CallEmulator
import CallJournal
import CallModel
import CallRuntime
import FlowEngine

/// A whole line in virtual time: the pretend service, its phones, and a runtime that serves the flows. One thread owns
/// it and moves its time; nothing in it waits for the real clock.
public final class VirtualStage: SteppedStage {
    /// The time of everything here.
    public let time: VirtualTime
    let loop: VirtualLoop
    let line: any StageLine
    private let client: VirtualClient
    private let door: RuntimeDoor
    let settings: StageSettings
    private let random: SeededRandom
    let web: StubbedWeb
    private let store = MemoryJournal(finishedSessions: 100_000)
    private let book = RecordBook()
    private let log: SpecLog
    private let troubles: MachineTroubles
    private let addresses: CallbackAddresses
    private var process: (runtime: CallRuntime, gate: ProcessGate)?
    /// What the process was asked and has not answered, by key: a busy flow takes several moments for its first input.
    private var launches: [String: Told<(SessionID, DeliveryOutcome)>] = [:]
    private var signals: [String: Told<DeliveryOutcome>] = [:]
    /// When the last process was killed, and when the next one begins.
    private var killedAt: Double?
    private var nextBoot: Double?
    /// How often processes that are gone came to each step.
    private var pastTurns: [CrashStep: Int] = [:]
    /// Moments that have passed; a bound against worlds that never come to rest.
    private(set) var moments = 0
    static let mostMoments = 5_000_000

    /// A line that is up, with nobody on it.
    /// - Parameter link: the way to an emulator in another process; nil when the service is at hand.
    public init(_ settings: StageSettings, over link: EmulatorLink? = nil) throws {
        self.settings = settings
        time = VirtualTime(at: settings.start)
        loop = VirtualLoop(time: time)
        random = SeededRandom(settings.seed)
        log = SpecLog(time: time)
        troubles = MachineTroubles(time: time)
        let door = RuntimeDoor(loop: loop, troubles: troubles, delays: settings.delays)
        let line: any StageLine
        if let link {
            line = try EmulatorLine(link, loop: loop, door: door)
        } else {
            let random = random
            line = try CoreLine(settings.emulator, loop: loop, time: time, door: door, makeID: { random.uuid() })
        }
        (self.door, self.line) = (door, line)
        web = StubbedWeb(loop: loop, delays: settings.delays)
        client = VirtualClient(line, time: time, random: random, delays: settings.delays)
        addresses = CallbackAddresses(
            publicURL: link?.ownAddress ?? "https://flows.example.com", secret: Array("flow tests".utf8))
        if link != nil { try tellFaults(settings.emulator.faults) }
        boot()
    }

    /// Ends the world: nothing of it is kept.
    public func end() {
        die()
        time.forgetPlans()
        loop.runReady()
        web.end()
        line.end()
    }

    // MARK: - Processes

    /// Whether a process serves the flows.
    var isUp: Bool { process != nil }

    /// Starts a process, which takes up what the one before it left.
    func boot() {
        let gate = ProcessGate()
        let runtime = CallRuntime(
            loops: [loop],
            journal: GatedJournal(
                inner: store, gate: gate, troubles: troubles, records: book, killedAt: killedAt),
            sender: GatedSender(inner: client, gate: gate, troubles: troubles),
            files: StageRecordings(line: line, time: time), addresses: addresses,
            web: GatedWeb(inner: web, gate: gate, troubles: troubles),
            environment: settings.generation.environment,
            clock: GatedClock(inner: time, gate: gate, troubles: troubles), random: random,
            settings: settings.runtime, readingExecutor: loop, logger: log.logger)
        runtime.generations.adopt(settings.generation, at: time.now())
        process = (runtime, gate)
        let (door, log) = (door, log)
        Task(executorPreference: loop) {
            do {
                _ = try await runtime.recover()
                door.serve(runtime, gate: gate)
            } catch {
                log.logger.error("the runtime could not start", metadata: ["reason": "\(error)"])
            }
        }
        loop.runReady()
    }

    /// Ends the process in the middle of whatever it does.
    /// - Parameter down: seconds until the next one; nil when none is to follow.
    func kill(down: Double?) throws {
        try refuseIfLive(.kills)
        die(down: down)
    }

    private func die(down: Double? = nil) {
        process?.gate.kill(down: down)
        noticeDeath()
    }

    func setFaults(_ faults: FaultSettings) throws {
        try refuseIfLive(.faults)
        try tellFaults(faults)
    }

    private func tellFaults(_ faults: FaultSettings) throws {
        try line.setFaults(
            faults, seed: settings.emulator.faults.isEmpty ? settings.seed : settings.emulator.faultSeed)
    }

    func begin(_ trouble: MachineTrouble) throws {
        try refuseIfLive(.troubles)
        troubles.begin(trouble)
    }

    func answerWeb(_ rule: WebRule) throws {
        try refuseIfLive(.web)
        web.add(rule)
    }

    func presetStore(_ key: String, to value: JSONValue) throws {
        try refuseIfLive(.store)
        store.preset(key, to: value)
    }

    func stored(_ key: String) throws -> JSONValue? {
        try refuseIfLive(.store)
        return store.entry(key, at: time.now() + troubles.offset)
    }

    private func refuseIfLive(_ fault: StageFault) throws(StageFault) {
        if settings.isLive { throw fault }
    }

    /// Plans a kill of the process that is up.
    func crash(_ plan: CrashPlan) throws {
        try refuseIfLive(.kills)
        try running().gate.plan(plan)
    }

    /// How often processes have come to a step.
    func turns(_ step: CrashStep) -> Int { (pastTurns[step] ?? 0) + (process?.gate.turns(step) ?? 0) }

    /// Whether a process was killed.
    var wasKilled: Bool { killedAt != nil }

    /// A process that came to its end is gone, and the next one begins when its time has come.
    private func noticeDeath() {
        guard let process, !process.gate.isAlive else { return }
        door.serve(nil, gate: process.gate)
        self.process = nil
        (launches, signals) = ([:], [:])
        for step in CrashStep.allCases { pastTurns[step, default: 0] += process.gate.turns(step) }
        killedAt = time.now()
        nextBoot = process.gate.down.map { time.now() + $0 }
    }

    // MARK: - Time

    var phones: any PhoneLine { settings.phones.map { RehearsedPhones(line, $0) } ?? line }
    var keyGap: Double { settings.emulator.keyGap / settings.emulator.mediaSpeed }
    func seconds(speaking text: String) -> Double {
        settings.emulator.seconds(speaking: text) / settings.emulator.mediaSpeed
    }
    var now: Double { time.now() }
    var start: Double { settings.start }

    /// Lets the next thing happen that is due until `limit`, and all that follows from it at that moment.
    /// - Returns: false when nothing is due any more and the time stands at `limit`.
    func step(until limit: Double) throws -> Bool {
        moments += 1
        guard moments < Self.mostMoments else {
            throw StageFault("the world does not come to rest: \(Self.mostMoments) things have happened")
        }
        loop.runReady()
        noticeDeath()
        if let nextBoot, nextBoot <= time.now() {
            self.nextBoot = nil
            boot()
            return true
        }
        if let task = time.takeDue() {
            task()
            loop.runReady()
            return true
        }
        if try line.rest() {
            loop.runReady()
            return true
        }
        let due = [time.nextDue, line.nextDeadline, nextBoot].compactMap { $0 }.min() ?? .infinity
        guard due <= limit else {
            time.move(to: limit)
            try line.advance()
            return false
        }
        time.move(to: due)
        try line.advance()
        loop.runReady()
        return true
    }

    // MARK: - The runtime

    /// The sessions in the order in which they began.
    func sessions() -> [SessionID] { book.sessions }

    /// What a session's journal says.
    func records(of session: SessionID) -> [JournalRecord] { book.records(of: session) }

    /// Everything that was logged.
    var logEntries: [SpecLogEntry] { log.entries }

    /// Where the tasks of a session wait in its flow.
    func waitingPlaces(of session: SessionID) -> [String] { process?.runtime.waitingPlaces(of: session) ?? [] }

    func launch(_ flow: String, _ params: JSONValue, key: String) throws -> SessionID? {
        guard let process else { return nil }
        let told = launches[key] ?? Told()
        if launches.updateValue(told, forKey: key) == nil {
            process.runtime.launch(flow: flow, parameters: params, key: key) { told.value = ($0, $1) }
        }
        loop.runReady()
        guard process.gate.isAlive, let (id, outcome) = told.value else { return nil }
        launches[key] = nil
        switch outcome {
        case .accepted, .duplicate: return id
        case .busy: return nil
        default: throw StageFault("the flow '\(flow)' cannot be launched: \(outcome.answer.problem ?? "\(outcome)")")
        }
    }

    func signal(_ session: SessionID, _ name: String, _ data: JSONValue, key: String) throws -> Bool {
        guard let process else { return false }
        let told = signals[key] ?? Told()
        if signals.updateValue(told, forKey: key) == nil {
            process.runtime.signal(session, name: name, data: data, key: key) { told.value = $0 }
        }
        loop.runReady()
        guard process.gate.isAlive, let outcome = told.value else { return false }
        signals[key] = nil
        switch outcome {
        case .accepted, .duplicate: return true
        case .busy: return false
        default: throw StageFault("the signal '\(name)' was not taken: \(outcome.answer.problem ?? "\(outcome)")")
        }
    }

    private func running() throws(StageFault) -> (runtime: CallRuntime, gate: ProcessGate) {
        guard let process else { throw StageFault("no process serves the flows at the moment: it was killed") }
        return process
    }
}
