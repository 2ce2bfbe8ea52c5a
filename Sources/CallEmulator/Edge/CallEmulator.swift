import AsyncHTTPClient
import CallAudio
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
        /// Whether it speaks https.
        public var isSecure = false
        /// `http://host:port`, without a trailing slash; `https` when it is secure.
        public var url: String {
            (isSecure ? "https://" : "http://") + (host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)")
        }
    }

    /// How it behaves.
    public nonisolated let configuration: EmulatorConfiguration
    nonisolated let logger: Logger
    /// Where everything is written down, if anywhere.
    nonisolated let ledger: LedgerFile?

    /// Who speaks; nil: words are hummed.
    nonisolated let voices: Voices?

    var core: EmulatorCore
    var machine: DeliveryMachine
    let clock: EmulatorClock
    /// Requests of the service that wait for a held clock.
    var sleepers = Sleepers()
    /// Requests of the service that have no answer yet.
    var openRequests = 0
    private var server: EmulatorServer?
    private(set) var client: HTTPClient?
    private var wakeTask: Task<Void, Never>?
    private var wakeTime: Double?
    /// How much the watchers know.
    private var seenChanges = 0
    var subscriptions = Subscriptions()
    var tasks = RunningTasks()
    var watchers = Watchers()
    var sockets = StreamSockets()
    /// What went over web sockets that are gone.
    var lastCounts: [String: StreamSocket.Counts] = [:]
    /// Where messages of streams go while the clock is held.
    var postedTo: [String: String] = [:]
    /// How many watchers wait for deliveries.
    var deliveryWatchers = 0

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
        self.clock = EmulatorClock(clock)
        self.ledger = ledger
        voices = configuration.speech.map { speech in
            Voices(speech) { failure in
                logger.warning(
                    "words in recordings and prompts may be hummed from now on", metadata: ["reason": "\(failure)"])
            }
        }
        core = try EmulatorCore(configuration: configuration, startingAt: clock(), makeID: makeID)
        core.keepsNotes = ledger != nil
        core.answersLater = true
        machine = DeliveryMachine(configuration: configuration, plan: core.faults)
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
        // Before anybody can bring an event about.
        let courier = Courier.makeClient()
        client = courier
        let server: EmulatorServer
        do {
            server = try await EmulatorServer.start(self)
        } catch {
            client = nil
            try? await courier.shutdown()
            throw error
        }
        self.server = server
        core.baseURL = server.address.url
        for subscription in configuration.subscriptions {
            let id = subscriptions.add(subscription)
            tasks.run { await self.validate(id) }
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
        sleepers.wakeAll()
        let running = server
        let ended = client
        server = nil
        client = nil
        machine.forgetOpen()
        hangUpStreams()
        for task in tasks.cancelAll() { await task.value }
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
        let exchange = command { core, now in core.exchange(request, at: now) }
        if let id = exchange.runningID { core.finish(id) }
        return exchange.response
    }

    /// Answers one request. With a ledger its effects are left for `settleHeld()`; a repeatable request runs until
    /// `finish(_:)`.
    func exchange(_ request: ServiceRequest) -> ServiceExchange {
        let exchange = core.exchange(request, at: time())
        if ledger == nil { settle() }
        return exchange
    }

    /// Carries out what `exchange(_:)` has left to do.
    func settleHeld() { settle() }

    /// The answer to a repeatable request is about to be given.
    func finish(_ repeatID: String) { core.finish(repeatID) }

    /// What goes wrong from now on. Events and requests are counted anew, so that the same seed gives the same faults.
    public func setFaults(_ settings: FaultSettings, seed: UInt64) {
        core.faults = FaultPlan(settings, seed: seed)
        machine.plan = core.faults
    }

    /// A phone calls a number of the application.
    @discardableResult
    public func dial(from number: String, _ request: DialRequest) throws(ControlError) -> DialedCall {
        try command { core, now throws(ControlError) in try core.dial(from: number, request, at: now) }
    }

    /// A phone in a call presses keys, such as `12#`.
    public func press(_ keys: String, on number: String) throws(ControlError) {
        try command { core, now throws(ControlError) in try core.press(keys, on: number, at: now) }
    }

    /// A phone in a call says something. People hear it; what listens for keys does not.
    public func say(_ text: String, on number: String) throws(ControlError) {
        try command { core, now throws(ControlError) in try core.say(text, on: number, at: now) }
    }

    /// A phone that is rung picks up, whatever it was told to do.
    public func pickUp(_ number: String) throws(ControlError) {
        try command { core, now throws(ControlError) in try core.pickUp(number, at: now) }
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
        _ number: String, whenRung reaction: RingReaction, press: [String], say: [String] = [],
        hangUpAfter: Double? = nil, hangsUpWhenIdle: Bool = false
    ) throws(ControlError) {
        try command { core, _ throws(ControlError) in
            try core.setPhone(
                number, whenRung: reaction, press: press, say: say, hangUpAfter: hangUpAfter,
                hangsUpWhenIdle: hangsUpWhenIdle)
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

    /// Forgets all calls and phones; nobody is told. Subscriptions and faults stay, and faults begin anew.
    public func reset() {
        machine.forgetOpen()
        reset(coreAt: nil)
    }

    func reset(coreAt time: Double?) {
        hangUpStreams()
        command { core, _ in core.reset(at: time) }
        machine.plan = core.faults
        sleepers.wakeAll()
    }

    /// Looks at the state as it is now.
    public func read<Value: Sendable>(_ body: @Sendable (EmulatorCore) throws(ControlError) -> Value)
        throws(ControlError) -> Value
    {
        core.advance(to: time())
        defer { settle() }
        return try body(core)
    }

    /// Seconds since 1970, by the emulator's clock.
    func time() -> Double { clock.now() }

    func command<Value, Failure: Error>(
        _ body: (inout EmulatorCore, Double) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        defer { settle() }
        return try body(&core, time())
    }

    /// Carries out what a command left to do.
    func settle() {
        carryOut()
        wakeWatchers()
        guard server != nil else { return }
        // A held clock is moved by others.
        let next = clock.isHeld ? nil : [core.nextDeadline, machine.nextDeadline].compactMap { $0 }.min()
        guard next != wakeTime else { return }
        wakeTask?.cancel()
        wakeTime = next
        guard let due = next else { return }
        // A day at most: a later wake-up sets the next one, and no number of a client's can overflow.
        let delay = min(max(0, due - time()), 86_400)
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
        core.advance(to: time())
        settle()
    }
}
