import CallAutomation
import CallEmulator
import CallModel
import CallRuntime
import NIOConcurrencyHelpers
import NIOCore

/// The pretend service in virtual time, with the network between it and the runtime: requests and events take their few
/// milliseconds, in the same order in each run.
///
/// Everything of it happens on the loop, which is what the boxes make sure of.
final class VirtualService: CallActionSender {
    /// Seconds that a request, its answer and an event are on their way.
    static let requestDelay = 0.002, answerDelay = 0.002, eventDelay = 0.003

    private let loop: VirtualLoop
    private let time: VirtualTime
    private let core: NIOLoopBoundBox<EmulatorCore>
    private let machine: NIOLoopBoundBox<DeliveryMachine>
    private let random: SeededRandom
    private let retry: RetryPolicy
    private let troubles: MachineTroubles
    private let runtime: NIOLoopBoundBox<RuntimePlace>

    /// Who is told of events, if anybody is there.
    private final class RuntimePlace {
        var runtime: CallRuntime?
        var gate = ProcessGate()
        /// Deliveries that it has and has not answered, by number.
        var open: [Int: @Sendable (Int?) -> Void] = [:]
        private var last = 0

        func nextNumber() -> Int {
            last += 1
            return last
        }
    }

    init(
        _ configuration: EmulatorConfiguration, loop: VirtualLoop, random: SeededRandom, troubles: MachineTroubles
    ) throws {
        self.troubles = troubles
        self.loop = loop
        time = loop.time
        let made = try EmulatorCore(configuration: configuration, startingAt: loop.time.now()) { random.uuid() }
        core = NIOLoopBoundBox(made, eventLoop: loop)
        core.value.answersLater = true
        machine = NIOLoopBoundBox(DeliveryMachine(configuration: configuration, plan: made.faults), eventLoop: loop)
        self.random = random
        var retry = RetryPolicy()
        // Sessions do, each time with a record.
        retry.repeatsUnknown = false
        self.retry = retry
        runtime = NIOLoopBoundBox(RuntimePlace(), eventLoop: loop)
    }

    /// A process begins to listen, or is gone: then its connections are cut.
    func serve(_ process: CallRuntime?, gate: ProcessGate) {
        runtime.value.runtime = process
        runtime.value.gate = gate
        guard process == nil else { return }
        let cut = runtime.value.open.sorted { $0.key < $1.key }.map(\.value)
        runtime.value.open = [:]
        for answer in cut { answer(nil) }
    }

    // MARK: - Time

    /// When the service has something to do next.
    var nextDeadline: Double? {
        [core.value.nextDeadline, machine.value.nextDeadline].compactMap { $0 }.min()
    }

    /// Lets the service do what is due now.
    func advance() {
        core.value.advance(to: time.now())
        settle()
    }

    // MARK: - Commands

    /// Does something at the service, now, and carries out what follows from it.
    func command<Value, Failure: Error>(
        _ body: (inout EmulatorCore, Double) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        defer { settle() }
        return try body(&core.value, time.now())
    }

    /// From now on other things go wrong.
    func setFaults(_ settings: FaultSettings, seed: UInt64) {
        core.value.faults = FaultPlan(settings, seed: seed)
        machine.value.plan = core.value.faults
    }

    /// Looks at the service.
    func read<Value, Failure: Error>(_ body: (EmulatorCore) throws(Failure) -> Value) throws(Failure) -> Value {
        try body(core.value)
    }

    // MARK: - Requests

    func prepare(_ action: CallAction, callConnectionID: String?, apiVersion: String) throws -> PreparedRequest {
        try ActionRequest.prepare(action, callConnectionID: callConnectionID, apiVersion: apiVersion)
    }

    func send(
        _ request: PreparedRequest, attempt: SendAttempt, on shard: ShardIndex,
        completion: @escaping @Sendable (SendResult) -> Void
    ) {
        let exchange = VirtualExchange(request, attempt, until: time.now() + attempt.timeLimit, completion)
        time.plan(at: exchange.deadline) {
            exchange.end(.fault(SendFault(.unknown, "no answer within \(attempt.timeLimit) seconds")))
        }
        start(exchange)
    }

    /// One try of a request.
    private func start(_ exchange: VirtualExchange) {
        let (number, isRepeatable) = exchange.facts.withLockedValue { facts in
            facts.tries += 1
            return (facts.tries, facts.isRepeatable)
        }
        if isRepeatable {
            time.plan(after: Self.tryTimeout) { [self] in
                guard exchange.waits(for: number) else { return }
                came(.cut(wasReused: false), of: exchange, number) { .fault(SendFault(.unknown, "no answer in time")) }
            }
        }
        time.plan(after: Self.requestDelay) { [self] in
            guard exchange.waits(for: number) else { return }
            let mark = machine.value.lastID
            let served = core.value.exchange(exchange.arriving, at: time.now())
            settle()
            answer(served, to: exchange, number, after: mark, until: time.now() + (served.fate.eventWait ?? 0))
        }
    }

