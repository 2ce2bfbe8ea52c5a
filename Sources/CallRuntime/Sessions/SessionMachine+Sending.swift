import CallJournal
import CallModel
import FlowEngine

/// What leaves because a flow, or the runtime itself, decided it.
extension SessionMachine {
    /// Numbers an operation and puts its request into the queue of its leg.
    @discardableResult
    func decide(
        _ action: CallAction, leg number: Int, purpose: Operation.Purpose, timeLimit: Double, place: String,
        context flowContext: String? = nil, isHandle: Bool = false, hasOwnLimit: Bool = false,
        onUnknown: OnUnknown? = nil
    ) -> OperationID {
        let isRuntime = if case .flow = purpose { false } else { true }
        let id = newOperation(isRuntime: isRuntime)
        var operation = Operation(
            id: id, leg: number, action: action, purpose: purpose, timeLimit: timeLimit, hasOwnLimit: hasOwnLimit,
            place: place, context: flowContext, isHandle: isHandle, isAwaited: !isRuntime && !isHandle)
        operation.onUnknown = onUnknown ?? instance?.flowSettings.onUnknown ?? .repeats
        if action.outboundNumber != nil { operation.line = .needed }
        operations.add(operation)
        legs[number]?.open.append(id)
        switch action {
        case .answer:
            openers[id] = number
            legs[number]?.opener = id
            legs[number]?.state = .answering
            updateView(number)
        case .createCall, .connectCall:
            openers[id] = number
            legs[number]?.opener = id
        case .reject, .redirect: legs[number]?.opener = id
        case .startRecording: beginsRecording(id, on: number)
        default: break
        }
        // What waits for a line starts its time when it has one, unless the flow said how long it would wait.
        var startsLimit = operation.line == .notNeeded || hasOwnLimit
        // What is cancelled or interrupted ends with an event of its own, but is no hindrance any more.
        let isFence = if case .fence = purpose { true } else { false }
        let isQuestion = if case .question = purpose { true } else { false }
        if action.endsOtherMedia, !isFence { legs[number]?.media.endAll() }
        if action.isAudible {
            let isRecognition = if case .recognize = action { true } else { false }
            legs[number]?.media.append(
                MediaQueue.Entry(operation: id, isRecognition: isRecognition, place: place))
            // What queues behind another prompt starts its time when its turn comes.
            startsLimit = legs[number]?.media.current == id
        }
        if startsLimit { startLimit(id, timeLimit) }
        if case .hangUp = action {
            hangUpFirst(id, number)
        } else if isFence || isQuestion {
            legs[number]?.queue.insert(id, at: 0)
        } else {
            legs[number]?.queue.append(id)
        }
        pump(number)
        return id
    }

    /// The next number of the flow's operations, or of the runtime's own.
    func newOperation(isRuntime: Bool) -> OperationID {
        defer { if isRuntime { nextRuntimeOperation += 1 } else { nextOperation += 1 } }
        return OperationID(isRuntime ? nextRuntimeOperation : nextOperation, isRuntime: isRuntime)
    }

    func startLimit(_ id: OperationID, _ seconds: Double) {
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
        guard let leg = legs[number], let next = leg.queue.first, let operation = operations[next] else { return }
        switch ActionLegality.departure(of: operation.action.kind) {
        case .atOnce: guard leg.inFlight == nil, hasLine(operation) else { return }
        case .named:
            guard leg.callConnectionID != nil else { return }
            // Hanging up waits for no response.
            if case .hangUp = operation.action { break }
            guard leg.inFlight == nil else { return }
        case .connected: guard leg.inFlight == nil, leg.mayAct else { return }
        }
        legs[number]?.queue.removeFirst()
        if case .hangUp = operation.action {
            leave(next)
            return
        }
        legs[number]?.inFlight = next
        let hasLeft = leave(next)
        if PlantedFault.unorderedRequests.isPlanted { nothingIsOut(next, on: number) }
        if !hasLeft || PlantedFault.unorderedRequests.isPlanted { pump(number) }
    }

    /// The leg's next request need not wait for this one any more.
    func nothingIsOut(_ id: OperationID, on number: Int) {
        if legs[number]?.inFlight == id { legs[number]?.inFlight = nil }
    }

