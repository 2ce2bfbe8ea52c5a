import CallJournal
import CallModel
import FlowEngine

/// What is done when nobody knows whether a request took effect: its connection was cut, its time was up, the service
/// answered 408 or 5xx, or the process ended in between (durable-calls, "Recovery", the table). The operation's event
/// settles it whatever else came.
extension SessionMachine {
    /// Seconds since a repeatability id was first sent in which it may be sent again; the service forgets it after five
    /// minutes.
    static let repeatWindow = 240.0
    /// How often something is sent again that has the same effect twice.
    static let mostRepeats = 6
    /// Seconds in which an event of an audible operation may still come.
    static let hearing = 3.0

    /// Sees to it that an unknown try is cleared up; false when nothing can be done but to wait for an event.
    /// - Parameter grace: until when the events of an earlier process may still come.
    func findsOut(about operation: Operation, grace: Double = 0) -> Bool {
        let id = operation.id
        guard operation.lastTry != nil, !operation.isSettled else { return false }
        switch operation.action.repeatClass {
        case .id, .sameEffect:
            guard maySendAgain(operation) else { return false }
            hold(id)
            let pause = Self.pauses[min(operation.repeats, Self.pauses.count - 1)]
            if pause > 0 { setTimer(.sendAgain(id), after: pause) } else { sendAgain(id) }
        case .audible:
            guard operation.awaitsEvent else { return false }
            hold(id)
            setTimer(.unheard(id), after: max(Self.hearing, grace - at))
        case .ask:
            hold(id)
            guard confirm(id) else {
                operations.update(id) { $0.isUnknown = false }
                nothingIsOut(id, on: operation.leg)
                return false
            }
        case .outside: return false
        }
        return true
    }

    /// Seconds before each repeat.
    private static let pauses = [0, 0.5, 1, 2, 4, 8.0]

    private func maySendAgain(_ operation: Operation) -> Bool {
        guard let tried = operation.lastTry else { return false }
        switch operation.action.repeatClass {
        case .id: return at - tried.send.firstSent < min(Self.repeatWindow, operation.timeLimit)
        case .sameEffect, .ask: return operation.repeats < Self.mostRepeats
        case .audible, .outside: return false
        }
    }

    /// The leg's other requests wait until it is known what became of this one.
    private func hold(_ id: OperationID) {
        guard let operation = operations[id] else { return }
        operations.update(id) {
            $0.isUnknown = true
            $0.isResponded = true
        }
        if case .hangUp = operation.action { return }
        legs[operation.leg]?.inFlight = id
    }

    /// Sends the same bytes once more, under the same repeatability id.
    func sendAgain(_ id: OperationID) {
        guard let operation = operations[id], operation.isUnknown, let tried = operation.lastTry else { return }
        guard maySendAgain(operation) else { return staysUnknown(id) }
        operations.update(id) {
            $0.attempt += 1
            $0.repeats += 1
            $0.isUnknown = false
        }
        var (request, send) = (tried.request, tried.send)
        if PlantedFault.freshIDOnRepeat.isPlanted {
            send = attempts.attempt(for: id, number: operation.attempt + 1, request: request, at: at)
        }
        if PlantedFault.otherBytesOnRepeat.isPlanted { request.body.append(0x20) }
        if PlantedFault.unrecordedRepeat.isPlanted {
            slice.effects.append(.send(id, attempt: operation.attempt + 1, request, send))
        } else {
            sendTry(id, request, send)
        }
    }

    /// Nothing more can be found out: what ends with an event goes on waiting for it, the rest has failed.
    private func staysUnknown(_ id: OperationID) {
        operations.update(id) {
            $0.lastTry = nil
            $0.isUnknown = false
            $0.isResponded = true
        }
        guard let operation = operations[id] else { return }
        nothingIsOut(id, on: operation.leg)
        unknown(
            operation,
            ActionFailure(reason: .outcomeUnknown, message: "nobody knows whether \(operation.action.name) happened"))
        operations.prune(id)
        pump(operation.leg)
    }

    /// Whether the answer to a repeat says that the first try still runs, or that the service has forgotten it.
    func isStillRunning(_ operation: Operation, _ result: SendResult) -> Bool {
        guard operation.repeats > 0, !operation.isSettled, case .answered(let status, _) = result,
            operation.action.repeatClass == .id
        else { return false }
        switch status {
        case 409 where maySendAgain(operation):
            hold(operation.id)
            setTimer(.sendAgain(operation.id), after: 1)
        case 409, 412: staysUnknown(operation.id)
        default: return false
        }
        return true
    }

