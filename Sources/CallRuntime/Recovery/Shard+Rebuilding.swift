import CallJournal
import CallModel
import FlowEngine
import Logging

/// How a session comes back into memory: its rebuild is counted, its journal is read off the loop and replayed in turns,
/// then it takes what has come in meanwhile.
extension Shard {
    /// Rebuilds a passive session.
    func wake(_ session: ShardSession, isUrgent: Bool) {
        if session.state == .rebuilding, isUrgent { return rebuilds.hurry(session.id) }
        // As long as writes of an older world are under way, nobody knows what the journal will say.
        guard session.state == .passive, session.commits == 0, !session.isRetrying else { return }
        session.state = .rebuilding
        rebuilds.add(session.id, isUrgent: isUrgent, isSuspect: session.rebuilds > 0)
        startRebuilds()
    }

    private func startRebuilds() {
        guard closing != .closed else { return }
        let (turn, index) = (parts.suspects, index)
        while let id = rebuilds.next(
            limit: parts.settings.rebuildsAtOnce,
            takesTurn: { turn.take(index) { self.later { $0.startRebuilds() } } })
        {
            if let session = sessions[id] { read(session, isCheck: false) } else { leaveQueue(id) }
        }
    }

    /// One of those at a time is done.
    private func endRebuild(of id: SessionID) {
        rebuilds[id] = nil
        leaveQueue(id)
        startRebuilds()
    }

    private func leaveQueue(_ id: SessionID) {
        if rebuilds.ended(id) { parts.suspects.give(index) }
    }

    /// Looks after a session again in a second.
    func retry(_ session: ShardSession) {
        guard !session.isRetrying else { return }
        session.isRetrying = true
        let id = session.id
        _ = parts.clock.schedule(at: parts.clock.now() + 1, on: loop) {
            self.hop { shard in
                guard let session = shard.sessions[id] else { return }
                session.isRetrying = false
                shard.wake(session, isUrgent: true)
            }
        }
    }

    // MARK: - Reading

    /// Reads the journal of a session; the loop goes on meanwhile.
    func read(_ session: ShardSession, isCheck: Bool) {
        let (id, key, parts) = (session.id, session.origin.key, parts)
        let (known, hasUnread) = (session.origin.generation, session.mayHaveUnread && !isCheck)
        aside {
            do {
                var reading = RebuildQueue.Reading(
                    records: try await parts.journal.records(of: id),
                    arrivals: hasUnread ? try await parts.journal.arrivals(of: id) : [], rebuilds: 0)
                do {
                    if let known { reading.generation = known }
                    if known == nil {
                        reading.generation = try await parts.generation(key.generation, key.environment)
                    }
                } catch let fault as JournalFault where fault.isPassing {
                    throw fault
                } catch {
                    reading.problem = "\(error)"
                }
                // Only what begins now may kill: a store in trouble is no reason to give a session up.
                if !isCheck { reading.rebuilds = try await parts.journal.countRebuild(of: id) }
                CrashPoint.reached(.rebuildRead)
                await self.hasRead(reading, id, isCheck: isCheck)
            } catch {
                await self.couldNotRead(id, error, isCheck: isCheck)
            }
        }
    }

    private func couldNotRead(_ id: SessionID, _ error: any Error, isCheck: Bool) {
        defer { endRebuild(of: id) }
        // The store may be closing: what cannot be read now, the next process reads.
        guard closing != .closed, let session = sessions[id] else { return }
        if isCheck { return goBack(session) }
        session.state = .passive
        if let fault = error as? JournalFault, fault.isPassing {
            retry(session)
        } else {
            stop(session, "\(error)", nil)
        }
    }

    private func hasRead(_ reading: RebuildQueue.Reading, _ id: SessionID, isCheck: Bool) {
        guard closing != .closed, let session = sessions[id], session.state == .rebuilding else {
            return endRebuild(of: id)
        }
        guard let first = reading.records.first, case .begin = first.body, let last = reading.records.last
        else {
            parts.logger.error("a session has no journal any more", metadata: ["session": "\(id)"])
            remove(session)
            return endRebuild(of: id)
        }
        if case .end = last.body {
            ended.insert(id)
            session.settleAll(.accepted)
            remove(session)
            return endRebuild(of: id)
        }
        if !isCheck {
            session.rebuilds = Int32(clamping: reading.rebuilds)
            session.seq = last.seq
            session.at = last.at
        }
        if let report = session.stopReport ?? whyNotReplayed(session, reading) {
            stop(session, report, reading)
            return endRebuild(of: id)
        }
        do {
            guard let generation = reading.generation, let definition = generation.flows[session.flow] else {
                throw FlowProblem(flow: session.flow, reason: "its generation has no such flow")
            }
            session.origin.generation = generation
            if reading.records.count == 1 {
                try beginKept(session, definition, reading)
                return endRebuild(of: id)
            }
            let replay = try SessionReplay(
                reading.records, session: id, definition: definition, environment: generation.environment,
                context: parts.context, patterns: patterns)
            var reading = reading
            reading.replayCost = replay.cost
            rebuilds[id] = RebuildQueue.Replaying(replay: replay, reading: reading, isCheck: isCheck)
            busy.append(id)
            scheduleTurn()
        } catch {
            stop(session, "\(error)", reading)
            endRebuild(of: id)
        }
    }

