import CallJournal
import CallModel
import Logging

/// What becomes of a session whose records were refused: it has run ahead of what is true, so its world is dropped and
/// made again from the journal.
extension Shard {
    /// A write was refused. Whoever delivered something learns that it was not taken; what nobody would repeat is taken
    /// again by the next world.
    /// - Parameter isFinal: nothing more can be written about the session.
    func discard(_ session: ShardSession, _ receipt: InputReceipt, _ reason: String, isFinal: Bool = false) {
        let outcome = DeliveryOutcome.busy(reason)
        guard session.hasBegun, !isFinal else {
            session.settleAll(outcome)
            if session.hasBegun {
                parts.logger.critical(
                    "a session cannot even be stopped: it is left alone, and so are its calls",
                    metadata: ["session": "\(session.id)", "reason": "\(reason)"])
            }
            return remove(session)
        }
        parts.logger.error("a session is discarded", metadata: ["session": "\(session.id)", "reason": "\(reason)"])
        session.life += 1
        var again: [WaitingInput] = []
        if let underWay = session.live?.underWay, let input = underWay.again {
            again.append(WaitingInput(input: input, time: nil, receipt: underWay))
        }
        for waiting in session.mailbox {
            if waiting.receipt.again != nil { again.append(waiting) } else { waiting.receipt.completion(outcome) }
        }
        session.live?.settleAll(outcome)
        session.mailbox = again
        session.refusedInputs = 0
        refused(session, receipt)
        // Events that were kept are in the journal and wait there.
        session.mayHaveUnread = true
        release(session)
        turnPassive(session)
        // A store in trouble is not asked at once again.
        if receipt.origin == .resume || receipt.origin == .stop { retry(session) }
    }

    /// Keeps an input of a refused write that nobody would repeat, in order before what waits.
    func refused(_ session: ShardSession, _ receipt: InputReceipt) {
        guard let input = receipt.again else { return }
        let waiting = WaitingInput(input: input, time: nil, receipt: InputReceipt(origin: .response, again: input))
        session.mailbox.insert(waiting, at: session.refusedInputs)
        session.refusedInputs += 1
    }

    /// Rebuilds a discarded session as soon as none of its writes is under way.
    func finishDiscard(of session: ShardSession) {
        guard sessions[session.id] === session, session.commits == 0 else { return }
        session.refusedInputs = 0
        wake(session, isUrgent: true)
    }

    /// From now on any input rebuilds the session; so does its next timer.
    func turnPassive(_ session: ShardSession) {
        session.state = .passive
        if let due = session.head.due { addTimer(Mark.wake, due: due, of: session.id) }
    }
}
