import CallJournal
import CallModel
import FlowEngine

/// What a flow asks for, and what leaves because of it.
extension SessionMachine {
    /// Serves what a task asked for: it waits, or it is answered at once.
    func serve(_ request: FlowRequest, for task: Int) {
        switch request {
        case .act(let call, let action): act(action, on: call, for: task)
        case .awaitOperation(let id, let timeout): awaitOperation(id, timeout, for: task)
        case .cancelOperation(let id): cancelOperation(id, for: task)
        case .sleep(let seconds):
            setTimer(.sleep(task: task), after: max(limits.shortestSleep, seconds))
        case .awaitEvent(let name, let filter, let timeout):
            eventWaits.append(EventWait(task: task, name: name, filter: filter))
            setTimer(.eventWait(task: task), after: timeout ?? 300)
        case .deadline(let seconds):
            setTimer(.deadline(task: task), after: seconds)
        }
    }

    /// A task was cancelled while it waited: whatever it waited for is let go, and media are cancelled at the service.
    func abandon(_ task: Int) {
        eventWaits.removeAll { $0.task == task }
        cancelTimer(for: .sleep(task: task))
        cancelTimer(for: .deadline(task: task))
        cancelTimer(for: .eventWait(task: task))
        cancelTimer(for: .operationWait(task: task))
        if let operation = operations.endWait(of: task), operation.action.isAudible { cancelMedia(of: operation) }
    }

    private func act(_ action: FlowAction, on number: Int, for task: Int) {
        guard let leg = legs[number] else {
            instance?.answer(task, .callEnded)
            return
        }
        if let mistake = mistake(action, on: leg) {
            instance?.answer(task, .mistake(mistake))
            return
        }
        if leg.state == .disconnected || leg.state == .disconnecting || leg.isBeingEnded {
            if case .hangUp = action.action {
                instance?.answer(task, .success)
            } else {
                instance?.answer(task, .callEnded)
            }
            return
        }
        guard operations.openCount < limits.pendingOperations else {
            instance?.answer(
                task, .mistake("more than \(limits.pendingOperations) operations are pending in this session"))
            return
        }
        let id = decide(
            action.action, leg: number, purpose: .flow,
            timeLimit: action.timeout ?? TimeLimits.limit(of: action.action), place: action.place,
            context: action.context, isHandle: !action.waits)
        if action.waits { waitForOutcome(of: id, task) } else { instance?.answer(task, .operation(id)) }
    }

    /// Why an action is a mistake of the flow that timing cannot excuse; nil when it is none.
    private func mistake(_ action: FlowAction, on leg: Leg) -> String? {
        switch action.action {
        case .answer where leg.state != .offered && leg.opener != nil:
            return "call:answer: this flow has answered the call already"
        case .answer where leg.incomingCallContext == nil, .reject where leg.incomingCallContext == nil:
            return "call:\(action.action.name): this call was not offered to the flow"
        case .reject where leg.opener != nil: return "call:reject: this flow has answered the call already"
        case .hangUp where leg.state == .offered:
            return "call:hang_up: the call was never answered; refuse it with call:reject()"
        case .play where leg.state == .offered, .recognize where leg.state == .offered,
            .transfer where leg.state == .offered, .cancelAllMedia where leg.state == .offered:
            return "call:\(action.action.name): the call was never answered; call:answer() comes first"
        case .recognize(let recognize):
            guard !recognize.interrupt, let other = leg.media.recognition else { return nil }
            return "call:recognize: another recognition is listening (\(other.place)); "
                + "wait for it, or take over with interrupt = true (\(action.place))"
        default: return nil
        }
    }

    private func waitForOutcome(of id: OperationID, _ task: Int) {
        guard let operation = operations[id] else {
            // Settled and let go while it was decided: its request could not be made, or its call ended.
            instance?.answer(task, .callEnded)
            return
        }
        if let outcome = operation.outcome {
            instance?.answer(task, outcome)
            operations.update(id) { $0.isAwaited = false }
            operations.prune(id)
        } else {
            operations.wait(for: id, task: task)
        }
    }

    private func awaitOperation(_ id: OperationID, _ timeout: Double?, for task: Int) {
        guard let operation = operations[id] else {
            instance?.answer(
                task, .mistake("operation:wait: this operation ended long ago, its outcome is no longer kept"))
            return
        }
        guard operation.waiter == nil else {
            instance?.answer(task, .mistake("operation:wait: another task waits for this operation already"))
            return
        }
        waitForOutcome(of: id, task)
        if operations.waits(task, for: id), let timeout { setTimer(.operationWait(task: task), after: timeout) }
    }

    private func cancelOperation(_ id: OperationID, for task: Int) {
        guard let operation = operations[id], !operation.isSettled, operation.action.isAudible,
            !dropUnsent(operation), legs[operation.leg]?.mayAct == true
        else {
            instance?.answer(task, .success)
            return
        }
        let cancel = decide(
            .cancelAllMedia, leg: operation.leg, purpose: .flow, timeLimit: 30, place: operation.place)
        waitForOutcome(of: cancel, task)
    }

    /// Nobody waits for a play or recognition any more.
    private func cancelMedia(of operation: Operation) {
        guard !dropUnsent(operation), let leg = legs[operation.leg], leg.mayAct, !leg.media.isEnding(operation.id)
        else { return }
        decide(.cancelAllMedia, leg: operation.leg, purpose: .cleanup, timeLimit: 30, place: operation.place)
    }