    private func whyNotReplayed(_ session: ShardSession, _ reading: RebuildQueue.Reading) -> String? {
        if session.head.isStopped {
            for case .operatorCommand(let command) in reading.records.reversed().map(\.body) {
                if let stop = command.stop { return stop.report }
            }
            return "it was stopped before"
        }
        if reading.rebuilds > parts.settings.mostRebuilds {
            return "rebuilt \(reading.rebuilds - 1) times without getting further: it is quarantined"
        }
        guard supportedLevels.contains(session.origin.key.level) else {
            return "it was begun at level \(session.origin.key.level), and this program knows "
                + "\(supportedLevels.lowerBound) to \(supportedLevels.upperBound)"
        }
        return reading.problem
    }

    // MARK: - Replaying

    /// One turn of a replay.
    func replayOn(_ session: ShardSession) {
        guard closing != .closed, let rebuild = rebuilds[session.id] else { return }
        do {
            guard try rebuild.replay.step(inputs: parts.settings.replayChunk) else { return busy.append(session.id) }
            let machine = rebuild.replay.goLive(attempts: LiveAttempts(random: parts.random))
            if rebuild.isCheck {
                replayed(session, machine, rebuild.reading)
            } else {
                rebuilt(session, machine, rebuild.reading)
            }
        } catch {
            stop(session, "\(error)", rebuild.reading)
        }
        endRebuild(of: session.id)
    }

    /// A session stands as it stood after its last record.
    private func rebuilt(_ session: ShardSession, _ machine: SessionMachine, _ reading: RebuildQueue.Reading) {
        CrashPoint.reached(.rebuilt)
        settle(session, machine, reading)
        guard session.needsResume, let live = session.live else {
            session.state = .live
            return takeWhatWaits(session)
        }
        let now = parts.clock.now()
        let resume = ResumeRecord(
            node: parts.settings.node, epoch: start?.epoch ?? 0, downSince: max(session.at, start?.downSince ?? 0),
            graceUntil: now + parts.settings.grace)
        session.state = .resuming
        proceed(live.machine.take(.resume(resume), at: now), of: session, InputReceipt(origin: .resume))
    }

    /// Puts a machine under a session, with what of it nobody has taken in front of what waits.
    func settle(_ session: ShardSession, _ machine: SessionMachine, _ reading: RebuildQueue.Reading?) {
        var seen = session.keeping
        for case .event(let record) in (reading?.records ?? []).map(\.body) { seen.insert(record.event.id) }
        let live = LiveSession(
            machine: machine, generation: session.head.isStopped ? nil : session.origin.generation,
            offerClaim: session.head.offerClaim, seenEvents: seen)
        live.replayCost = reading?.replayCost ?? 0
        // Who delivers such an event again learns of it when it is safe.
        for key in session.keeping { live.unsafeEvents[key] = [] }
        session.live = live
        isUsed(session, live)
        for waiting in session.mailbox {
            if case .event(let record) = waiting.input { live.seenEvents.insert(record.event.id) }
        }
        var unread: [WaitingInput] = []
        for arrival in reading?.arrivals ?? [] where live.seenEvents.insert(arrival.record.event.id).inserted {
            if PlantedFault.lostArrival.isPlanted { continue }
            let waiting = WaitingInput(
                input: .event(arrival.record), time: arrival.record.arrived, receipt: InputReceipt())
            unread += PlantedFault.doubleConsume.isPlanted ? [waiting, waiting] : [waiting]
        }
        session.mailbox.insert(contentsOf: unread, at: 0)
        if reading != nil { session.mayHaveUnread = false }
    }

    /// That a process took the session up, or that it was stopped, is durable, and what it led to has been begun.
    func isResumed(_ session: ShardSession) {
        session.needsResume = false
        guard session.state == .resuming else { return }
        session.state = .live
        takeWhatWaits(session)
    }

    /// Sets the timers of a session, and gives it what has come in meanwhile: in the order in which it was ready, then
    /// events before answers before timers.
    private func takeWhatWaits(_ session: ShardSession) {
        guard let live = session.live else { return }
        let now = parts.clock.now()
        var items = session.mailbox.map { (time: $0.time ?? now, rank: $0.rank, waiting: $0) }
        if !PlantedFault.droppedTimer.isPlanted {
            for timer in live.machine.openTimers {
                guard timer.due <= now else {
                    setTimer(timer.number, due: timer.due, of: session)
                    continue
                }
                live.timers[timer.number] = nil
                let waiting = WaitingInput(
                    input: .timer(TimerRecord(number: timer.number, due: timer.due)), time: now,
                    receipt: InputReceipt())
                items.append((timer.due, waiting.rank, waiting))
            }
        }
        session.mailbox = items.enumerated()
            .sorted {
                ($0.element.time, $0.element.rank, $0.offset) < ($1.element.time, $1.element.rank, $1.offset)
            }
            .map(\.element.waiting)
        drainMailbox(of: session)
        if session.state == .live { checkReplay(of: session) }
        if session.commits == 0, !session.isBusy { stands(session) }
        makeRoom()
    }

    /// A rebuilt session has nothing more to take: it has not killed the process. What is written of it says the same.
    private func stands(_ session: ShardSession) {
        guard session.rebuilds > 0 else { return }
        session.rebuilds = 0
        let (id, journal) = (session.id, parts.journal)
        aside { try? await journal.forgetRebuilds(of: id) }
    }
}

extension WaitingInput {
    /// What goes first among inputs that were ready at the same time.
    fileprivate var rank: Int {
        switch input {
        case .resume: 0
        case .event: 1
        case .response: 2
        case .operatorCommand: 3
        case .timer: 4
        }
    }
}
