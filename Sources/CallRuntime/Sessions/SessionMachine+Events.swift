import CallJournal
import CallModel
import FlowEngine

/// What events and timers do to a session.
extension SessionMachine {
    /// An incoming call is offered to the hook that owns it.
    func offer(_ record: EventRecord, data parsed: JSONValue?, hook: Int) {
        var leg = Leg(number: 1, state: .offered)
        var view = CallView(state: leg.state.rawValue)
        if let data = try? parsed ?? record.event.parsedData() {
            leg.incomingCallContext = data["incomingCallContext"]?.stringValue
            view.from = data["from"].flatMap { CommunicationIdentifier(json: $0) }
            view.to = data["to"].flatMap { CommunicationIdentifier(json: $0) }
            view.otherParty = view.from
            if let own = view.to?.rawID { leg.ownIDs.insert(own) }
            view.callerDisplayName = data["callerDisplayName"]?.stringValue
            view.correlationID = data["correlationId"]?.stringValue
            view.serverCallID = data["serverCallId"]?.stringValue
        }
        legs[1] = leg
        instance?.calls[1] = view
        if let call = view.serverCallID { slice.effects.append(.joinedCall(call)) }
        startHooks("IncomingCall", record.event, call: 1, only: hook)
    }

    /// Handles an event; false when nothing took it and nothing changed.
    func handle(_ record: EventRecord) -> Bool {
        let event = record.event
        guard let opener = record.leg else {
            // Signals and Event Grid's later events belong to no leg.
            let recorded = noteFiles(of: event)
            if recorded == nil, event.name == "RecordingFileStatusUpdated", isOfAnother(event) { return false }
            let number = recorded ?? leg(concernedBy: record)
            let queued = serveQueues(event, on: number)
            let waited = serveEventWaits(event)
            return startHooks(event.name, event, call: number) || waited || queued || recorded != nil
        }
        guard let number = openers[opener] else { return handle(event, ofRecording: opener) }
        let keys = event.scannedKeys()
        var taken = project(event, keys, on: number)
        if settle(by: event, context: keys.operationContext, leg: number) { taken = true }
        if event.name == "CallDisconnected" {
            // It was found out before by asking, or the service says it twice.
            guard legs[number]?.hasEnded != true else { return false }
            disconnected(number)
            taken = true
        }
        if taken {
            if legs[number]?.hangsUpWhenConnected == true { endLeg(number, prompt: nil) }
            pump(number)
        }
        if serveQueues(event, on: number) { taken = true }
        if event.name == "CallDisconnected" { endQueues(of: number) }
        if serveEventWaits(event) { taken = true }
        if startHooks(event.name, event, call: number) { taken = true }
        return taken
    }

    /// The call that an event without an address of ours is about: that with its server call id, else the only one.
    private func leg(concernedBy record: EventRecord) -> Int? {
        guard record.via == .grid, let call = record.event.scannedKeys().serverCallID else {
            return legs.count == 1 ? 1 : nil
        }
        return legs.keys.sorted().first { instance?.calls[$0]?.serverCallID == call }
    }

    /// Keeps what the session knows of a call up to date; true when the event changed it.
    private func project(_ event: CallEvent, _ keys: CallEvent.Keys, on number: Int) -> Bool {
        guard var leg = legs[number] else { return false }
        // Nothing follows the end; what comes all the same is late. A call that comes up late has to be ended.
        if leg.state == .disconnected, event.name != "CallConnected" { return false }
        var changed = false
        if leg.callConnectionID == nil, let connection = keys.callConnectionID {
            leg.callConnectionID = connection
            changed = true
        }
        if let call = keys.serverCallID, let view = instance?.calls[number], view.serverCallID != call {
            joined(call, on: number)
            changed = true
        }
        switch event.name {
        case "CallConnected":
            if leg.state.isOpening {
                leg.state = .connected
                changed = true
            } else if leg.state == .disconnecting && leg.hangsUpWhenConnected
                || leg.state == .disconnected && !leg.hasEnded
            {
                // It came up after we had given up on it: nobody would talk to the caller.
                leg.state = .connected
                leg.hangsUpWhenConnected = true
                changed = true
            }
        case "AnswerFailed" where leg.state == .disconnecting, "CreateCallFailed" where leg.state == .disconnecting,
            "ConnectFailed" where leg.state == .disconnecting:
            lost(number)
            return true
        case "CallTransferFailed" where leg.state == .transferring:
            leg.state = .connected
            changed = true
        case "ParticipantsUpdated":
            guard let data = try? event.parsedData() else { break }
            let sequence = data["sequenceNumber"]?.intValue ?? leg.participantsSequence
            guard sequence >= leg.participantsSequence, let list = data["participants"]?.arrayValue else { break }
            leg.participantsSequence = sequence
            leg.participantIDs = list.compactMap { $0["identifier"]?["rawId"]?.stringValue }.sorted()
            leg.participants = list.count { item in
                item["identifier"]?["rawId"]?.stringValue.map { !leg.ownIDs.contains($0) } ?? true
            }
            changed = true
        default: if leg.hears(of: event.name) { changed = true }
        }
        if changed {
            legs[number] = leg
            updateView(number)
        }
        return changed
    }

