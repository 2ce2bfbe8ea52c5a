import CallJournal
import CallModel
import FlowEngine
import Logging
import NIOCore

/// An event loop with the sessions that live on it. It takes one input, lets the session's machine work, hands the
/// records to the journal, and acts once they are durable: synchronously, from socket to socket.
public actor Shard {
    /// The loop that everything here runs on.
    public nonisolated let loop: any EventLoop
    /// Its number.
    public nonisolated let index: ShardIndex
    private nonisolated let executor: any SerialExecutor
    let parts: ShardParts
    private let patterns = PatternMatcher()
    var sessions: [SessionID: ShardSession] = [:]
    /// Sessions by the calls that they have legs in: Event Grid names nothing else.
    var sessionsOfCalls: [String: Set<SessionID>] = [:]
    /// Sessions that ended lately: their last events are no surprise.
    var ended = RecentSet<SessionID>(limit: 20_000)

    /// Effects of durable slices that were not performed yet. A sender or a journal that answers at once would else let
    /// the effects of a later slice happen in the middle of an earlier one's.
    var effects: [(session: SessionID, effect: SessionEffect)] = []
    var isPerforming = false
    /// Requests that the sender has and has not answered.
    var unanswered = (requests: 0, bytes: 0)

    /// Sessions whose flows were paused, in the order of their turns.
    private var busy: [SessionID] = []
    private var isTurnScheduled = false
    private var timers = TimerQueue()
    /// The one timer of the loop, and when it fires.
    private var alarm: (due: Double, timer: RuntimeTimer)?

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
    /// - Parameter data: the event's payload, when it has been parsed already.
    func begin(
        _ id: SessionID, _ record: BeginRecord, claims: [String], event: EventRecord, data: JSONValue? = nil,
        generation: FlowGeneration, completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        guard let definition = generation.flows[record.flow] else {
            return completion(.failed("there is no flow '\(record.flow)'"))
        }
        if let jam { return completion(.busy(jam)) }
        guard sessions.count < parts.settings.maxSessionsPerShard else {
            return completion(.busy("\(sessions.count) sessions are open"))
        }
        let machine: SessionMachine
        do {
            machine = try SessionMachine(
                id: id, definition: definition, environment: generation.environment, seed: record.seed,
                context: parts.context, patterns: patterns, attempts: LiveAttempts(random: parts.random))
        } catch {
            parts.logger.error("a session could not begin", metadata: ["flow": "\(record.flow)", "reason": "\(error)"])
            return completion(.failed("\(error)"))
        }
        sessions[id] = ShardSession(machine: machine, generation: generation, firstEvent: event.event.id)
        let slice = machine.begin(record, event: event, data: data, at: parts.clock.now())
        proceed(slice, of: id, InputReceipt(claims: claims, event: event.event.id, completion: completion))
    }

    // MARK: - Inputs

    /// Hands events of one callback to their session.
    func deliver(
        _ events: [EventRecord], to id: SessionID, completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        guard let session = sessions[id] else {
            // The last events of a call are no surprise; a signal to nobody is.
            let isLate = ended.contains(id) && !events.contains { $0.via == .signal }
            return completion(isLate ? .accepted : .unknownSession)
        }
        if let jam { return completion(.busy(jam)) }
        guard session.pendingInputs < parts.settings.maxPendingCommits else {
            return completion(.busy("the session has \(session.pendingInputs) inputs that are not durable yet"))
        }
        if events.isEmpty { return completion(.accepted) }
        if events.count == 1 { return deliver(events[0], to: id, completion) }
        let waiting = Countdown(events.count, completion)
        for event in events { deliver(event, to: id) { waiting.one($0) } }
    }

    private func deliver(
        _ event: EventRecord, to id: SessionID, _ completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        guard let session = sessions[id] else {
            return completion(ended.contains(id) ? .accepted : .busy("the session has just been discarded"))
        }
        // A repeated event must not reach the flow; the journal's word is the last, this is the quick one.
        let key = event.event.id
        guard session.seenEvents.insert(key).inserted else {
            if session.unsafeEvents[key] == nil { return completion(.duplicate) }
            session.unsafeEvents[key]?.append(completion)
            return
        }
        session.unsafeEvents[key] = []
        take(.event(event), of: id, at: event.arrived, InputReceipt(event: key, completion: completion))
    }

    /// Hands an event of Event Grid to the sessions that have a leg in the call.
    func deliver(
        _ event: EventRecord, toCall serverCallID: String, completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        let wanted = (sessionsOfCalls[serverCallID] ?? []).sorted { $0.text < $1.text }
        guard !wanted.isEmpty else { return completion(.accepted) }
        let waiting = Countdown(wanted.count, completion)
        for id in wanted { deliver([event], to: id) { waiting.one($0) } }
    }

    /// The flows of the sessions here that have a leg in a call, by any of its ids.
    func flows(inCall names: [String]) -> Set<String> {
        Set(names.flatMap { sessionsOfCalls[$0] ?? [] }.compactMap { sessions[$0]?.machine.flow })
    }

    /// The flows of a generation that begin with an event of Event Grid, as their hooks' filters say.
    func flows(beginningWith event: CallEvent, _ data: JSONValue, in generation: FlowGeneration) -> [String] {
        generation.flows.values.filter { flow in
            flow.hooks.contains { $0.event == event.name && $0.filter.matches(data, patterns: patterns) }
        }.map(\.name).sorted()
    }

    /// Stops a session on an operator's word.
    func command(
        _ record: OperatorRecord, to id: SessionID, completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        guard sessions[id] != nil else { return completion(.unknownSession) }
        take(.operatorCommand(record), of: id, InputReceipt(completion: completion))
    }

    /// Why nothing more can be taken in now; nil when it can.
    private var jam: String? {
        guard
            unanswered.requests >= parts.settings.maxUnansweredRequests
                || unanswered.bytes >= parts.settings.maxUnansweredBytes
        else { return nil }
        return "\(unanswered.requests) requests wait for the service"
    }

    func responded(_ record: ResponseRecord, to id: SessionID, bytes: Int) {
        unanswered.requests -= 1
        unanswered.bytes -= bytes
        take(.response(record), of: id)
    }

    // MARK: - Slices

    /// Gives a session an input, now or when it has done with the one that keeps it busy.
    /// - Parameter time: when it came in; nil takes the time at which the session takes it.
    func take(
        _ input: SessionInput, of id: SessionID, at time: Double? = nil, _ receipt: InputReceipt = InputReceipt()
    ) {
        guard let session = sessions[id] else { return receipt.completion(.unknownSession) }
        guard !session.isBusy, session.mailbox.isEmpty else { return session.mailbox.append((input, time, receipt)) }
        proceed(session.machine.take(input, at: time ?? parts.clock.now()), of: id, receipt)
    }

    /// Commits a slice that is whole. A busy flow goes on when the loop has done what it has to do for others. Not by
    /// `execute`: a loop runs all tasks, those that tasks add too, before it looks at its sockets again.
    private func proceed(_ slice: SessionSlice, of id: SessionID, _ receipt: InputReceipt) {
        guard !slice.isWhole else { return commit(slice, of: id, receipt) }
        sessions[id]?.underWay = receipt
        busy.append(id)
        scheduleTurn()
    }

    /// About as long as a slice takes, so that busy flows together get half of a busy loop.
    private static let betweenSlices = TimeAmount.microseconds(200)

    /// One slice at a time, however many flows are busy: between two the loop comes to its sockets.
    private func scheduleTurn() {
        guard !isTurnScheduled, !busy.isEmpty else { return }
        isTurnScheduled = true
        loop.scheduleTask(in: Self.betweenSlices) { self.hop { $0.takeTurn() } }
    }

    private func takeTurn() {
        isTurnScheduled = false
        guard !busy.isEmpty else { return }
        goOn(busy.removeFirst())
        // After the slice, so that the time between counts from its end.
        scheduleTurn()
    }

    private func goOn(_ id: SessionID) {
        guard let session = sessions[id], let receipt = session.underWay else { return }
        session.underWay = nil
        proceed(session.machine.goOn(), of: id, receipt)
        while !session.isBusy, sessions[id] === session, !session.mailbox.isEmpty {
            let next = session.mailbox.removeFirst()
            let slice = session.machine.take(next.input, at: next.time ?? parts.clock.now())
            proceed(slice, of: id, next.receipt)
        }
    }

    // MARK: - Timers

    func setTimer(_ number: Int, due: Double, of id: SessionID) {
        guard let session = sessions[id] else { return }
        session.timers[number] = due
        timers.add(TimerQueue.Entry(due: due, session: id, number: number))
        if timers.count > 4_096, timers.count > 8 * sessions.count {
            timers.compact { sessions[$0.session]?.timers[$0.number] == $0.due }
        }
        setAlarm()
    }

    /// Lets the loop wake us when the next timer is due.
    private func setAlarm() {
        guard let due = timers.earliest else { return }
        if let alarm {
            guard due < alarm.due else { return }
            alarm.timer.cancel()
        }
        alarm = (due, parts.clock.schedule(at: due, on: loop) { self.hop { $0.alarmRang(due) } })
    }

    private func alarmRang(_ due: Double) {
        guard alarm?.due == due else { return }
        alarm = nil
        // A loop's timer may fire a moment early by our clock; the flow never sees that.
        let now = max(due, parts.clock.now())
        while let entry = timers.pop(at: now) {
            guard let session = sessions[entry.session], session.timers[entry.number] == entry.due else { continue }
            session.timers[entry.number] = nil
            let record = TimerRecord(number: entry.number, due: entry.due)
            take(.timer(record), of: entry.session, at: now)
        }
        setAlarm()
    }

    // MARK: - Commit, then act

    private func commit(_ slice: SessionSlice, of id: SessionID, _ receipt: InputReceipt) {
        guard !slice.records.isEmpty else {
            sessions[id]?.isSafe(receipt.event)
            return receipt.completion(.accepted)
        }
        sessions[id]?.commits += 1
        let write = JournalWrite(
            session: id, claims: receipt.claims, eventIDs: receipt.event.map { [$0] } ?? [], records: slice.records)
        parts.journal.commit(write, on: index) { outcome in
            self.hop { shard in shard.committed(outcome, slice.effects, id, receipt) }
        }
    }

    private func committed(
        _ outcome: JournalOutcome, _ effects: [SessionEffect], _ id: SessionID, _ receipt: InputReceipt
    ) {
        guard let session = sessions[id] else {
            // An earlier write of it was refused: whatever became of this one, its world is gone and nothing leaves.
            return receipt.completion(.busy("the session has just been discarded"))
        }
        session.commits -= 1
        switch outcome {
        case .durable:
            session.isSafe(receipt.event)
            // The sender of a webhook learns first that its event is safe.
            receipt.completion(.accepted)
            perform(effects, of: id)
        case .duplicate:
            discard(id, "an event of it is known already, so its flow had run ahead of the journal")
            receipt.completion(.duplicate)
        case .failed(let fault):
            discard(id, fault.description)
            receipt.completion(fault.isPassing ? .busy(fault.description) : .failed(fault.description))
        }
    }

    /// A session whose records were refused has run ahead of what is true: its world is dropped.
    private func discard(_ id: SessionID, _ reason: String) {
        guard let session = sessions.removeValue(forKey: id) else { return }
        session.settleAll(.busy(reason))
        session.machine.drop()
        forget(id, session)
        if session.machine.seq > 2 {
            parts.logger.error("a session is discarded", metadata: ["session": "\(id)", "reason": "\(reason)"])
        }
    }

    // MARK: - Questions

    /// The hook that owns an incoming call, tried on this shard's own matcher.
    func owner(of event: JSONValue, in generation: FlowGeneration) -> FlowGeneration.Offer? {
        generation.owner(of: event, matching: patterns)
    }

    /// How many sessions live here.
    var openSessions: Int { sessions.count }

    /// How many timers are set.
    var openTimers: Int { sessions.values.reduce(0) { $0 + $1.timers.count } }

    /// The generation that a session runs on, and the states of its legs; nil when it does not live here.
    func view(of id: SessionID) -> SessionView? {
        guard let session = sessions[id] else { return nil }
        return SessionView(
            id: id, flow: session.machine.flow, generation: session.generation.id,
            legs: session.machine.summary.map { SessionView.Leg(number: $0.number, state: $0.state) })
    }
}

/// A live session, for operators.
public struct SessionView: Sendable, Equatable {
    /// One call of the session.
    public struct Leg: Sendable, Equatable {
        /// Counted from 1.
        public var number: Int
        /// As `call.state` tells it.
        public var state: String
    }

    /// The session's name.
    public var id: SessionID
    /// The flow that it runs.
    public var flow: String
    /// The whole hash.
    public var generation: String
    /// Its calls, by number.
    public var legs: [Leg]
}
