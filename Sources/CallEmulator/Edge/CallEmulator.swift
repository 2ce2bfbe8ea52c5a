import AsyncHTTPClient
import CallModel
import Foundation
import Logging

/// The pretend service: an HTTP server with the API and a control API, timers, and the delivery of events.
///
/// `start()` it, point a client at `connectionString` or `address`, dial, and `stop()` it at the end; an emulator that
/// was started must be stopped before it goes away.
public actor CallEmulator {
    /// Where the server listens.
    public struct Address: Sendable, Equatable {
        /// As configured.
        public var host: String
        /// The real port.
        public var port: Int
        /// `http://host:port`, without a trailing slash.
        public var url: String { host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)" }
    }

    /// How it behaves.
    public nonisolated let configuration: EmulatorConfiguration
    nonisolated let logger: Logger
    /// Where everything is written down, if anywhere.
    nonisolated let ledger: LedgerFile?

    private var core: EmulatorCore
    private let clock: @Sendable () -> Double
    private var server: EmulatorServer?
    private var client: HTTPClient?
    private var wakeTask: Task<Void, Never>?
    private var wakeTime: Double?
    /// How much the watchers know.
    private var seenChanges = 0
    var subscriptions = Subscriptions()
    private var deliveries = Deliveries()
    var watchers = Watchers()

    /// An emulator that does nothing yet.
    /// - Parameters:
    ///   - ledger: gets a line for everything that happens.
    ///   - makeID: makes identifiers, random GUIDs by default.
    ///   - clock: seconds since 1970, the system's by default.
    /// - Throws: when the configured access key is not Base64 or `mediaSpeed` is not above zero.
    public init(
        configuration: EmulatorConfiguration = EmulatorConfiguration(),
        logger: Logger = Logger(label: "hookswitch.emulator"),
        ledger: LedgerFile? = nil,
        makeID: @escaping @Sendable () -> String = { UUID().uuidString.lowercased() },
        clock: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
    ) throws {
        self.configuration = configuration
        self.logger = logger
        self.clock = clock
        self.ledger = ledger
        core = try EmulatorCore(configuration: configuration, startingAt: clock(), makeID: makeID)
        core.keepsNotes = ledger != nil
        core.answersLater = ledger != nil || configuration.answerDelay > 0
    }

    /// Where the server listens; nil before the start and after the stop.
    public var address: Address? { server?.address }

    /// What clients connect with; nil while the server is not running.
    public var connectionString: String? {
        address.map { "endpoint=\($0.url)/;accesskey=\(configuration.accessKey)" }
    }

    /// Starts to listen. The configured subscriptions are validated beside; a failure is logged, no error.
    @discardableResult
    public func start() async throws -> Address {
        if let server { return server.address }
        let server = try await EmulatorServer.start(self)
        self.server = server
        client = Deliveries.makeClient()
        for subscription in configuration.subscriptions {
            let id = subscriptions.add(subscription)
            deliveries.run { await self.validate(id) }
        }
        logger.info("emulator started", metadata: ["address": "\(server.address.url)"])
        return server.address
    }

    /// Stops to listen and to deliver. Calls stay as they are.
    public func stop() async {
        wakeTask?.cancel()
        wakeTask = nil
        wakeTime = nil
        watchers.wakeAll()
        let running = server
        let ended = client
        server = nil
        client = nil
        for task in deliveries.cancelAll() { await task.value }
        await running?.stop()
        try? await ended?.shutdown()
    }

    /// Starts, runs until the task is cancelled, and stops.
    public func run() async throws {
        try await start()
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(86_400)) }
        await stop()
    }

    // MARK: - Commands

    /// Answers one request to the service, as if it had come over HTTP.
    public func serve(_ request: ServiceRequest) -> ServiceResponse {
        let response = command { core, now in core.serve(request, at: now) }
        if let id = request.headers["repeatability-request-id"] { core.finish(id) }
        return response
    }

    /// Answers one request, and leaves its effects to be carried out by `settleHeld()`.
    /// - Returns: the answer, what was decided, and the repeatability id that runs until `finish(_:)`.
    func serveHeld(_ request: ServiceRequest) -> (ServiceResponse, ServiceDecision, String?) {
        let response = core.serve(request, at: clock())
        if ledger == nil { settle() }
        let id = core.decision.kind == .executed ? request.headers["repeatability-request-id"] : nil
        return (response, core.decision, id)
    }

    /// Carries out what `serveHeld(_:)` has left to do.
    func settleHeld() { settle() }

    /// The answer to a repeatable request is about to be given.
    func finish(_ repeatID: String) { core.finish(repeatID) }

    /// A phone calls a number of the application.
    @discardableResult
    public func dial(from number: String, _ request: DialRequest) throws(ControlError) -> DialedCall {
        try command { core, now throws(ControlError) in try core.dial(from: number, request, at: now) }
    }

    /// A phone in a call presses keys, such as `12#`.
    public func press(_ keys: String, on number: String) throws(ControlError) {
        try command { core, now throws(ControlError) in try core.press(keys, on: number, at: now) }
    }

    /// A phone puts down its call.
    public func hangUp(_ number: String) throws(ControlError) {
        try command { core, now throws(ControlError) in try core.hangUp(number, at: now) }
    }

    /// Says what a phone does when it is rung; makes the phone if needed.
    public func setPhone(_ number: String, whenRung reaction: RingReaction) throws(ControlError) {
        try command { core, _ throws(ControlError) in try core.setPhone(number, whenRung: reaction) }
    }

    /// Says what a phone does when it is rung, and in the call after it has picked up.
    public func setPhone(
        _ number: String, whenRung reaction: RingReaction, press: [String], hangUpAfter: Double? = nil,
        hangsUpWhenIdle: Bool = false
    ) throws(ControlError) {
        try command { core, _ throws(ControlError) in
            try core.setPhone(
                number, whenRung: reaction, press: press, hangUpAfter: hangUpAfter, hangsUpWhenIdle: hangsUpWhenIdle)
        }
    }

    /// A phone enters a group call or a room by itself.
    @discardableResult
    public func enter(
        _ number: String, groupCallID: String? = nil, roomID: String? = nil
    ) throws(ControlError) -> DialedCall {
        try command { core, now throws(ControlError) in
            try core.enter(number, groupCallID: groupCallID, roomID: roomID, at: now)
        }
    }

    /// Makes a room, if it is not there yet.
    public func makeRoom(_ id: String) {
        command { core, _ in core.makeRoom(id) }
    }

    /// Forgets all calls and phones; nobody is told. Subscriptions stay.
    public func reset() {
        command { core, _ in core.reset() }
    }

    /// Looks at the state as it is now.
    public func read<Value: Sendable>(_ body: @Sendable (EmulatorCore) throws(ControlError) -> Value)
        throws(ControlError) -> Value
    {
        core.advance(to: clock())
        defer { settle() }
        return try body(core)
    }

    private func command<Value, Failure: Error>(
        _ body: (inout EmulatorCore, Double) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        defer { settle() }
        return try body(&core, clock())
    }

    /// Carries out what a command left to do.
    private func settle() {
        for note in core.takeNotes() { ledger?.note(note) }
        for effect in core.takeEffects() {
            switch effect {
            case .callback(let delivery): send(delivery)
            case .publish(let event): publish(event)
            }
        }
        wakeWatchers()
        guard server != nil, core.nextDeadline != wakeTime else { return }
        wakeTask?.cancel()
        wakeTime = core.nextDeadline
        guard let time = wakeTime else { return }
        // A day at most: a later wake-up sets the next one, and no number of a client's can overflow.
        let delay = min(max(0, time - clock()), 86_400)
        wakeTask = Task { [weak self] in
            do { try await Task.sleep(for: .seconds(delay)) } catch { return }
            await self?.wake()
        }
    }

    /// Only news wake those who wait: they look at the core themselves when woken.
    private func wakeWatchers() {
        guard core.changes != seenChanges else { return }
        seenChanges = core.changes
        watchers.wakeAll()
    }

    private func wake() {
        wakeTime = nil
        core.advance(to: clock())
        settle()
    }

    // MARK: - Delivery

    private func send(_ delivery: CallbackDelivery) {
        let sender = CallbackSender(client: client, configuration: configuration)
        let line = ledger?.event(delivery)
        let event = delivery.event["id"]?.stringValue ?? ""
        // An address that nobody answers holds up only what goes there.
        deliveries.run(after: "\(delivery.connectionID) \(delivery.address)") { [weak self, ledger] in
            if let line { await ledger?.settled(line) }
            guard let reason = await sender.send(delivery, tried: { ledger?.delivery(event, $0) }) else { return }
            ledger?.givenUp(event, reason)
            await self?.callbackFailed(delivery, reason)
        }
    }

    private func callbackFailed(_ delivery: CallbackDelivery, _ reason: String) {
        logger.warning("callback failed", metadata: ["event": "\(delivery.name)", "reason": "\(reason)"])
        command { core, now in core.callbackFailed(delivery, reason: reason, at: now) }
    }

    private func publish(_ event: GridEvent) {
        // Most people watch for calls only; of the other events nobody misses anything without a subscription.
        if subscriptions.all.isEmpty, event.type.hasSuffix(".IncomingCall") {
            publishFailed(event, endpoint: "nobody", "there is no subscription")
        }
        for subscription in subscriptions.all {
            deliveries.run { [weak self] in await self?.publish(event, to: subscription.id) }
        }
    }

    private func publish(_ event: GridEvent, to id: Int) async {
        guard let subscription = subscriptions[id] else { return }
        if let line = ledger?.event(event, to: subscription.subscription) { await ledger?.settled(line) }
        if !subscription.isValidated { await validate(id) }
        let publisher = GridPublisher(client: client, configuration: configuration)
        let ledger = ledger
        let sent = await publisher.send(event, to: subscription.subscription) { ledger?.delivery(event.id, $0) }
        guard let reason = sent else { return }
        ledger?.givenUp(event.id, reason)
        publishFailed(event, endpoint: subscription.subscription.endpoint.withoutQuery, reason)
    }

    private func publishFailed(_ event: GridEvent, endpoint: String, _ reason: String) {
        logger.warning("event failed", metadata: ["endpoint": "\(endpoint)", "reason": "\(reason)"])
        command { core, now in core.publishFailed(event, endpoint: endpoint, reason: reason, at: now) }
    }

    /// Adds a subscription and does the handshake with its webhook; the result tells how that went.
    @discardableResult
    public func subscribe(_ subscription: GridSubscription) async -> SubscriptionStatus? {
        let id = subscriptions.add(subscription)
        await validate(id)
        return subscriptions[id]
    }

    private func validate(_ id: Int) async {
        guard let status = subscriptions[id] else { return }
        let publisher = GridPublisher(client: client, configuration: configuration)
        let problem = await publisher.validate(
            status.subscription, code: status.code, link: "\(address?.url ?? "")/emulator/v1/subscriptions/validation")
        // It may have been validated by hand meanwhile.
        if subscriptions[id]?.isValidated == true { return }
        subscriptions.setProblem(problem, of: id)
        if let problem {
            logger.warning(
                "subscription is not validated",
                metadata: ["endpoint": "\(status.subscription.endpoint.withoutQuery)", "reason": "\(problem)"])
        }
    }
}
