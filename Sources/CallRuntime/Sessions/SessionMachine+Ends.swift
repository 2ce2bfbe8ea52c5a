import CallModel
import FlowEngine

/// How operations are settled, and how calls are ended that nobody looks after.
extension SessionMachine {
    /// Gives an operation its outcome, once.
    func settle(_ id: OperationID, _ outcome: FlowOutcome) {
        var outcome = outcome
        switch (outcome, operations[id]?.action) {
        // That is what was wanted.
        case (.callEnded, .hangUp?), (.callEnded, .stopRecording?): outcome = .success
        default: break
        }
        guard let operation = operations.settle(id, outcome) else { return }
        legs[operation.leg]?.open.removeAll { $0 == id }
        // What has its outcome is not sent any more, for the first time or again.
        legs[operation.leg]?.queue.removeAll { $0 == id }
        cancelTimer(operation.timer)
        forgetTries(of: operation)
        // What goes on elsewhere is heard all the same.
        if operation.action.isAudible, legs[operation.leg]?.elsewhere.contains(id) != true {
            mediaEnded(id, on: operation.leg)
        }
        if let waiter = operation.waiter {
            cancelTimer(for: .operationWait(task: waiter))
            operations.update(id) { $0.isAwaited = false }
            instance?.settle(waiter, outcome)
        }
        operations.prune(id)
        if case .failure(let failure) = outcome { endQueues(of: id, failure) }
        switch operation.purpose {
        case .failurePrompt: endLeg(operation.leg, prompt: nil, again: true)
        case .fence: fenced(operation.leg, outcome)
        case .lastTransfer:
            if case .failure = outcome { endLeg(operation.leg, prompt: nil, again: true) }
        case .question: if let about = operation.asksAbout { confirmed(about, outcome) }
        case .flow, .cleanup: break
        }
    }

    /// A play or recognition is over: the next one's time begins.
    private func mediaEnded(_ id: OperationID, on number: Int) {
        guard let next = legs[number]?.media.remove(id), let limit = operations[next]?.timeLimit else { return }
        startLimit(next, limit)
        guard operations[next]?.attempt ?? 0 > 0 else { return }
        operations.update(next) { $0.heardSince = at }
        if legs[number]?.wasResumed == true, let operation = operations[next], !operation.isUnknown,
            let end = expectedEnd(of: operation)
        {
            setTimer(.unheard(next), after: end + Self.lateness - at)
        }
    }

    /// What was accepted, and whose events go elsewhere, has surely ended.
    func endedElsewhere(_ id: OperationID) {
        for number in legs.keys.sorted() where legs[number]?.elsewhere.remove(id) != nil { mediaEnded(id, on: number) }
    }

    /// Looks for connected calls that nobody handles: they are ended, at once after an error, else after a while.
    func watchForNeglect() {
        guard let instance else { return }
        for number in legs.keys.sorted() {
            if legs[number]?.state == .offered, legs[number]?.opener == nil, instance.openTasks == 0 {
                leftRinging(number)
            }
            guard let leg = legs[number], leg.mayAct, !leg.isBeingEnded else { continue }
            // Who is in a call that was joined is not known before the service has told; to leave it harms nobody.
            let isAlone = leg.wasJoined && hasFailed || leg.participants.map { $0 <= 1 } ?? !leg.wasJoined
            // After an error, music that plays for ever is no hope of anything.
            let isBusy =
                instance.openTasks > 0 || !leg.elsewhere.isEmpty || !hasFailed && leg.streams?.isEmpty == false
                || (hasFailed ? leg.open.contains { operations[$0]?.action.isEndless != true } : !leg.open.isEmpty)
            if isBusy || !isAlone {
                cancelTimer(for: .idle(leg: number))
            } else if hasFailed {
                endLeg(number, prompt: instance.flowSettings.failurePrompt)
            } else if !timers.contains(.idle(leg: number)) {
                setTimer(.idle(leg: number), after: instance.flowSettings.idle)
            }
        }
    }

    /// Every handler has ended, and nobody has decided about the offer: after an error the caller is refused, so that they
    /// do not listen to the ringing for nothing.
    private func leftRinging(_ number: Int) {
        if hasFailed {
            let reject = CallAction.reject(RejectAction(incomingCallContext: "", reason: .none))
            decide(reject, leg: number, purpose: .cleanup, timeLimit: 30, place: "runtime")
        } else {
            report(
                "the flow has ended without answering, rejecting or redirecting the call; it rings on",
                level: "warning", place: flow)
        }
    }

    /// Ends a call on the runtime's own account: a prompt if there is one, then hanging up for everyone. A running call
    /// that was joined goes on without us.
    func endLeg(_ number: Int, prompt: PlaySource?, again: Bool = false) {
        guard let leg = legs[number], !leg.isBeingEnded || again else { return }
        if leg.state.isOpening {
            legs[number]?.hangsUpWhenConnected = true
            guard leg.state != .answering, leg.callConnectionID != nil else { return dropUnsentOpener(of: leg) }
            // It rings, and nobody wants it.
            legs[number]?.state = .connected
        } else {
            guard leg.mayAct else { return }
        }
        legs[number]?.isBeingEnded = true
        legs[number]?.hangsUpWhenConnected = false
        if let prompt, !leg.wasJoined {
            let play = CallAction.play(PlayAction(sources: [prompt], interrupt: !leg.media.entries.isEmpty))
            decide(
                play, leg: number, purpose: .failurePrompt, timeLimit: play.defaultTimeLimit, place: "on_failure")
        } else {
            // A call that was there before us is left, not ended.
            let end = CallAction.hangUp(forEveryone: !leg.wasJoined)
            decide(end, leg: number, purpose: .cleanup, timeLimit: 30, place: "runtime")
        }
    }

    /// A call that has not left yet never will.
    private func dropUnsentOpener(of leg: Leg) {
        guard let opener = leg.opener, let operation = operations[opener], operation.attempt == 0,
            !operation.isSettled, leg.state != .answering
        else { return }
        lost(leg.number)
    }

    /// The service would not end a call that the runtime wants to end: it is asked again, then the call is given up, so
    /// that its session does not stay for ever.
    func hangUpRefused(_ number: Int) {
        legs[number]?.isBeingEnded = true
        legs[number]?.refusedHangUps += 1
        if legs[number]?.refusedHangUps ?? 0 < 3 {
            setTimer(.hangUpAgain(leg: number), after: 5)
        } else {
            lost(number)
        }
    }

    /// Shows the state of a leg to the flow.
    func updateView(_ number: Int) {
        guard let leg = legs[number] else { return }
        instance?.calls[number]?.state = leg.state.rawValue
        instance?.calls[number]?.callConnectionID = leg.callConnectionID
    }
}
