import CallJournal
import CallModel
import FlowEngine

/// How events reach sessions, whether these are in memory or not.
extension Shard {
    /// Hands events of one callback to their session.
    func deliver(
        _ events: [EventRecord], to id: SessionID, completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        guard let session = sessions[id] else { return deliver(toNobody: events, id, completion) }
        if let jam { return completion(.busy(jam)) }
        guard session.pendingInputs < parts.settings.maxPendingCommits else {
            return completion(.busy("the session has \(session.pendingInputs) inputs that are not durable yet"))
        }
        if events.isEmpty { return completion(.accepted) }
        if events.count == 1 { return deliver(events[0], to: id, completion) }
        let waiting = Countdown(events.count, completion)
        for event in events { deliver(event, to: id) { waiting.one($0) } }
    }

    /// The last events of a call are no surprise, also when its session ended in a process before this one; a signal to
    /// nobody is.
    private func deliver(
        toNobody events: [EventRecord], _ id: SessionID, _ completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        if events.contains(where: { $0.via == .signal }) { return completion(.unknownSession) }
        if ended.contains(id) { return completion(.accepted) }
        guard start != nil else { return completion(.unknownSession) }
        let journal = parts.journal
        aside {
            let isKnown = await (try? journal.records(of: id))?.isEmpty == false
            self.hop { shard in
                if isKnown { shard.ended.insert(id) }
                completion(isKnown ? .accepted : .unknownSession)
            }
        }
    }

    private func deliver(
        _ event: EventRecord, to id: SessionID, _ completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        guard let session = sessions[id] else {
            return completion(ended.contains(id) ? .accepted : .busy("the session has just been discarded"))
        }
        if event.via != .signal { session.heard = max(session.heard, event.arrived) }
        // A repeated event must not reach the flow; the journal's word is the last, this is the quick one.
        let key = event.event.id
        if let live = session.live, !PlantedFault.noDedupe.isPlanted {
            guard live.seenEvents.insert(key).inserted else {
                if live.unsafeEvents[key] == nil { return completion(.duplicate) }
                live.unsafeEvents[key]?.append(completion)
                return
            }
            live.unsafeEvents[key] = []
        }
        guard session.state == .live, !isCautious else { return keep(event, of: session, completion) }
        let receipt = InputReceipt(
            origin: .sender, event: PlantedFault.noDedupe.isPlanted ? nil : key, completion: completion)
        take(.event(event), of: session, at: event.arrived, receipt)
    }

    /// Whether the last process died, and it is not clear yet that no event of now killed it: then every event is durable
    /// before a flow sees it, so that one that kills is found again and counted.
    var isCautious: Bool {
        guard let start else { return false }
        return parts.clock.now() < start.cautiousUntil
    }

    /// Makes an event durable without a place in its session's order, then lets the session take it.
    private func keep(
        _ event: EventRecord, of session: ShardSession, _ completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        let (id, key) = (session.id, event.event.id)
        let isFirst = session.keeping.insert(key).inserted
        let write = JournalWrite(
            session: id, eventIDs: PlantedFault.noDedupe.isPlanted ? [] : [key],
            arrivals: [Arrival(session: id, record: event)])
        if PlantedFault.acceptBeforeCommit.isPlanted { completion(.accepted) }
        enqueue(write) { shard, outcome in
            if isFirst { shard.sessions[id]?.keeping.remove(key) }
            shard.kept(event, of: id, outcome, completion)
        }
    }

    private func kept(
        _ event: EventRecord, of id: SessionID, _ outcome: JournalOutcome,
        _ completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        let (session, key) = (sessions[id], event.event.id)
        switch outcome {
        case .durable:
            accept(.accepted, completion)
            session?.live?.isSafe(key)
            CrashPoint.reached(.arrivalKept)
            if let session { takeKept(event, of: session) }
        case .duplicate:
            // Before a rebuild nobody here knew it.
            session?.live?.isSafe(key)
            completion(.duplicate)
        case .failed(let fault):
            let outcome = DeliveryOutcome(fault)
            session?.live?.isLost(key, outcome)
            completion(outcome)
        }
    }

    /// Gives a session an event that is durable already.
    private func takeKept(_ event: EventRecord, of session: ShardSession) {
        if PlantedFault.lostArrival.isPlanted, event.event.id.utf8.reduce(0, { $0 &+ $1 }) % 4 == 0 { return }
        take(.event(event), of: session, at: event.arrived)
        if PlantedFault.doubleConsume.isPlanted { take(.event(event), of: session, at: event.arrived) }
    }

    /// Tells the sender of an event that it is safe.
    func accept(_ outcome: DeliveryOutcome, _ completion: @Sendable (DeliveryOutcome) -> Void) {
        CrashPoint.reached(.beforeAccept)
        if !PlantedFault.acceptBeforeCommit.isPlanted { completion(outcome) }
        CrashPoint.reached(.afterAccept)
    }

    /// Hands an event of Event Grid to the sessions that have a leg in the call.
    /// - Parameter other: the call that is meant where nobody knows the first.
    func deliver(
        _ event: EventRecord, toCall serverCallID: String, else other: String? = nil,
        completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        let found = sessionsOfCalls[serverCallID] ?? other.flatMap { sessionsOfCalls[$0] } ?? []
        let wanted = found.sorted { $0.text < $1.text }
        guard !wanted.isEmpty else { return completion(.accepted) }
        let waiting = Countdown(wanted.count, completion)
        for id in wanted { deliver([event], to: id) { waiting.one($0) } }
    }

    /// Stops a session on an operator's word.
    func command(
        _ record: OperatorRecord, to id: SessionID, completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        guard let session = sessions[id] else { return completion(.unknownSession) }
        if closing != .open { return completion(.busy("the process is about to end")) }
        take(.operatorCommand(record), of: session, InputReceipt(origin: .sender, completion: completion))
    }
}