    /// Lets an answer go, when nothing holds it back any more.
    private func answer(
        _ served: ServiceExchange, to exchange: VirtualExchange, _ number: Int, after mark: Int, until limit: Double
    ) {
        if let connection = served.connectionID, time.now() < limit,
            !machine.value.hasSent(after: mark, of: connection)
        {
            time.plan(after: 0.001) { self.answer(served, to: exchange, number, after: mark, until: limit) }
            return
        }
        time.plan(after: Self.answerDelay + served.fate.delay) { [self] in
            if let id = served.runningID { core.value.finish(id) }
            if served.fate.isWithoutAnswer {
                return came(.cut(wasReused: true), of: exchange, number) {
                    .fault(SendFault(.unknown, "the connection broke"))
                }
            }
            let retryAfter = served.response.headers["Retry-After"].flatMap { Double($0) }
            came(.answered(status: served.response.status, retryAfter: retryAfter), of: exchange, number) {
                .answered(status: served.response.status, body: served.bytes ?? [])
            }
        }
    }

    /// Seconds that one try of what may be repeated waits for its answer, as in `ClientConfiguration`.
    private static let tryTimeout = ClientConfiguration().tryTimeout

    /// The client's part: what may be tried again is.
    private func came(
        _ outcome: RetryPolicy.Outcome, of exchange: VirtualExchange, _ number: Int, _ result: () -> SendResult
    ) {
        // What was given up may still be answered.
        guard exchange.waits(for: number) else { return }
        exchange.hasCome(number)
        let facts = exchange.facts.withLockedValue { $0 }
        let isFine = if case .answered(let status, _) = outcome { status < 400 } else { false }
        let pause = isFine ? nil : retry.pause(after: outcome, facts, random: random.unit)
        if outcome.mayHaveRun { exchange.facts.withLockedValue { $0.mayHaveRun = true } }
        if let pause, time.now() + pause < exchange.deadline {
            time.plan(after: pause) { self.start(exchange) }
            return
        }
        exchange.end(result())
    }

    // MARK: - Events

    private func settle() {
        var isThrough = false
        while !isThrough {
            let effects = core.value.takeEffects()
            for effect in effects {
                switch effect {
                case .callback(let delivery): machine.value.enqueue(delivery, at: time.now())
                case .publish(let event): machine.value.enqueue(event, to: (1, Self.subscription), at: time.now())
                }
            }
            machine.value.advance(to: time.now())
            for attempt in machine.value.takeAttempts() { carry(attempt) }
            let news = machine.value.takeNews()
            for item in news { tell(item) }
            isThrough = news.isEmpty && effects.isEmpty
        }
    }

    private static let subscription = GridSubscription(endpoint: "https://flows.example.com/events/incoming")

    private func carry(_ attempt: DeliveryAttempt) {
        time.plan(after: Self.eventDelay) { [self] in
            arrive(attempt) { [self] status in
                loop.execute {
                    self.machine.value.finished(
                        attempt.id, status.map { .answered($0) } ?? .fault("it cannot be reached"), at: self.time.now())
                    self.settle()
                }
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

    /// - Parameter answer: is given the status, or nil when nobody was there.
    private func arrive(_ attempt: DeliveryAttempt, _ answer: @escaping @Sendable (Int?) -> Void) {
        let gate = runtime.value.gate
        guard let process = runtime.value.runtime, gate.comes(to: .event) else { return answer(nil) }
        let number = runtime.value.nextNumber()
        runtime.value.open[number] = answer
        // The edge gives up as well when there is no outcome at all.
        time.plan(after: Self.patience) { [self] in runtime.value.open.removeValue(forKey: number)?(504) }
        troubles.whenWorks(.process) { [self] in
            guard gate.isAlive else { return }
            hand(attempt, to: process, of: gate, number)
        }
    }

    private func hand(_ attempt: DeliveryAttempt, to process: CallRuntime, of gate: ProcessGate, _ number: Int) {
        hand(attempt, to: process, until: time.now() + Self.patience) { [self] outcome in
            // A process that was killed meanwhile has cut the connection.
            guard gate.isAlive, let answer = runtime.value.open.removeValue(forKey: number) else { return }
            answer(outcome.answer.status)
            _ = gate.comes(to: .accepted)
        }
    }

    /// Seconds that the runtime's edge holds what it cannot decide.
    private static let patience = 10.0

    private func hand(
        _ attempt: DeliveryAttempt, to process: CallRuntime, until limit: Double,
        _ told: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        let done: @Sendable (DeliveryOutcome) -> Void = { [self] outcome in
            guard case .busy = outcome, time.now() < limit else { return told(outcome) }
            time.plan(after: 0.05) { self.hand(attempt, to: process, until: limit, told) }
        }
        do throws(WebhookFault) {
            guard attempt.subscription == nil else {
                let decoded = try EventGridDecoder.decode(body: attempt.body, headers: Self.json)
                guard case .events(let events) = decoded else { return told(.accepted) }
                if events.isEmpty { return told(.accepted) }
                let waiting = Countdown(events.count, done)
                for event in events { process.incoming(event, near: loop) { waiting.one($0) } }
                return
            }
            let events = try CloudEventDecoder.decode(body: attempt.body, headers: Self.json)
            let parts = attempt.address.split(separator: "/").suffix(3).map(String.init)
            guard parts.count == 3 else { return told(.wrongToken) }
            process.callback(
                session: parts[0], operation: parts[1], token: parts[2], events: events, completion: done)
        } catch {
            told(.invalid(error.description))
        }
    }

    private static func json(_ header: String) -> String? {
        header.lowercased() == "content-type" ? "application/json" : nil
    }
}
