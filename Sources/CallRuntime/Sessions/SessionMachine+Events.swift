import CallJournal
import CallModel
import FlowEngine

/// What events, responses and timers do to a session.
extension SessionMachine {
    /// An incoming call is offered to the hook that owns it.
    func offer(_ record: EventRecord, hook: Int) {
        var leg = Leg(number: 1, state: .offered)
        var view = CallView(state: leg.state.rawValue)
        if let data = try? record.event.parsedData() {
            leg.incomingCallContext = data["incomingCallContext"]?.stringValue
            view.from = data["from"].flatMap { CommunicationIdentifier(json: $0) }
            view.to = data["to"].flatMap { CommunicationIdentifier(json: $0) }
            view.callerDisplayName = data["callerDisplayName"]?.stringValue
            view.correlationID = data["correlationId"]?.stringValue
            view.serverCallID = data["serverCallId"]?.stringValue
        }
        legs[1] = leg
        instance?.calls[1] = view
        startHooks("IncomingCall", record.event, call: 1, only: hook)
    }

    /// Handles an event; false when nothing took it.
    func handle(_ record: EventRecord) -> Bool {
        let event = record.event
        guard let opener = record.leg else {
            // Signals and Event Grid's later events belong to no leg.
            let waited = serveEventWaits(event)
            return startHooks(event.name, event, call: legs.count == 1 ? 1 : nil) || waited
        }
        guard let number = legs.first(where: { $0.value.opener == opener })?.key else { return false }
        let keys = event.scannedKeys()
        var taken = project(event, keys, on: number)
        if settle(by: event, context: keys.operationContext, leg: number) { taken = true }
        if event.name == "CallDisconnected" {
            disconnected(number)
            taken = true
        }
        if serveEventWaits(event) { taken = true }
        if startHooks(event.name, event, call: number) { taken = true }
        return taken
    }

    /// Keeps what the session knows of a call up to date; true when the event changed it.
    private func project(_ event: CallEvent, _ keys: CallEvent.Keys, on number: Int) -> Bool {
        guard var leg = legs[number] else { return false }
        if leg.callConnectionID == nil { leg.callConnectionID = keys.callConnectionID }
        defer {
            legs[number] = leg
            updateView(number)
        }
        instance?.calls[number]?.serverCallID = keys.serverCallID ?? instance?.calls[number]?.serverCallID
        switch event.name {
        case "CallConnected":
            if leg.state == .answering {
                leg.state = .connected
            } else if leg.state == .disconnected {
                // It came up after we had given up on it: nobody would talk to the caller.
                leg.state = .connected
                leg.hangsUpWhenConnected = true
            }
            return true
        case "CallTransferFailed":
            if leg.state == .transferring { leg.state = .connected }
            return true
        case "ParticipantsUpdated":
            leg.participants = (try? event.parsedData())?["participants"]?.arrayValue?.count
            return true
        default: return false
        }
    }

    /// Settles the operation that an event belongs to; false when it belongs to none that is open.
    private func settle(by event: CallEvent, context: String?, leg number: Int) -> Bool {
        defer { pump(number) }
        guard let context, let parsed = OperationContext(wire: context),
            let operation = operations[parsed.operation], operation.leg == number, !operation.isSettled,
            let verdict = OutcomeEvents.verdict(of: event.name, on: operation.action)
        else {
            if legs[number]?.hangsUpWhenConnected == true { endLeg(number, prompt: nil) }
            return false
        }
        switch verdict {
        case .success:
            if case .recognize = operation.action {
                settle(operation.id, .recognition(event))
            } else if case .answer = operation.action {
                settle(operation.id, .success)
            } else {
                settle(operation.id, .event(event))
            }
        case .failure:
            if case .answer = operation.action {
                lost(number)
            } else {
                let result = (try? event.parsedData()).flatMap { ResultInformation(eventData: $0) }
                settle(
                    operation.id,
                    .failure(ActionFailure(event: event, result: result ?? ResultInformation(code: 0, subCode: 0))))
            }
        }
        if legs[number]?.hangsUpWhenConnected == true { endLeg(number, prompt: nil) }
        return true
    }

    private func serveEventWaits(_ event: CallEvent) -> Bool {
        let fitting = eventWaits.filter { wait in
            guard wait.name == event.name || wait.name == "*" else { return false }
            if wait.filter.conditions.isEmpty { return true }
            return (try? event.parsedData()).map { wait.filter.matches($0, patterns: patterns) } ?? false
        }
        for wait in fitting {
            eventWaits.removeAll { $0.task == wait.task }
            cancelTimers(.eventWait(task: wait.task))
            instance?.settle(wait.task, .event(event))
        }
        return !fitting.isEmpty
    }

    /// The service says that a call is over. A transfer may still hear of its success.
    private func disconnected(_ number: Int) {
        guard let leg = legs[number] else { return }
        let transfer = leg.open.first { id in
            if case .transfer? = operations[id]?.action { return true }
            return false
        }
        legs[number]?.state = .disconnected
        updateView(number)
        cancelTimers(.disconnect(leg: number))
        cancelTimers(.idle(leg: number))
        for id in leg.open where id != transfer { settle(id, .callEnded) }
        legs[number]?.queue = []
        if transfer != nil { setTimer(.transferGrace(leg: number), after: 1) }
    }

