import CallJournal
import CallModel
import FlowEngine

/// What a flow asks of the web. A request leaves when its `request` and `sent` are durable; what comes of it is a
/// `response`, so that a replay needs no web. What only reads or sets is sent again when nobody knows what came of it;
/// anything else is not, unless the flow has given it a key.
extension SessionMachine {
    /// Seconds behind the limit at which the runtime itself gives a request up: whoever sends it tells why, and is first.
    private static let webLateness = 1.0
    /// How often a request is sent again in one process, and the seconds before each time.
    private static let webPauses = [0.2, 1.0]

    /// Sends a request to the web; the task waits for the answer.
    func askWeb(_ asked: FlowWebRequest, for task: Int) {
        guard hasRoomForOperation(task) else { return }
        let id = newOperation(isRuntime: false)
        var request = asked.request
        // The same for each try, and for each replay.
        let takesKey = ["POST", "PATCH"].contains(request.method) || request.idempotencyKey != nil
        if takesKey, !request.headers.contains(where: { $0.name.lowercased() == "idempotency-key" }) {
            request.headers.append(
                WebRequest.Header("Idempotency-Key", .text(request.idempotencyKey ?? "\(self.id).\(id)")))
        }
        let operation = WebOperation(
            task: task, place: asked.place, request: request.prepared, mayRepeat: request.repeatClass == .sameEffect,
            timeLimit: asked.timeLimit, began: at)
        web[id] = operation
        emit(
            .request(
                RequestRecord(
                    op: id, leg: 0, action: "http", repeatClass: request.repeatClass, request: operation.request,
                    timeLimit: asked.timeLimit)))
        setTimer(.limit(id), after: asked.timeLimit + Self.webLateness)
        sendToWeb(id)
    }

    /// Records a try and lets it leave.
    private func sendToWeb(_ id: OperationID) {
        guard var operation = web[id] else { return }
        operation.attempt += 1
        operation.isAnswered = false
        web[id] = operation
        var send = attempts.attempt(for: id, number: operation.attempt, request: operation.request, at: at)
        send.timeLimit = min(operation.timeLimit, operation.timeLeft(at: at))
        emit(.sent(SentRecord(op: id, attempt: operation.attempt, context: "", send: send)))
        slice.effects.append(.web(id, attempt: operation.attempt, operation.request, timeLimit: send.timeLimit))
    }

    /// What came of a request to the web; false when the record is about something else.
    func settleWeb(_ record: ResponseRecord) -> Bool {
        guard let operation = web[record.op] else { return false }
        // The answer to a try that was given up for a later one.
        guard record.attempt == operation.attempt, !operation.isAnswered else { return true }
        web[record.op]?.isAnswered = true
        switch record.result {
        case .answered(let status, let body): endWeb(record.op, .webResponse(status: status, body: body))
        case .fault(let fault): webFailed(record.op, operation, fault)
        }
        return true
    }

    private func webFailed(_ id: OperationID, _ operation: WebOperation, _ fault: SendFault) {
        let isUnknown = fault.kind == .unknown
        // Whoever has a reason knows that another try goes the same way.
        if isUnknown, fault.reason == nil, operation.mayRepeat, operation.repeats < Self.webPauses.count {
            let pause = Self.webPauses[operation.repeats]
            if operation.timeLeft(at: at) > pause {
                web[id]?.repeats += 1
                setTimer(.sendAgain(id), after: pause)
                return
            }
        }
        var reason = fault.reason ?? (isUnknown ? .outcomeUnknown : .notSent)
        if isUnknown, !operation.mayRepeat, reason == .timeout || reason == .malformed { reason = .outcomeUnknown }
        endWeb(id, .failure(webFailure(reason, fault.message)))
    }

    private func webFailure(_ reason: FailureReason, _ message: String) -> ActionFailure {
        let remedy: String? =
            switch reason {
            case .outcomeUnknown:
                "It may have happened. Give it an idempotency_key that the server knows to be sent again by itself."
            case .refusedAddress: "Ask a public host, or let the host in with --http-allow-private."
            case .tooLarge: "Ask for less at a time; a text of a flow has at most 256 KiB."
            default: nil
            }
        return ActionFailure(reason: reason, message: message, remedy: remedy)
    }

    private func endWeb(_ id: OperationID, _ outcome: FlowOutcome) {
        guard let operation = web.removeValue(forKey: id) else { return }
        cancelTimer(for: .limit(id))
        cancelTimer(for: .sendAgain(id))
        if let task = operation.task { instance?.settle(task, outcome) }
    }

    /// The time limit of a request is over, and whoever sends it has not said so; false when it is another operation's.
    func webLimitReached(_ id: OperationID) -> Bool {
        guard let operation = web[id] else { return false }
        slice.effects.append(.cutWeb(id))
        let seconds = operation.timeLimit
        endWeb(
            id,
            .failure(webFailure(operation.mayRepeat ? .timeout : .outcomeUnknown, "no answer within \(seconds) s")))
        return true
    }

    /// A pause before another try is over; false when it is another operation's.
    func webSendsAgain(_ id: OperationID) -> Bool {
        guard web[id] != nil else { return false }
        sendToWeb(id)
        return true
    }

    /// Nobody waits for an answer any more: the request is cut.
    func endWebWait(of task: Int) {
        for id in web.keys.sorted(by: { $0.number < $1.number }) where web[id]?.task == task {
            web[id]?.task = nil
            cutWeb(id)
        }
    }

    private func cutWeb(_ id: OperationID) {
        slice.effects.append(.cutWeb(id))
        endWeb(id, .nothing)
    }

    /// The flow is stopped: whatever it asked for is cut.
    func cutAllWeb() {
        for id in web.keys.sorted(by: { $0.number < $1.number }) {
            web[id]?.task = nil
            cutWeb(id)
        }
    }

    /// A process took the session up: what was sent without an answer is unknown.
    func resumeWeb() {
        for id in web.keys.sorted(by: { $0.number < $1.number }) {
            guard let operation = web[id], !operation.isAnswered else { continue }
            guard operation.mayRepeat else {
                endWeb(id, .failure(webFailure(.outcomeUnknown, "the process ended before the answer")))
                continue
            }
            // That it took longer is not the server's doing.
            web[id]?.repeats = 0
            web[id]?.began = at
            setTimer(.limit(id), after: operation.timeLimit + Self.webLateness)
            sendToWeb(id)
        }
    }
}