    /// Records this try of sending a request; it leaves when the records are durable.
    /// - Returns: false when no request could be made.
    @discardableResult
    private func leave(_ id: OperationID) -> Bool {
        guard record(id), let operation = operations[id], let request = operation.recorded else { return false }
        let attempt = operation.attempt + 1
        operations.update(id) {
            $0.attempt = attempt
            $0.recorded = nil
        }
        var send = attempts.attempt(for: id, number: attempt, request: request, at: at)
        send.timeLimit = min(send.timeLimit, operation.timeLimit)
        sendTry(id, request, send)
        return true
    }

    /// Records a try and lets it leave.
    func sendTry(_ id: OperationID, _ request: PreparedRequest, _ send: SendAttempt) {
        operations.update(id) {
            $0.lastTry = Operation.Try(request: request, send: send)
            $0.isResponded = false
        }
        guard let operation = operations[id] else { return }
        emit(
            .sent(
                SentRecord(op: id, attempt: operation.attempt, context: operation.wireContext ?? "", send: send)))
        slice.effects.append(.send(id, attempt: operation.attempt, request, send))
    }

    /// Makes the exact request of an operation and records it, once.
    /// - Returns: false when no request can be made; the operation is settled then.
    func record(_ id: OperationID) -> Bool {
        guard let operation = operations[id], let leg = legs[operation.leg] else { return false }
        guard operation.recorded == nil else { return true }
        let request: PreparedRequest
        do {
            let fresh = try context.prepare(filled(operation, leg), leg.callConnectionID, apiVersion)
            request = attempts.request(for: id, number: operation.attempt + 1, fresh: fresh)
        } catch {
            nothingIsOut(id, on: operation.leg)
            cannotBeSent(operation, ActionFailure(reason: .invalidRequest, message: "\(error)"))
            return false
        }
        operations.update(id) { $0.recorded = request }
        emit(
            .request(
                RequestRecord(
                    op: id, leg: operation.leg, action: operation.action.name,
                    repeatClass: operation.action.repeatClass, request: request, timeLimit: operation.timeLimit)))
        return true
    }

    private func cannotBeSent(_ operation: Operation, _ failure: ActionFailure) {
        settle(operation.id, .failure(failure))
        if case .hangUp = operation.action { setTimer(.disconnect(leg: operation.leg), after: 30) }
        if operation.action.opensLeg { lost(operation.leg) }
    }

    /// The action with what only the session knows.
    private func filled(_ operation: Operation, _ leg: Leg) -> CallAction {
        switch operation.action.with(operationContext: operation.wireContext) {
        case .createCall(var create):
            create.callbackURI = context.callbackAddress(id, operation.id)
            fill(&create.transcription, &create.mediaStreaming, operation.id)
            return .createCall(create)
        case .connectCall(var connect):
            connect.callbackURI = context.callbackAddress(id, operation.id)
            fill(&connect.transcription, &connect.mediaStreaming, operation.id)
            return .connectCall(connect)
        case .answer(var answer):
            answer.incomingCallContext = leg.incomingCallContext ?? ""
            answer.callbackURI = context.callbackAddress(id, operation.id)
            fill(&answer.transcription, &answer.mediaStreaming, operation.id)
            return .answer(answer)
        case .reject(var reject):
            reject.incomingCallContext = leg.incomingCallContext ?? ""
            return .reject(reject)
        case .redirect(var redirect):
            redirect.incomingCallContext = leg.incomingCallContext ?? ""
            return .redirect(redirect)
        case .startRecording(var start):
            start.callConnectionID = leg.callConnectionID ?? ""
            if start.stateCallbackURI.isEmpty { start.stateCallbackURI = context.callbackAddress(id, operation.id) }
            return .startRecording(start)
        case .cancelAddParticipant(var cancel):
            if case .operation(let add) = cancel.invitation, let invitation = invitationID(of: add, on: leg) {
                cancel.invitation = .id(invitation)
            }
            return .cancelAddParticipant(cancel)
        case let action: return action
        }
    }

    /// Streams that the flow sends nowhere else come to us.
    private func fill(
        _ transcription: inout TranscriptionOptions?, _ media: inout MediaStreamingOptions?, _ opener: OperationID
    ) {
        if transcription != nil, transcription?.transportURL == nil {
            transcription?.transportURL = context.streamAddress(id, opener, nil)
        }
        if let wanted = media, wanted.transportURL == nil {
            media?.transportURL = context.streamAddress(id, opener, wanted.audio)
        }
    }
}
