import CallAutomation
import CallEmulator
import CallModel
import CallRuntime
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
    private let deliveries: NIOLoopBoundBox<VirtualDeliveries>
    private let runtime: NIOLoopBoundBox<RuntimePlace>

    /// Who is told of events, if anybody is there.
    private final class RuntimePlace {
        var runtime: CallRuntime?
        var gate = ProcessGate()
        /// Deliveries that it has and has not answered, by number.
        var open: [Int: @Sendable (Int?) -> Void] = [:]
    }

    init(_ configuration: EmulatorConfiguration, loop: VirtualLoop, random: SeededRandom) throws {
        self.loop = loop
        time = loop.time
        let made = try EmulatorCore(configuration: configuration, startingAt: loop.time.now()) { random.uuid() }
        core = NIOLoopBoundBox(made, eventLoop: loop)
        deliveries = NIOLoopBoundBox(
            VirtualDeliveries(
                callbackTries: configuration.callbackTries, callbackRetryDelay: configuration.callbackRetryDelay,
                gridRetryDelays: configuration.gridRetryDelays), eventLoop: loop)
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
    var nextDeadline: Double? { core.value.nextDeadline }

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
        var headers = ["content-type": "application/json"]
        if request.takesRepeatability, let id = attempt.repeatabilityID {
            headers["repeatability-request-id"] = id
            headers["repeatability-first-sent"] = HTTPDate.format(attempt.firstSent)
        }
        let arriving = ServiceRequest(
            method: request.method, target: request.path, headers: headers, body: request.body)
        time.plan(after: Self.requestDelay) { [self] in
            let response = command { core, now in core.serve(arriving, at: now) }
            time.plan(after: Self.answerDelay) {
                completion(.answered(status: response.status, body: response.body?.encoded ?? []))
            }
        }
    }

    // MARK: - Events

    private func settle() {
        for effect in core.value.takeEffects() {
            deliveries.value.add(effect)
        }
        deliver()
    }

    /// Sends whatever may leave now.
    private func deliver() {
        for attempt in deliveries.value.takeReady() {
            time.plan(after: attempt.wait + Self.eventDelay) { [self] in
                arrive(attempt) { [self] status in
                    loop.execute { self.answered(attempt, status) }
                }
            }
        }
    }

    private func answered(_ attempt: VirtualDeliveries.Attempt, _ status: Int?) {
        if let failed = deliveries.value.finished(attempt, status: status) {
            switch failed.effect {
            case .callback(let delivery):
                command { core, now in core.callbackFailed(delivery, reason: failed.reason, at: now) }
            case .publish(let event):
                command { core, now in
                    core.publishFailed(event, endpoint: "the runtime", reason: failed.reason, at: now)
                }
            }
        }
        deliver()
    }

    /// - Parameter answer: is given the status, or nil when nobody was there.
    private func arrive(_ attempt: VirtualDeliveries.Attempt, _ answer: @escaping @Sendable (Int?) -> Void) {
        let gate = runtime.value.gate
        guard let process = runtime.value.runtime, gate.comes(to: .event) else { return answer(nil) }
        runtime.value.open[attempt.number] = answer
        hand(attempt.effect, to: process, until: time.now() + Self.patience) { [self] outcome in
            // A process that was killed meanwhile has cut the connection.
            guard gate.isAlive, let answer = runtime.value.open.removeValue(forKey: attempt.number) else { return }
            answer(outcome.answer.status)
            _ = gate.comes(to: .accepted)
        }
    }

    /// Seconds that the runtime's edge holds what it cannot decide.
    private static let patience = 10.0

    private func hand(
        _ effect: Effect, to process: CallRuntime, until limit: Double,
        _ told: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        let done: @Sendable (DeliveryOutcome) -> Void = { [self] outcome in
            guard case .busy = outcome, time.now() < limit else { return told(outcome) }
            time.plan(after: 0.05) { self.hand(effect, to: process, until: limit, told) }
        }
        do throws(WebhookFault) {
            switch effect {
            case .callback(let delivery):
                let events = try CloudEventDecoder.decode(body: delivery.body) { Self.json($0) }
                let parts = delivery.address.split(separator: "/").suffix(3).map(String.init)
                guard parts.count == 3 else { return told(.wrongToken) }
                process.callback(
                    session: parts[0], operation: parts[1], token: parts[2], events: events, completion: done)
            case .publish(let event):
                guard
                    case .events(let events) = try EventGridDecoder.decode(
                        body: event.body(.eventGrid), headers: Self.json)
                else { return told(.accepted) }
                let waiting = Countdown(events.count, done)
                for event in events { process.incoming(event, near: loop) { waiting.one($0) } }
            }
        } catch {
            told(.invalid(error.description))
        }
    }

    private static func json(_ header: String) -> String? {
        header.lowercased() == "content-type" ? "application/json" : nil
    }
}
