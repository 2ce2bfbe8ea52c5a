import CallJournal
import CallModel
import FlowEngine
import Logging

/// Commit, then act: nothing that a slice led to happens before its records are durable.
extension Shard {
    /// A slice on its way into the journal.
    struct Commit: Sendable {
        var effects: [SessionEffect]
        /// The session's state after it.
        var head: SessionHead
        /// Number and time of its last record.
        var seq: Int
        var at: Double
        var receipt: InputReceipt
        /// Which of the session's worlds it comes from.
        var life: Int32
    }

    func commit(_ slice: SessionSlice, of session: ShardSession, _ receipt: InputReceipt) {
        guard let live = session.live else { return receipt.completion(.busy("the session has just been discarded")) }
        var records = slice.records
        // It was kept before the event that began the session was taken.
        if case .begin? = records.first?.body, session.hasBegun { records.removeFirst() }
        guard let last = records.last else {
            // It may change nothing only because of what is not durable yet, such as the end.
            guard session.commits == 0 else { return live.behind.append(receipt) }
            live.isSafe(receipt.event)
            return receipt.completion(.accepted)
        }
        isUsed(session, live)
        if records.contains(where: \.body.isRestart) {
            live.replayCost = 0
        } else if !(records.first?.body.isInert ?? false) {
            live.replayCost += 1
        }
        let releases = live.releases(of: slice)
        var head = live.machine.head
        head.offerClaim = live.offerClaim
        var commit = Commit(
            effects: slice.effects, head: head, seq: last.seq, at: last.at, receipt: receipt, life: session.life)
        var write = JournalWrite(
            session: session.id, claims: receipt.claims, releases: releases,
            eventIDs: receipt.event.map { [$0] } ?? [], records: records, head: head)
        if case .resume = receipt.origin { write.isProgress = false }
        session.commits += 1
        plantedHaste(&commit, session.id)
        let (id, planned) = (session.id, commit)
        enqueue(write) { $0.committed($1, planned, id) }
    }

    /// Hands a write to the journal; `completion` runs here with what became of it.
    func enqueue(_ write: JournalWrite, completion: @escaping @Sendable (isolated Shard, JournalOutcome) -> Void) {
        writes += 1
        parts.journal.commit(write, on: index) { outcome in
            self.hop { shard in
                shard.writes -= 1
                completion(shard, outcome)
                shard.lookWhetherDrained()
            }
        }
    }

    /// The faults that a test plants: what must wait for the commit happens before it.
    private func plantedHaste(_ commit: inout Commit, _ id: SessionID) {
        if PlantedFault.acceptBeforeCommit.isPlanted { commit.receipt.completion(.accepted) }
        guard PlantedFault.sendBeforeCommit.isPlanted else { return }
        let sends = commit.effects.filter { if case .send = $0 { true } else { false } }
        commit.effects.removeAll { if case .send = $0 { true } else { false } }
        perform(sends, of: id)
    }

    private func committed(_ outcome: JournalOutcome, _ commit: Commit, _ id: SessionID) {
        let receipt = commit.receipt
        guard let session = sessions[id] else {
            // An earlier write of it was refused: whatever became of this one, its world is gone and nothing leaves.
            return receipt.completion(.busy("the session has just been discarded"))
        }
        session.commits -= 1
        guard commit.life == session.life else {
            // It stood behind a write that was refused, so it was refused too.
            refused(session, receipt)
            receipt.completion(.busy("the session has just been discarded"))
            return finishDiscard(of: session)
        }
        switch outcome {
        case .durable: durable(commit, session)
        case .duplicate(_, let holder):
            discard(session, receipt, "an event of it is known already, so its flow had run ahead of the journal")
            receipt.isKnown(to: holder)
            finishDiscard(of: session)
        case .failed(let fault):
            if !fault.isPassing, session.hasBegun, receipt.origin != .stop {
                session.stopReport = session.stopReport ?? "the journal refuses its records: \(fault.description)"
            }
            discard(session, receipt, fault.description, isFinal: !fault.isPassing && receipt.origin == .stop)
            receipt.completion(DeliveryOutcome(fault))
            finishDiscard(of: session)
        }
    }

    private func durable(_ commit: Commit, _ session: ShardSession) {
        session.head = commit.head
        session.seq = commit.seq
        session.at = commit.at
        // It got further, as the store counts it too (`JournalWrite.isProgress`).
        if commit.receipt.origin != .resume { session.rebuilds = 0 }
        // The sender of a webhook learns first that its event is safe.
        session.live?.isSafe(commit.receipt.event)
        if session.commits == 0 { session.live?.settleBehind() }
        switch commit.receipt.origin {
        case .sender: accept(.accepted, commit.receipt.completion)
        case .response: CrashPoint.reached(.responseKept)
        case .resume: CrashPoint.reached(.resumed)
        case .stop:
            session.stopReport = nil
            session.needsResume = false
        case .own: break
        }
        perform(commit.effects, of: session.id)
        guard sessions[session.id] === session else { return }
        switch commit.receipt.origin {
        case .resume, .stop: isResumed(session)
        case .sender, .response, .own: break
        }
        checkReplay(of: session)
        makeRoom()
    }
}

extension JournalRecord.Body {
    /// Whether it is an event that nothing took.
    var isInert: Bool { if case .event(let record) = self { record.isInert } else { false } }

    /// Whether a replay can begin with it.
    var isRestart: Bool { if case .restart = self { true } else { false } }
}
