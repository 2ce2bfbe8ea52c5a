import CallJournal
import CallModel
import FlowEngine
import NIOCore

/// How sessions take their inputs, one at a time, and how those that work for long share the loop.
extension Shard {
    /// Gives a session an input, if it is still here.
    func take(
        _ input: SessionInput, of id: SessionID, at time: Double? = nil, _ receipt: InputReceipt = InputReceipt()
    ) {
        guard let session = sessions[id] else { return receipt.completion(.unknownSession) }
        take(input, of: session, at: time, receipt)
    }

    /// Gives a session an input: now, or when it has done with the one that keeps it busy, or when it is back in memory.
    /// - Parameter time: when it came in; nil takes the time at which the session takes it.
    func take(
        _ input: SessionInput, of session: ShardSession, at time: Double? = nil,
        _ receipt: InputReceipt = InputReceipt()
    ) {
        // What is not taken now is found again by the next process.
        guard closing != .closed else { return receipt.completion(.busy("the process is about to end")) }
        var receipt = receipt
        if case .response = input {
            receipt.again = input
            receipt.origin = .response
        }
        let waiting = WaitingInput(input: input, time: time, receipt: receipt)
        guard session.state == .live, !session.isBusy, session.mailbox.isEmpty else {
            session.mailbox.append(waiting)
            wake(session, isUrgent: true)
            return
        }
        work(waiting, of: session)
    }

    /// Takes what waits, as long as the session can.
    func drainMailbox(of session: ShardSession) {
        while session.state == .live, !session.isBusy, !session.mailbox.isEmpty, sessions[session.id] === session {
            work(session.mailbox.removeFirst(), of: session)
        }
    }

    private func work(_ waiting: WaitingInput, of session: ShardSession) {
        guard let live = session.live else { return }
        // Whether the flow listens is known only now, when it is in memory and has done what came before.
        if case .event(let event) = waiting.input, event.via == .stream, !live.machine.listens(to: event.event.name) {
            return waiting.receipt.completion(.accepted)
        }
        let slice = live.machine.take(waiting.input, at: waiting.time ?? parts.clock.now())
        proceed(slice, of: session, waiting.receipt)
    }

    /// Commits a slice that is whole. A busy flow goes on when the loop has done what it has to do for others. Not by
    /// `execute`: a loop runs all tasks, those that tasks add too, before it looks at its sockets again.
    func proceed(_ slice: SessionSlice, of session: ShardSession, _ receipt: InputReceipt) {
        guard !slice.isWhole else { return commit(slice, of: session, receipt) }
        session.live?.underWay = receipt
        busy.append(session.id)
        scheduleTurn()
    }

    /// About as long as a slice takes, so that busy flows together get half of a busy loop.
    private static let betweenSlices = TimeAmount.microseconds(200)

    /// One slice at a time, however many flows are busy: between two the loop comes to its sockets.
    func scheduleTurn() {
        guard !isTurnScheduled, !busy.isEmpty else { return }
        isTurnScheduled = true
        loop.scheduleTask(in: Self.betweenSlices) { self.hop { $0.takeTurn() } }
    }

    private func takeTurn() {
        isTurnScheduled = false
        guard closing != .closed, let id = busy.popFirst() else { return }
        if let session = sessions[id] { goOn(session) }
        // After the slice, so that the time between counts from its end.
        scheduleTurn()
        lookWhetherDrained()
    }

    private func goOn(_ session: ShardSession) {
        if rebuilds.isReplaying(session.id) { return replayOn(session) }
        guard let live = session.live, let receipt = live.underWay else { return }
        live.underWay = nil
        proceed(live.machine.goOn(), of: session, receipt)
        drainMailbox(of: session)
    }
}
