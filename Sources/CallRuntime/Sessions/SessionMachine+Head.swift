import CallJournal
import CallModel

/// What is kept of a session that leaves memory, and how one that was stopped comes back from it.
extension SessionMachine {
    /// The state after the last record. The offer's claim is not the machine's to know.
    public var head: SessionHead {
        var head = SessionHead(
            due: timers.due,
            // What was asked of the own process and of the web is asked again by the next one, not by an event.
            isUnsure: legs.values.contains(where: isUnsure) || !outside.isEmpty || !web.isEmpty,
            isStopped: stopReport != nil,
            numbers: SessionHead.Numbers(
                operation: nextOperation - 1, runtimeOperation: nextRuntimeOperation - 1, timer: timers.last))
        for leg in legs.values.sorted(by: { $0.number < $1.number })
        where leg.isLive || leg.state == .offered || recordings.values.contains(where: { $0.leg == leg.number }) {
            let view = instance?.calls[leg.number]
            let recorded = recordings.values.filter { $0.leg == leg.number && $0.awaitsFiles }.compactMap(\.id).sorted()
            head.legs.append(
                SessionHead.Leg(
                    number: leg.number, opener: leg.opener, state: leg.state.rawValue,
                    callConnectionID: leg.callConnectionID,
                    callNames: [view?.serverCallID, leg.wasMade ? view?.correlationID : nil].compactMap { $0 }
                        + recorded.map(Self.callName),
                    wasJoined: leg.wasJoined, isOffer: leg.isOffer, participants: leg.participantIDs))
            if let line = line(of: leg) { head.lines.append(line) }
        }
        return head
    }

    /// The lines that a call has, or waits for. Its opener may have come to its end long ago.
    private func line(of leg: Leg) -> SessionHead.Line? {
        guard leg.hasLine, let opener = leg.opener else { return nil }
        if let line = leg.line {
            return SessionHead.Line(
                operation: opener, number: line.number, phones: line.phones, isGranted: line.isGranted)
        }
        guard let operation = operations[opener], let number = operation.action.outboundNumber else { return nil }
        return SessionHead.Line(
            operation: opener, number: number, phones: operation.action.calledPhones,
            isGranted: operation.line == .granted)
    }

    /// Whether the next process has to look after a call: a request without an answer, or something audible whose event
    /// may be lost with this one.
    private func isUnsure(_ leg: Leg) -> Bool {
        leg.inFlight != nil || !leg.queue.isEmpty
            || leg.open.contains { id in
                guard let operation = operations[id] else { return false }
                // Hanging up waits for no other response, so that it is not what is in flight.
                return operation.attempt > 0 && !operation.isResponded || expectedEnd(of: operation) != nil
            }
    }

    /// The timers that are set, with when they are due.
    public var openTimers: [(number: Int, due: Double)] { timers.open }

    /// Takes up the state of a session that was stopped.
    func restore(_ session: OpenSession) {
        at = session.at
        seq = session.seq
        nextOperation = session.head.numbers.operation + 1
        nextRuntimeOperation = session.head.numbers.runtimeOperation + 1
        timers = TimerTable(after: session.head.numbers.timer)
        for kept in session.head.legs {
            var leg = Leg(number: kept.number, state: Leg.State(rawValue: kept.state) ?? .connected)
            leg.opener = kept.opener
            leg.callConnectionID = kept.callConnectionID
            leg.wasJoined = kept.wasJoined
            if let line = session.head.lines.first(where: { $0.operation == kept.opener }) {
                leg.hasLine = true
                leg.line = Leg.Line(number: line.number, phones: line.phones, isGranted: line.isGranted)
            }
            legs[kept.number] = leg
            if let opener = kept.opener { openers[opener] = kept.number }
        }
    }
}