    /// What has not left never will, and nothing else has to end for it.
    private func dropUnsent(_ operation: Operation) -> Bool {
        guard operation.attempt == 0 else { return false }
        legs[operation.leg]?.queue.removeAll { $0 == operation.id }
        settle(operation.id, .failure(ActionFailure(reason: .cancelled, message: "cancelled before it was sent")))
        return true
    }

    // MARK: - Deciding and sending

    /// Numbers an operation and puts its request into the queue of its leg.
    @discardableResult
    func decide(
        _ action: CallAction, leg number: Int, purpose: Operation.Purpose, timeLimit: Double, place: String,
        context flowContext: String? = nil, isHandle: Bool = false
    ) -> OperationID {
        let isRuntime = if case .flow = purpose { false } else { true }
        let id = OperationID(isRuntime ? nextRuntimeOperation : nextOperation, isRuntime: isRuntime)
        if isRuntime { nextRuntimeOperation += 1 } else { nextOperation += 1 }
        operations.add(
            Operation(
                id: id, leg: number, action: action, purpose: purpose, timeLimit: timeLimit, place: place,
                context: flowContext, isHandle: isHandle, isAwaited: !isRuntime && !isHandle))
        legs[number]?.open.append(id)
        if case .answer = action {
            openers[id] = number
            legs[number]?.opener = id
            legs[number]?.state = .answering
            updateView(number)
        }
        var startsLimit = true
        // What is cancelled or interrupted ends with an event of its own, but is no hindrance any more.
        if action.endsOtherMedia { legs[number]?.media.endAll() }
        if action.isAudible {
            let isRecognition = if case .recognize = action { true } else { false }
            legs[number]?.media.append(
                MediaQueue.Entry(operation: id, isRecognition: isRecognition, place: place))
            // What queues behind another prompt starts its time when its turn comes.
            startsLimit = legs[number]?.media.current == id
        }
        if startsLimit { startLimit(id, timeLimit) }
        if case .hangUp = action { hangUpFirst(id, number) } else { legs[number]?.queue.append(id) }
        pump(number)
        return id
    }

    private func startLimit(_ id: OperationID, _ seconds: Double) {
        let timer = setTimer(.limit(id), after: seconds)
        operations.update(id) { $0.timer = timer }
    }

    /// Hanging up waits for nobody, and what has not left never will.
    private func hangUpFirst(_ id: OperationID, _ number: Int) {
        let dropped = legs[number]?.queue ?? []
        legs[number]?.queue = [id]
        legs[number]?.state = .disconnecting
        updateView(number)
        cancelTimer(for: .idle(leg: number))
        for other in dropped { settle(other, .callEnded) }
    }

    /// Lets the next request of a leg leave: one at a time, in the order decided.
    func pump(_ number: Int) {
        guard let leg = legs[number], let next = leg.queue.first, let action = operations[next]?.action else { return }
        switch action {
        case .answer, .reject: guard leg.inFlight == nil else { return }
        case .hangUp:
            // It waits for no response, but there must be a connection to end: an answer may be on its way.
            guard leg.callConnectionID != nil else { return }
            legs[number]?.queue.removeFirst()
            leave(next)
            return
        default: guard leg.inFlight == nil, leg.mayAct else { return }
        }
        legs[number]?.queue.removeFirst()
        legs[number]?.inFlight = next
        if !leave(next) { pump(number) }
    }

    /// Records the request and this try of sending it; it leaves when the records are durable.
    /// - Returns: false when no request could be made.
    @discardableResult
    private func leave(_ id: OperationID) -> Bool {
        guard var operation = operations[id], let leg = legs[operation.leg] else { return false }
        operation.attempt += 1
        let request: PreparedRequest
        do {
            request = try context.prepare(filled(operation, leg), leg.callConnectionID)
        } catch {
            if legs[operation.leg]?.inFlight == id { legs[operation.leg]?.inFlight = nil }
            settle(id, .failure(ActionFailure(reason: .invalidRequest, message: "\(error)")))
            if case .hangUp = operation.action { setTimer(.disconnect(leg: operation.leg), after: 30) }
            return false
        }
        operations.update(id) { $0.attempt = operation.attempt }
        emit(
            .request(
                RequestRecord(
                    op: id, leg: operation.leg, action: operation.action.name,
                    repeatClass: operation.action.repeatClass, request: request, timeLimit: operation.timeLimit)))
        var attempt = attempts.attempt(for: id, number: operation.attempt, request: request, at: at)
        attempt.timeLimit = min(attempt.timeLimit, operation.timeLimit)
        emit(
            .sent(SentRecord(op: id, attempt: operation.attempt, context: operation.wireContext, send: attempt)))
        slice.effects.append(.send(id, attempt: operation.attempt, request, attempt))
        return true
    }

    /// The action with what only the session knows.
    private func filled(_ operation: Operation, _ leg: Leg) -> CallAction {
        let wire = operation.wireContext
        switch operation.action {
        case .answer(var answer):
            answer.incomingCallContext = leg.incomingCallContext ?? ""
            answer.callbackURI = context.callbackAddress(self.id, operation.id)
            answer.operationContext = wire
            return .answer(answer)
        case .reject(var reject):
            reject.incomingCallContext = leg.incomingCallContext ?? ""
            return .reject(reject)
        case .play(var play):
            play.operationContext = wire
            return .play(play)
        case .recognize(var recognize):
            recognize.operationContext = wire
            return .recognize(recognize)
        case .transfer(var transfer):
            transfer.operationContext = wire
            return .transfer(transfer)
        case .cancelAllMedia, .hangUp: return operation.action
        }
    }
}
