import CallJournal
import CallModel
import FlowEngine

/// For a minute after an unclean start a session begins in two steps: its first event is durable before its flow sees it,
/// so that one that kills the process is found again and counted.
extension Shard {
    /// Makes a beginning and its event durable, then lets the session begin as one that comes back does.
    func keepBeginning(
        _ id: SessionID, _ record: BeginRecord, offerClaim: String?, event: EventRecord, generation: FlowGeneration,
        completion: @escaping @Sendable (SessionID, DeliveryOutcome) -> Void
    ) {
        let now = parts.clock.now()
        var head = SessionHead(offerClaim: offerClaim)
        if case .incomingCall = record.cause {
            head.legs = [SessionHead.Leg(number: 1, opener: nil, state: "offered", isOffer: true)]
        }
        let open = OpenSession(id: id, begin: record, began: now, head: head, seq: 1, at: now)
        let session = ShardSession(open, origins.join(record, generation), at: now)
        session.needsResume = false
        session.mayHaveUnread = true
        // Nothing may read it before it is there.
        session.state = .rebuilding
        sessions[id] = session
        watchForSilence(of: session)
        let write = JournalWrite(
            session: id, claims: [record.intakeKey] + (offerClaim.map { [$0] } ?? []), eventIDs: [event.event.id],
            arrivals: [Arrival(session: id, record: event)],
            records: [JournalRecord(session: id, seq: 1, at: now, body: .begin(record))],
            head: head)
        enqueue(write) { $0.keptBeginning(of: id, $1, completion) }
    }

    private func keptBeginning(
        of id: SessionID, _ outcome: JournalOutcome,
        _ completion: @escaping @Sendable (SessionID, DeliveryOutcome) -> Void
    ) {
        guard let session = sessions[id] else { return completion(id, .busy("the session has just been discarded")) }
        switch outcome {
        case .durable:
            accept(.accepted) { completion(id, $0) }
            CrashPoint.reached(.arrivalKept)
            session.state = .passive
            wake(session, isUrgent: true)
        case .duplicate(_, let holder):
            remove(session)
            completion(holder, .duplicate)
        case .failed(let fault):
            session.settleAll(.busy(fault.description))
            remove(session)
            completion(id, DeliveryOutcome(fault))
        }
    }

    /// Begins a session of which the journal has its beginning and the event, and nothing else.
    func beginKept(_ session: ShardSession, _ definition: FlowDefinition, _ reading: RebuildQueue.Reading) throws {
        guard case .begin(let begin)? = reading.records.first?.body, let first = reading.arrivals.first else {
            return stop(session, "the event that began it is missing", reading)
        }
        let machine = try SessionMachine(
            id: session.id, definition: definition,
            environment: reading.generation?.environment ?? FlowEnvironment(), seed: begin.seed,
            context: parts.context, patterns: patterns, attempts: LiveAttempts(random: parts.random))
        var others = reading
        others.arrivals.removeFirst()
        settle(session, machine, others)
        session.live?.seenEvents.insert(first.record.event.id)
        session.needsResume = false
        session.state = .live
        // At the time of the beginning, as a replay will take it.
        proceed(machine.begin(begin, event: first.record, at: session.at), of: session, InputReceipt())
        drainMailbox(of: session)
    }
}
