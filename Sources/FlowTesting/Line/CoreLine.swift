import CallAutomation
import CallEmulator
import CallModel
import NIOCore

/// The pretend service in the stage's own process: the emulator's core and its deliveries, by the clock of the stage.
///
/// Everything of it happens on the loop, which is what the boxes make sure of.
final class CoreLine: StageLine {
    private let loop: any EventLoop
    private let time: any StageTime
    private let core: NIOLoopBoundBox<EmulatorCore>
    private let machine: NIOLoopBoundBox<DeliveryMachine>
    private let door: any EventDoor
    /// Where the messages of each stream that is up go.
    private let streams: NIOLoopBoundBox<[String: String]>
    private let subscription: GridSubscription
    private let settled: @Sendable () -> Void

    /// A service without calls.
    /// - Parameters:
    ///   - door: where its events go; those of Event Grid to `endpoint`.
    ///   - settled: is called on the loop whenever something was done and `nextDeadline` may be another.
    init(
        _ configuration: EmulatorConfiguration, loop: any EventLoop, time: any StageTime, door: any EventDoor,
        endpoint: String = "https://flows.example.com/events/incoming",
        makeID: @escaping @Sendable () -> String, settled: @escaping @Sendable () -> Void = {}
    ) throws {
        (self.loop, self.time, self.door, self.settled) = (loop, time, door, settled)
        subscription = GridSubscription(endpoint: endpoint)
        let made = try EmulatorCore(configuration: configuration, startingAt: time.now(), makeID: makeID)
        core = NIOLoopBoundBox(made, eventLoop: loop)
        streams = NIOLoopBoundBox([:], eventLoop: loop)
        core.value.answersLater = true
        machine = NIOLoopBoundBox(DeliveryMachine(configuration: configuration, plan: made.faults), eventLoop: loop)
    }

    // MARK: - Time

    var nextDeadline: Double? {
        [core.value.nextDeadline, machine.value.nextDeadline].compactMap { $0 }.min()
    }

    func advance() {
        core.value.advance(to: time.now())
        settle()
    }

    /// Everything here is planned in the stage's own time.
    func rest() -> Bool { false }

    // MARK: - Requests

    func carry(
        _ exchange: VirtualExchange, told: @escaping @Sendable (RetryPolicy.Outcome, SendResult) -> Void
    ) {
        serve(exchange.arriving) { served in
            if served.fate.isWithoutAnswer {
                return told(.cut(wasReused: true), .fault(SendFault(.unknown, "the connection broke")))
            }
            let retryAfter = served.response.headers["Retry-After"].flatMap { Double($0) }
            told(
                .answered(status: served.response.status, retryAfter: retryAfter),
                .answered(status: served.response.status, body: served.bytes ?? []))
        }
    }

    /// Answers one request; `told` gets the answer when nothing holds it back any more.
    func serve(_ request: ServiceRequest, told: @escaping @Sendable (ServiceExchange) -> Void) {
        let mark = machine.value.lastID
        let served = core.value.exchange(request, at: time.now())
        settle()
        answer(served, after: mark, until: time.now() + (served.fate.eventWait ?? 0), told)
    }

    private func answer(
        _ served: ServiceExchange, after mark: Int, until limit: Double,
        _ told: @escaping @Sendable (ServiceExchange) -> Void
    ) {
        if let connection = served.connectionID, time.now() < limit,
            !machine.value.hasSent(after: mark, of: connection)
        {
            return time.run(after: 0.001) { self.answer(served, after: mark, until: limit, told) }
        }
        let give: @Sendable () -> Void = { [self] in
            if let id = served.runningID { core.value.finish(id) }
            told(served)
        }
        if served.fate.delay > 0 { time.run(after: served.fate.delay, give) } else { give() }
    }

    func setFaults(_ settings: FaultSettings, seed: UInt64) {
        core.value.faults = FaultPlan(settings, seed: seed)
        machine.value.plan = core.value.faults
    }

    func end() {}

    // MARK: - Events

    private func settle() {
        var isThrough = false
        while !isThrough {
            let effects = core.value.takeEffects()
            for effect in effects {
                switch effect {
                case .callback(let delivery): machine.value.enqueue(delivery, at: time.now())
                case .publish(let event): machine.value.enqueue(event, to: (1, subscription), at: time.now())
                case .stream(let order): carry(order)
                }
            }
            machine.value.advance(to: time.now())
            for attempt in machine.value.takeAttempts() { carry(attempt) }
            let news = machine.value.takeNews()
            for item in news { tell(item) }
            isThrough = news.isEmpty && effects.isEmpty
        }
        settled()
    }