    /// Settles the operation that an event belongs to; false when it belongs to none that is open.
    private func settle(by event: CallEvent, context: String?, leg number: Int) -> Bool {
        guard let context, let parsed = OperationContext(wire: context) else { return false }
        if settleGivenUp(by: event, parsed.operation, leg: number) { return true }
        guard let operation = operations[parsed.operation], operation.leg == number, !operation.isSettled,
            operation.awaitsEvent || operation.failsByEvent(event.name)
        else { return false }
        // What ended an earlier try was our own silencing.
        if parsed.attempt < operation.contextAttempt, event.name.hasSuffix("Canceled") { return false }
        if event.name == operation.action.rule.success {
            succeeded(operation, event)
        } else if operation.action.rule.failures.contains(event.name) {
            failed(operation, event)
        } else {
            return isHeard(operation)
        }
        return true
    }

    private func succeeded(_ operation: Operation, _ event: CallEvent) {
        switch operation.action {
        case .answer, .createCall, .connectCall: opened(operation)
        case .recognize: settle(operation.id, .recognition(event))
        case .transfer(let transfer):
            settle(operation.id, .event(event))
            let view = instance?.calls[operation.leg]
            let isAlone = legs[operation.leg]?.participants.map { $0 <= 1 } ?? false
            let isWholeCall = transfer.transferee == nil || isAlone && transfer.transferee == view?.otherParty
            transferred(operation.leg, isWholeCall: isWholeCall)
        case .cancelAddParticipant:
            settle(operation.id, .event(event))
            invitationCancelled(event, leg: operation.leg)
        case .moveParticipants: moved(operation, event, isSuccess: true)
        default: settle(operation.id, .event(event))
        }
    }

    private func failed(_ operation: Operation, _ event: CallEvent) {
        switch operation.action {
        case .answer, .createCall, .connectCall: openingFailed(operation, ActionFailure(event: event))
        case .moveParticipants: moved(operation, event, isSuccess: false)
        default: settle(operation.id, .failure(ActionFailure(event: event)))
        }
    }

    /// A transfer was taken. A call of two is given away by it: whatever we did to it now would be done to people who
    /// talk to each other. In a group only the transferee leaves.
    private func transferred(_ number: Int, isWholeCall: Bool) {
        cancelTimer(for: .transferGrace(leg: number))
        guard legs[number]?.mayAct == true else { return }
        legs[number]?.state = isWholeCall ? .disconnecting : .connected
        updateView(number)
        if isWholeCall { setTimer(.disconnect(leg: number), after: 30) }
    }

    func serveEventWaits(_ event: CallEvent) -> Bool {
        guard !eventWaits.isEmpty else { return false }
        var data: JSONValue?
        var fitting: [EventWait] = []
        let before = patterns.work
        eventWaits.removeAll { wait in
            guard wait.name == event.name || wait.name == "*", patterns.work - before <= limits.lua.instructions
            else { return false }
            if !wait.filter.conditions.isEmpty {
                let parsed = data ?? event.payloadForFilters
                data = parsed
                guard wait.filter.matches(parsed, patterns: patterns) else { return false }
            }
            fitting.append(wait)
            return true
        }
        guard chargeFilters(patterns.work - before) else { return true }
        for wait in fitting {
            cancelTimer(for: .eventWait(task: wait.task))
            instance?.settle(wait.task, .event(event))
        }
        return !fitting.isEmpty
    }

    /// The service says that a call is over.
    private func disconnected(_ number: Int) {
        legs[number]?.state = .disconnected
        legs[number]?.hasEnded = true
        legs[number]?.hangsUpWhenConnected = false
        legs[number]?.isBeingEnded = false
        cancelTimer(for: .disconnect(leg: number))
        cancelTimer(for: .hangUpAgain(leg: number))
        legs[number]?.givenUp = [:]
        endWaits(number)
        freeLine(of: number)
        if legs[number]?.isOffer == true { slice.releasesOffer = true }
    }

