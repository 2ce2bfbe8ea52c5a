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
            setTimer(.sleep(task: task), after: max(context.limits.shortestSleep, seconds))
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
        cancelTimers(.sleep(task: task))
        cancelTimers(.deadline(task: task))
        cancelTimers(.eventWait(task: task))
        cancelTimers(.operationWait(task: task))
        for id in operations.keys.sorted(by: { $0.number < $1.number }) where operations[id]?.waiter == task {
            guard let operation = operations[id] else { continue }
            operations[id]?.waiter = nil
            if operation.action.isAudible { cancelMedia(of: operation) }
        }
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
        guard operations.values.count(where: { !$0.isSettled }) < context.limits.pendingOperations else {
            instance?.answer(
                task, .mistake("more than \(context.limits.pendingOperations) operations are pending in this session"))
            return
        }
        let id = decide(
            action.action, leg: number, purpose: .flow,
            timeLimit: action.timeout ?? TimeLimits.limit(of: action.action), place: action.place,
            context: action.context)
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
        if let outcome = operations[id]?.outcome {
            instance?.answer(task, outcome)
        } else {
            operations[id]?.waiter = task
        }
    }

    private func awaitOperation(_ id: OperationID, _ timeout: Double?, for task: Int) {
        guard let operation = operations[id], operation.waiter == nil else {
            instance?.answer(task, .mistake("operation:wait: another task waits for this operation already"))
            return
        }
        waitForOutcome(of: id, task)
        if operations[id]?.waiter == task, let timeout { setTimer(.operationWait(task: task), after: timeout) }
    }

    private func cancelOperation(_ id: OperationID, for task: Int) {
        guard let operation = operations[id], !operation.isSettled, operation.action.isAudible,
            legs[operation.leg]?.mayAct == true
        else {
            instance?.answer(task, .success)
            return
        }
        let cancel = decide(
            .cancelAllMedia, leg: operation.leg, purpose: .flow, timeLimit: 30, place: operation.place)
        waitForOutcome(of: cancel, task)
    }

    private func cancelMedia(of operation: Operation) {
        legs[operation.leg]?.queue.removeAll { $0 == operation.id }
        if operation.attempt == 0 {
            settle(operation.id, .failure(ActionFailure(reason: .cancelled, message: "cancelled before it was sent")))
        } else if legs[operation.leg]?.mayAct == true {
            decide(.cancelAllMedia, leg: operation.leg, purpose: .cleanup, timeLimit: 30, place: operation.place)
        }
    }

    // MARK: - Deciding and sending

    /// Numbers an operation and puts its request into the queue of its leg.
    @discardableResult
    func decide(
        _ action: CallAction, leg number: Int, purpose: Operation.Purpose, timeLimit: Double, place: String,
        context flowContext: String? = nil
    ) -> OperationID {
        let isRuntime = if case .flow = purpose { false } else { true }
        let id = OperationID(isRuntime ? nextRuntimeOperation : nextOperation, isRuntime: isRuntime)
        if isRuntime { nextRuntimeOperation += 1 } else { nextOperation += 1 }
        operations[id] = Operation(
            id: id, leg: number, action: action, purpose: purpose, timeLimit: timeLimit, place: place,
            context: flowContext)
        legs[number]?.open.append(id)
        if case .answer = action {
            legs[number]?.opener = id
            legs[number]?.state = .answering
            updateView(number)
        }
        var startsLimit = true
        if action.isAudible {
            let isRecognition = if case .recognize = action { true } else { false }
            legs[number]?.media.append(
                MediaQueue.Entry(operation: id, isRecognition: isRecognition, place: place))
            // What queues behind another prompt starts its time when its turn comes.
            startsLimit = legs[number]?.media.current == id
        }
        if startsLimit { operations[id]?.timer = setTimer(.limit(id), after: timeLimit) }
        if case .hangUp = action { hangUpFirst(id, number) } else { legs[number]?.queue.append(id) }
        pump(number)
        return id
    }

    /// Hanging up waits for nobody, and what has not left never will.
    private func hangUpFirst(_ id: OperationID, _ number: Int) {
        let dropped = legs[number]?.queue ?? []
        legs[number]?.queue = []
        legs[number]?.state = .disconnecting
        updateView(number)
        cancelTimers(.idle(leg: number))
        for other in dropped { settle(other, .callEnded) }
        leave(id)
    }

    /// Lets the next request of a leg leave: one at a time, in the order decided.
    func pump(_ number: Int) {
        guard let leg = legs[number], leg.inFlight == nil, let next = leg.queue.first,
            let action = operations[next]?.action
        else { return }
        switch action {
        case .answer, .reject: break
        default: guard leg.mayAct else { return }
        }
        legs[number]?.queue.removeFirst()
        legs[number]?.inFlight = next
        leave(next)
    }

    /// Records the request and this try of sending it; it leaves when the records are durable.
    private func leave(_ id: OperationID) {
        guard var operation = operations[id], let leg = legs[operation.leg] else { return }
        operation.attempt += 1
        let request: PreparedRequest
        do {
            request = try context.prepare(filled(operation, leg), leg.callConnectionID)
        } catch {
            legs[operation.leg]?.inFlight = nil
            settle(id, .failure(ActionFailure(reason: .invalidRequest, message: "\(error)")))
            return
        }
        operation.request = request
        operations[id] = operation
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

    // MARK: - Settling

    /// Gives an operation its outcome, once.
    func settle(_ id: OperationID, _ outcome: FlowOutcome) {
        guard var operation = operations[id], !operation.isSettled else { return }
        operation.outcome = outcome
        let waiter = operation.waiter
        operation.waiter = nil
        let timer = operation.timer
        operations[id] = operation
        legs[operation.leg]?.open.removeAll { $0 == id }
        cancelTimer(timer)
        if operation.action.isAudible, let next = legs[operation.leg]?.media.remove(id),
            let limit = operations[next]?.timeLimit
        {
            operations[next]?.timer = setTimer(.limit(next), after: limit)
        }
        if let waiter {
            cancelTimers(.operationWait(task: waiter))
            instance?.settle(waiter, outcome)
        }
        switch operation.purpose {
        case .failurePrompt: endLeg(operation.leg, prompt: nil, again: true)
        case .flow, .cleanup: break
        }
    }

    // MARK: - Calls that are left alone

    /// Looks for connected calls that nobody handles: they are ended, at once after an error, else after a while.
    func watchForNeglect() {
        guard let instance else { return }
        for number in legs.keys.sorted() {
            guard let leg = legs[number], leg.mayAct, !leg.isBeingEnded else { continue }
            let isAlone = (leg.participants ?? 1) <= 1
            let isBusy = instance.openTasks > 0 || !leg.open.isEmpty
            if isBusy || !isAlone {
                cancelTimers(.idle(leg: number))
            } else if hasFailed {
                endLeg(number, prompt: instance.flowSettings.failurePrompt)
            } else if !timers.contains(.idle(leg: number)) {
                setTimer(.idle(leg: number), after: instance.flowSettings.idle)
            }
        }
    }

    /// Ends a call on the runtime's own account: a prompt if there is one, then hanging up for everyone.
    func endLeg(_ number: Int, prompt: PlaySource?, again: Bool = false) {
        guard let leg = legs[number], !leg.isBeingEnded || again else { return }
        if leg.state == .answering {
            legs[number]?.hangsUpWhenConnected = true
            return
        }
        guard leg.mayAct else { return }
        legs[number]?.isBeingEnded = true
        legs[number]?.hangsUpWhenConnected = false
        if let prompt {
            let play = CallAction.play(PlayAction(sources: [prompt]))
            decide(
                play, leg: number, purpose: .failurePrompt, timeLimit: TimeLimits.limit(of: play), place: "on_failure")
        } else {
            decide(.hangUp(forEveryone: true), leg: number, purpose: .cleanup, timeLimit: 30, place: "runtime")
        }
    }

    /// Shows the state of a leg to the flow.
    func updateView(_ number: Int) {
        guard let leg = legs[number] else { return }
        instance?.calls[number]?.state = leg.state.rawValue
        instance?.calls[number]?.callConnectionID = leg.callConnectionID
    }
}