    private func carry(_ attempt: DeliveryAttempt) {
        door.take(attempt) { [self] status in
            loop.execute {
                self.machine.value.finished(
                    attempt.id, status.map { .answered($0) } ?? .fault("it cannot be reached"), at: self.time.now())
                self.settle()
            }
        }
    }

    /// No web sockets here: each message is brought by itself, and there is no sound.
    private func carry(_ order: StreamOrder) {
        switch order {
        case .open(let opening):
            streams.value[opening.stream] = opening.url
            bring(opening.metadata, opening.url) { core, isThere, now in
                if isThere {
                    core.streamOpened(opening.stream, at: now)
                } else {
                    core.streamFailed(opening.stream, .refused("nobody takes it"), at: now)
                }
            }
        case .send(let stream, let message):
            guard let url = streams.value[stream] else { return }
            bring(message, url) { core, isThere, now in
                if !isThere { core.streamFailed(stream, .interrupted("the connection broke off"), at: now) }
            }
        case .close(let stream): streams.value[stream] = nil
        }
    }

    private func bring(
        _ message: StreamMessage, _ url: String,
        _ told: @escaping @Sendable (inout EmulatorCore, _ isThere: Bool, _ now: Double) -> Void
    ) {
        door.take(message, to: url) { [self] status in
            loop.execute {
                told(&self.core.value, status.map { (200..<300).contains($0) } ?? false, self.time.now())
                self.settle()
            }
        }
    }

    private func tell(_ news: DeliveryNews) {
        switch news {
        case .tried: return
        case .callbackFailed(let delivery, let reason):
            core.value.callbackFailed(delivery, reason: reason, at: time.now())
        case .gridFailed(let event, let endpoint, let reason):
            core.value.publishFailed(event, endpoint: endpoint, reason: reason, at: time.now())
        }
    }
}

/// Phones and calls: the emulator's core is at hand.
extension CoreLine {
    /// Does something at the service, now, and carries out what follows from it.
    private func command<Value>(
        _ body: (inout EmulatorCore, Double) throws(ControlError) -> Value
    ) throws(ControlError) -> Value {
        defer { settle() }
        return try body(&core.value, time.now())
    }

    func dial(from number: String, _ request: DialRequest) throws -> String {
        try command { core, now throws(ControlError) in try core.dial(from: number, request, at: now) }.callID
    }

    func enter(_ number: String, groupCallID: String?, roomID: String?) throws -> String {
        try command { core, now throws(ControlError) in
            if let roomID { core.makeRoom(roomID) }
            return try core.enter(number, groupCallID: groupCallID, roomID: roomID, at: now)
        }.callID
    }

    func press(_ keys: String, on number: String) throws {
        try command { core, now throws(ControlError) in try core.press(keys, on: number, at: now) }
    }

    func say(_ text: String, on number: String) throws {
        try command { core, now throws(ControlError) in try core.say(text, on: number, at: now) }
    }

    func hangUp(_ number: String) throws {
        try command { core, now throws(ControlError) in try core.hangUp(number, at: now) }
    }

    func pickUp(_ number: String) throws {
        try command { core, now throws(ControlError) in try core.pickUp(number, at: now) }
    }

    func setPhone(_ number: String, whenRung reaction: RingReaction) throws {
        try command { core, _ throws(ControlError) in try core.setPhone(number, whenRung: reaction) }
    }

    func standing(ofPhone number: String) -> PhoneStanding? { core.value.standing(ofPhone: number) }

    func standing(ofCall id: String) throws -> CallStanding { try core.value.standing(ofCall: id) }

    func timeline(ofCall id: String, after: Int) throws -> [TimelineEntry] {
        try core.value.timeline(of: id, after: after).entries
    }

    func callIDs() -> [String] { core.value.callIDs }

    func recordingFile(_ id: String) -> RecordingFacts? {
        guard let file = core.value.recordingFile(id), let sum = try? file.sha256() else { return nil }
        return RecordingFacts(bytes: file.count, sha256: sum)
    }

    func deleteRecording(_ id: String) -> Bool { core.value.deleteRecording(id) }
}