    /// The service refused a request because the call is over; its CallDisconnected is on the way, and the session
    /// stays for it, so that hooks see it.
    func gone(_ number: Int) {
        guard legs[number]?.state != .disconnected else { return }
        legs[number]?.state = .disconnecting
        endWaits(number)
        if !timers.contains(.disconnect(leg: number)) { setTimer(.disconnect(leg: number), after: 10) }
    }

    /// A call that is over without an event saying so: never came up, refused, or given up.
    func lost(_ number: Int) {
        guard legs[number] != nil else { return }
        endQueues(of: number)
        legs[number]?.state = .disconnected
        legs[number]?.hangsUpWhenConnected = false
        legs[number]?.isBeingEnded = false
        legs[number]?.refusedHangUps = 0
        cancelTimer(for: .disconnect(leg: number))
        cancelTimer(for: .transferGrace(leg: number))
        cancelTimer(for: .hangUpAgain(leg: number))
        legs[number]?.givenUp = [:]
        endWaits(number, transferMayFollow: false)
        freeLine(of: number)
        if legs[number]?.isOffer == true { slice.releasesOffer = true }
    }

    /// Every wait on a call ends, in the order of operations. A transfer that was sent may still hear of its success,
    /// since the two events can change places.
    func endWaits(_ number: Int, transferMayFollow: Bool = true) {
        guard let leg = legs[number] else { return }
        recordingsEnd(with: number)
        legs[number]?.queue = []
        for id in leg.elsewhere.sorted(by: { $0.number < $1.number }) { cancelTimer(for: .elsewhere(id)) }
        legs[number]?.elsewhere = []
        updateView(number)
        cancelTimer(for: .idle(leg: number))
        let transfer = leg.open.first { id in
            guard transferMayFollow, let operation = operations[id], operation.attempt > 0 else { return false }
            if case .transfer = operation.action { return true }
            return false
        }
        for id in leg.open where id != transfer { settle(id, .callEnded) }
        if transfer != nil, !timers.contains(.transferGrace(leg: number)) {
            setTimer(.transferGrace(leg: number), after: 1)
        }
    }

    // MARK: - Timers

    /// A timer fired.
    func handle(_ purpose: TimerTable.Purpose) {
        switch purpose {
        case .sleep(let task): instance?.settle(task, .nothing)
        case .deadline(let task): instance?.deadlineReached(task)
        case .eventWait(let task):
            eventWaits.removeAll { $0.task == task }
            instance?.settle(
                task, .failure(ActionFailure(reason: .timeout, message: "no such event came in time")))
        case .operationWait(let task):
            _ = operations.endWait(of: task)
            instance?.settle(
                task, .failure(ActionFailure(reason: .timeout, message: "the operation has not ended in time")))
        case .limit(let id): if !webLimitReached(id) { limitReached(id) }
        case .elsewhere(let id): endedElsewhere(id)
        case .transferGrace(let number): lost(number)
        case .idle(let number):
            report("nothing in the flow handles call \(number) any more; it is ended", level: "notice", place: flow)
            endLeg(number, prompt: instance?.flowSettings.failurePrompt)
        case .disconnect(let number): lost(number)
        case .hangUpAgain(let number):
            if legs[number]?.mayAct == true { endLeg(number, prompt: nil, again: true) }
        case .sendAgain(let id): if !webSendsAgain(id) { sendAgain(id) }
        case .unheard(let id): unheard(id)
        case .confirm(let id): confirm(id)
        case .queue(let task):
            endQueueWait(of: task)
            instance?.settle(task, .failure(ActionFailure(reason: .timeout, message: "nothing more came in time")))
        case .recordingFile(let task):
            endFileWait(of: task)
            instance?.settle(
                task,
                .failure(ActionFailure(reason: .timeout, message: "the service has told of no file of the recording")))
        case .linger where instance?.openTasks == 0:
            // Only files were waited for that nobody tells of.
            for operation in recordings.keys { recordings[operation]?.isUnwanted = true }
        case .linger:
            stop(
                "the flow went on for longer than \(Int(instance?.flowSettings.linger ?? 0)) s after its last call")
        }
    }

    /// The outcome of an operation did not come in time: it is undone at the service where that can be.
    private func limitReached(_ id: OperationID) {
        guard let operation = operations[id], !operation.isSettled else { return }
        guard operation.line != .asked else {
            giveUp(
                operation,
                ActionFailure(
                    reason: .timeout,
                    message: "no line of \(operation.action.outboundNumber ?? "the caller ID") was free",
                    remedy: "Wait for other calls to end, or allow more at a time with --outbound-calls."))
            return
        }
        giveUp(
            operation,
            ActionFailure(
                reason: .timeout,
                message: "no outcome of \(operation.action.name) within \(Int(operation.timeLimit)) s"))
    }
}
