import CallJournal
import CallModel
import FlowEngine

/// What a session does when a process takes it up again.
extension SessionMachine {
    /// A process took the session up: limits wait until late events have come, what was decided and not sent leaves, and
    /// what was sent without an answer is unknown.
    func resume(_ record: ResumeRecord) {
        for (number, due) in timers.open where due < record.graceUntil {
            guard let purpose = timers.purpose(of: number), purpose.waitsForGrace else { continue }
            timers.postpone(number, to: record.graceUntil)
            slice.effects.append(.setTimer(number: number, due: record.graceUntil))
        }
        for number in legs.keys.sorted() {
            legs[number]?.wasResumed = true
            for id in legs[number]?.open ?? [] { resume(id, on: number, grace: record.graceUntil) }
            // What was given up had its answer coming, too.
            if let inFlight = legs[number]?.inFlight, operations[inFlight]?.isSettled != false {
                legs[number]?.inFlight = nil
                operations.update(inFlight) { $0.isResponded = true }
                operations.prune(inFlight)
            }
        }
        for id in outside.keys.sorted(by: { $0.number < $1.number }) {
            if let question = outside[id]?.question { slice.effects.append(question.effect) }
        }
        resumeWeb()
        for number in legs.keys.sorted() { pump(number) }
    }

    private func resume(_ id: OperationID, on number: Int, grace: Double) {
        guard let operation = operations[id], !operation.isSettled else { return }
        if operation.line == .asked, let line = operation.action.outboundNumber {
            slice.effects.append(.takeLine(id, number: line, phones: operation.action.calledPhones))
        }
        guard operation.attempt > 0 else { return }
        if !operation.isResponded {
            // Whether it left, and what came of it, died with the process. That is not the service's doing: what may be
            // repeated for ever is not given up because processes end.
            operations.update(id) {
                $0.isResponded = true
                if operation.action.repeatClass == .sameEffect { $0.repeats = 0 }
            }
            nothingIsOut(id, on: number)
            if findsOut(about: operation, grace: grace) { return }
            unknown(operation, ActionFailure(reason: .outcomeUnknown, message: "the process ended before the answer"))
            operations.prune(id)
        } else if operation.isUnknown {
            return
        } else if let end = expectedEnd(of: operation) {
            let due = max(grace, end + Self.lateness)
            setTimer(.unheard(id), after: due - at)
            // The runtime's own limit would else be up first, and a prompt that is to be repeated would have failed.
            if !operation.hasOwnLimit, let limit = operation.timer, let limitDue = timers.due(of: limit),
                limitDue <= due
            {
                timers.postpone(limit, to: due + Self.hearing)
                slice.effects.append(.setTimer(number: limit, due: due + Self.hearing))
            }
        }
    }

    /// Seconds after its expected end in which the event of an audible operation may come.
    static let lateness = 5.0
}

extension TimerTable.Purpose {
    /// Whether the timer ends a wait for something that may have happened while nobody listened. A `sleep` does not.
    fileprivate var waitsForGrace: Bool {
        switch self {
        case .sleep, .sendAgain, .unheard, .confirm: false
        default: true
        }
    }
}