    /// A call that is over without an event saying so: never came up, refused, or unknown to the service.
    func lost(_ number: Int) {
        guard let leg = legs[number] else { return }
        legs[number]?.state = .disconnected
        legs[number]?.queue = []
        updateView(number)
        cancelTimers(.disconnect(leg: number))
        cancelTimers(.idle(leg: number))
        for id in leg.open { settle(id, .callEnded) }
    }

    // MARK: - Responses

    /// Handles the answer to a request, or the news that there is none.
    func handle(_ record: ResponseRecord) {
        guard var operation = operations[record.op] else { return }
        operation.isResponded = true
        operations[record.op] = operation
        if legs[operation.leg]?.inFlight == record.op { legs[operation.leg]?.inFlight = nil }
        if operation.isSettled { operations[record.op]?.request = nil }
        defer { pump(operation.leg) }
        switch record.result {
        case .answered(let status, let body) where (200..<300).contains(status):
            accepted(operation, body: body)
        case .answered(let status, let body):
            guard !operation.isSettled else { return }
            let failure = ActionFailure(status: status, body: body)
            if status == 408 || status >= 500 { unknown(operation, failure) } else { refused(operation, failure) }
        case .fault(let fault):
            guard !operation.isSettled else { return }
            switch fault.kind {
            case .notSent: refused(operation, ActionFailure(reason: .notSent, message: fault.message))
            case .unknown: unknown(operation, ActionFailure(reason: .outcomeUnknown, message: fault.message))
            }
        }
    }

    private func accepted(_ operation: Operation, body: [UInt8]) {
        operations[operation.id]?.isAccepted = true
        let number = operation.leg
        switch operation.action {
        case .answer:
            if let properties = try? JSONValue(parsing: body) {
                if legs[number]?.callConnectionID == nil {
                    legs[number]?.callConnectionID = properties["callConnectionId"]?.stringValue
                }
                if let call = properties["serverCallId"]?.stringValue { instance?.calls[number]?.serverCallID = call }
            }
            updateView(number)
        case .reject:
            settle(operation.id, .success)
            lost(number)
        case .hangUp:
            settle(operation.id, .success)
            if legs[number]?.state != .disconnected, !timers.contains(.disconnect(leg: number)) {
                setTimer(.disconnect(leg: number), after: 30)
            }
        case .cancelAllMedia:
            settle(operation.id, .success)
        case .transfer:
            if !operation.isSettled, legs[number]?.state == .connected {
                legs[number]?.state = .transferring
                updateView(number)
            }
        case .play, .recognize: break
        }
    }

    /// The service said no: nothing happened.
    private func refused(_ operation: Operation, _ failure: ActionFailure) {
        let isGone = failure.subCode == 8522 || failure.subCode == 8528
        switch operation.action {
        case .answer: lost(operation.leg)
        case .hangUp where isGone:
            settle(operation.id, .success)
            lost(operation.leg)
        case .hangUp:
            let wasDisconnecting = legs[operation.leg]?.state == .disconnecting
            legs[operation.leg]?.state = wasDisconnecting ? .connected : .disconnected
            updateView(operation.leg)
            settle(operation.id, .failure(failure))
        case .cancelAllMedia where isGone, .play where isGone, .reject where isGone:
            settle(operation.id, .callEnded)
            lost(operation.leg)
        default: settle(operation.id, .failure(failure))
        }
    }

    /// Nobody knows whether it happened. What ends with an event goes on waiting for it, within its time limit.
    private func unknown(_ operation: Operation, _ failure: ActionFailure) {
        if OutcomeEvents.expectsEvent(operation.action) { return }
        if case .hangUp = operation.action {
            setTimer(.disconnect(leg: operation.leg), after: 30)
        }
        var unknown = failure
        unknown.reason = .outcomeUnknown
        settle(operation.id, .failure(unknown))
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
            for id in operations.keys where operations[id]?.waiter == task { operations[id]?.waiter = nil }
            instance?.settle(
                task, .failure(ActionFailure(reason: .timeout, message: "the operation has not ended in time")))
        case .limit(let id): limitReached(id)
        case .transferGrace(let number):
            for id in legs[number]?.open ?? [] { settle(id, .callEnded) }
        case .idle(let number): endLeg(number, prompt: instance?.flowSettings.failurePrompt)
        case .disconnect(let number): lost(number)
        case .linger: stop("the flow went on for longer than \(Int(instance?.flowSettings.linger ?? 0)) s after its last call")
        }
    }

    /// The outcome of an operation did not come in time: it is cancelled at the service where that can be.
    private func limitReached(_ id: OperationID) {
        guard let operation = operations[id], !operation.isSettled else { return }
        legs[operation.leg]?.queue.removeAll { $0 == id }
        if case .answer = operation.action {
            lost(operation.leg)
            return
        }
        let failure = ActionFailure(
            reason: .timeout, message: "no outcome of \(operation.action.name) within \(Int(operation.timeLimit)) s")
        settle(id, .failure(failure))
        if operation.action.isAudible, operation.attempt > 0, legs[operation.leg]?.mayAct == true {
            decide(.cancelAllMedia, leg: operation.leg, purpose: .cleanup, timeLimit: 30, place: operation.place)
        }
    }
}
