import CallJournal
import CallModel
import FlowEngine
import Logging
import NIOCore

/// An event loop with the sessions that live on it. It takes one input, lets the session's machine work, hands the
/// records to the journal, and acts once they are durable: synchronously, from socket to socket.
///
/// Inputs and slices are in `Shard+Slices`, what follows their commit in `Shard+Commits` and `Shard+Effects`; sessions
/// that are not in memory come back in `Recovery/`.
public actor Shard {
    /// The loop that everything here runs on.
    public nonisolated let loop: any EventLoop
    /// Its number.
    public nonisolated let index: ShardIndex
    private nonisolated let executor: any SerialExecutor
    let parts: ShardParts
    let patterns = PatternMatcher()
    var sessions: [SessionID: ShardSession] = [:]
    var origins = OriginTable()
    /// Sessions by the calls that they have legs in: Event Grid names nothing else.
    var sessionsOfCalls: [String: [SessionID]] = [:]
    /// Sessions that ended lately: their last events are no surprise.
    var ended = RecentSet<SessionID>(limit: 20_000)

    /// Effects of durable slices that were not performed yet. A sender or a journal that answers at once would else let
    /// the effects of a later slice happen in the middle of an earlier one's.
    var effects: [(session: SessionID, effect: SessionEffect)] = []
    var isPerforming = false
    /// Requests that the sender has and has not answered.
    var unanswered = (requests: 0, bytes: 0)
    /// Requests of flows to the web that are under way, each with the number of its try.
    var web: [WebName: (number: Int, exchange: WebExchange)] = [:]
    var webTries = 0
    /// Writes that the journal has and has not answered.
    var writes = 0

    /// Sessions whose flows were paused or whose journals are replayed, in the order of their turns.
    var busy = CircularBuffer<SessionID>()
    var isTurnScheduled = false
    var timers = TimerQueue()
    /// The one timer of the loop, and when it fires.
    var alarm: (due: Double, timer: RuntimeTimer)?

    /// What this process took up, and when.
    var start: ShardStart?
    var rebuilds = RebuildQueue()
    var asks = AskQueue()
    var memory = WorldMemory()
    var closing = Closing.open
    var whenDrained: (@Sendable () -> Void)?

    /// How far the process is on its way to its end.
    enum Closing {
        case open
        /// Nothing new is taken; answers still are.
        case draining
        /// Nothing is taken.
        case closed
    }

    /// The loop.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// A shard on `loop`.
    init(index: ShardIndex, loop: any EventLoop, parts: ShardParts) {
        self.index = index
        self.loop = loop
        self.parts = parts
        executor = loop.executor
    }

    /// Runs `body` inside, from the loop's own thread.
    nonisolated func enter<Result: Sendable>(_ body: (isolated Shard) -> Result) -> Result {
        assumeIsolated(body)
    }

    /// Runs `body` inside: now when the caller is on the loop, else after a hop.
    nonisolated func hop(_ body: @escaping @Sendable (isolated Shard) -> Void) {
        if loop.inEventLoop {
            assumeIsolated(body)
        } else {
            loop.execute { self.assumeIsolated(body) }
        }
    }

    /// Runs `body` inside after whatever is under way.
    nonisolated func later(_ body: @escaping @Sendable (isolated Shard) -> Void) {
        loop.execute { self.assumeIsolated(body) }
    }

    // MARK: - Beginnings

    /// Starts a session for an incoming call or a launch.
    /// - Parameters:
    ///   - offerClaim: must be new as the intake key must, and is given back when the offer is over.
    ///   - data: the event's payload, when it has been parsed already.
    ///   - completion: is given the new session, or the one that has a claim already.
    func begin(
        _ id: SessionID, _ record: BeginRecord, offerClaim: String? = nil, event: EventRecord,
        data: JSONValue? = nil, generation: FlowGeneration,
        completion: @escaping @Sendable (SessionID, DeliveryOutcome) -> Void
    ) {
        guard let definition = generation.flows[record.flow] else {
            return completion(id, .failed("there is no flow '\(record.flow)'"))
        }
        if let jam { return completion(id, .busy(jam)) }
        guard sessions.count < parts.settings.maxSessionsPerShard else {
            return completion(id, .busy("\(sessions.count) sessions are open"))
        }
        if isCautious {
            return keepBeginning(
                id, record, offerClaim: offerClaim, event: event, generation: generation, completion: completion)
        }
        let machine: SessionMachine
        do {
            machine = try SessionMachine(
                id: id, definition: definition, environment: generation.environment, seed: record.seed,
                context: parts.context, patterns: patterns, attempts: LiveAttempts(random: parts.random))
        } catch {
            parts.logger.error("a session could not begin", metadata: ["flow": "\(record.flow)", "reason": "\(error)"])
            return completion(id, .failed("\(error)"))
        }
        let live = LiveSession(
            machine: machine, generation: generation, offerClaim: offerClaim, seenEvents: [event.event.id])
        live.unsafeEvents = [event.event.id: []]
        let now = parts.clock.now()
        let session = ShardSession(id, origins.join(record, generation), live: live, at: now)
        sessions[id] = session
        watchForSilence(of: session)
        let slice = machine.begin(record, event: event, data: data, at: now)
        let receipt = InputReceipt(
            origin: .sender, claims: [record.intakeKey] + (offerClaim.map { [$0] } ?? []), event: event.event.id,
            completion: { completion(id, $0) }, knownTo: { completion($0, .duplicate) })
        proceed(slice, of: session, receipt)
    }

    /// Why nothing more can be taken in now; nil when it can.
    var jam: String? {
        guard closing == .open else { return "the process is about to end" }
        guard writes < parts.settings.maxPendingWrites else { return "\(writes) writes wait for the store" }
        guard
            unanswered.requests >= parts.settings.maxUnansweredRequests
                || unanswered.bytes >= parts.settings.maxUnansweredBytes
        else { return nil }
        return "\(unanswered.requests) requests wait for the service"
    }

    // MARK: - Goings

    /// Lets go of a session and of what others know of it.
    func remove(_ session: ShardSession) {
        guard sessions[session.id] === session else { return }
        cutWeb(of: session.id)
        sessions[session.id] = nil
        release(session)
        for call in session.calls { leave(call, session.id) }
        session.calls = []
        parts.lines.free(allOf: session.id)
        origins.leave(session.origin)
    }

    /// Drops the world of a session.
    func release(_ session: ShardSession) {
        guard let live = session.live else { return }
        memory.total -= live.bytes
        live.bytes = 0
        live.machine.drop()
        session.live = nil
    }

    /// The session has a leg in a call that Event Grid may tell of.
    func join(_ call: String, _ session: ShardSession) {
        guard !session.calls.contains(call) else { return }
        session.calls.append(call)
        sessionsOfCalls[call, default: []].append(session.id)
    }

    private func leave(_ call: String, _ id: SessionID) {
        sessionsOfCalls[call]?.removeAll { $0 == id }
        if sessionsOfCalls[call]?.isEmpty == true { sessionsOfCalls[call] = nil }
    }
}