    /// Whether a repeat did not run, which says nothing about the first try.
    func isAsUnknownAsBefore(_ operation: Operation, _ result: SendResult) -> Bool {
        guard operation.repeats > 0, !operation.isSettled else { return false }
        switch (operation.action.repeatClass, result) {
        // Nobody looked at what it was a repeat of: it was stopped at the door.
        case (.id, .answered(let status, _)), (.sameEffect, .answered(let status, _)), (.ask, .answered(let status, _)):
            guard [401, 403, 429].contains(status) else { return false }
        case (.id, .fault(let fault)), (.sameEffect, .fault(let fault)), (.ask, .fault(let fault)):
            if fault.kind != .notSent { return false }
        default: return false
        }
        if !findsOut(about: operation) { staysUnknown(operation.id) }
        return true
    }

    /// An operation has its outcome: nothing is tried any more.
    func forgetTries(of operation: Operation) {
        cancelTimer(for: .sendAgain(operation.id))
        cancelTimer(for: .unheard(operation.id))
        cancelTimer(for: .confirm(operation.id))
        guard operation.isUnknown else { return }
        operations.update(operation.id) { $0.isUnknown = false }
        nothingIsOut(operation.id, on: operation.leg)
    }

    // MARK: - What people hear

    /// An event without an outcome shows that an unknown operation is under way; false when that is no news.
    func isHeard(_ operation: Operation) -> Bool {
        guard operation.isUnknown, operation.action.isAudible else { return false }
        cancelTimer(for: .unheard(operation.id))
        operations.update(operation.id) {
            $0.isUnknown = false
            $0.lastTry = nil
        }
        nothingIsOut(operation.id, on: operation.leg)
        return true
    }

    /// No event of an audible operation came: the flow's policy says what is done.
    func unheard(_ id: OperationID) {
        guard let operation = operations[id], !operation.isSettled else { return }
        nothingIsOut(id, on: operation.leg)
        if legs[operation.leg]?.media.isEnding(id) == true {
            settle(id, .failure(ActionFailure(reason: .cancelled, message: "it was cancelled")))
        } else if legs[operation.leg]?.mayAct == true {
            switch operation.onUnknown {
            case .repeats: return fence(operation.leg)
            case .skip:
                if case .recognize = operation.action {
                    let failure = ActionFailure(
                        reason: .initialSilence, message: "nobody knows what was heard; on_unknown = \"skip\"")
                    settle(id, .failure(failure))
                } else {
                    settle(id, .success)
                }
            case .fail:
                let failure = ActionFailure(
                    reason: .outcomeUnknown, message: "nobody knows whether \(operation.action.name) was heard")
                settle(id, .failure(failure))
            }
        }
        pump(operation.leg)
    }

    /// Silences a call, which gives it a known state, before what has no outcome is sent again.
    private func fence(_ number: Int) {
        guard let leg = legs[number], leg.fenced.isEmpty else { return }
        let unsettled = leg.open.filter { id in
            guard let operation = operations[id], operation.action.isAudible, operation.attempt > 0 else {
                return false
            }
            return operation.awaitsEvent && !leg.media.isEnding(id)
        }
        for id in unsettled {
            cancelTimer(for: .unheard(id))
            nothingIsOut(id, on: number)
            // From now on what cancels an earlier try is our own doing.
            operations.update(id) { $0.contextAttempt += 1 }
        }
        legs[number]?.fenced = unsettled
        decide(.cancelAllMedia, leg: number, purpose: .fence, timeLimit: 30, place: "on_unknown")
    }

    /// The call is silent: whatever has no outcome is sent again, in order, as the next attempt.
    func fenced(_ number: Int, _ outcome: FlowOutcome) {
        let again = (legs[number]?.fenced ?? []).filter { operations[$0]?.isSettled == false }
        legs[number]?.fenced = []
        if case .callEnded = outcome { return }
        for id in again {
            operations.update(id) { $0.isUnknown = false }
            guard let operation = operations[id], !operation.hasOwnLimit else { continue }
            cancelTimer(operation.timer)
            operations.update(id) { $0.timer = nil }
            if legs[number]?.media.current == id { startLimit(id, operation.timeLimit) }
        }
        legs[number]?.queue.insert(contentsOf: again, at: 0)
        pump(number)
    }

    /// When an audible operation that was accepted has surely ended.
    func expectedEnd(of operation: Operation) -> Double? {
        guard operation.awaitsEvent, !operation.action.isEndless, let since = operation.heardSince else { return nil }
        switch operation.action {
        case .play(let play): return since + Self.length(play.sources)
        case .interruptAudioAndAnnounce(let announce): return since + Self.length(announce.sources)
        case .recognize(let recognize): return since + Self.length(recognize.prompts) + recognize.listening
        default: return nil
        }
    }

    /// Nothing tells the length of a file; longer ones are rare, and a limit of their own applies.
    private static func length(_ sources: [PlaySource]) -> Double {
        sources.reduce(0) { sum, source in
            if case .file = source.content { return sum + 60 }
            return sum + CallAction.duration([source])
        }
    }
}
