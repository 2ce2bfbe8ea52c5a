import CallJournal
import CallModel
import FlowEngine

/// What a session asks of its own process: other sessions, and lines for its calls. Each answer comes back as a record,
/// so that a replay needs nobody.
extension SessionMachine {
    /// Starts another session.
    func launch(_ launch: FlowLaunch, for task: Int) {
        guard hasRoomForOperation(task) else { return }
        let id = newOperation(isRuntime: false)
        var launch = launch
        let key = launch.key ?? "\(self.id)/\(id)"
        launch.key = key
        let body: JSONValue = ["params": launch.params, "key": .string(key)]
        record(outside: id, "launch", PreparedRequest(method: "LAUNCH", path: launch.flow, body: body.encoded))
        ask(id, .launch(id, launch), for: task)
    }

    /// Wakes another session.
    func signal(_ session: String, _ name: String, _ data: JSONValue, for task: Int) {
        guard let other = SessionID(session) else {
            let failure = ActionFailure(
                reason: .notFound, message: "'\(session)' is no session's name", remedy: "Use what launch returned.")
            instance?.answer(task, .failure(failure))
            return
        }
        guard hasRoomForOperation(task) else { return }
        let id = newOperation(isRuntime: false)
        let body: JSONValue = ["name": .string(name), "data": data]
        record(outside: id, "signal", PreparedRequest(method: "SIGNAL", path: session, body: body.encoded))
        ask(id, .signal(id, other, name: name, data: data), for: task)
    }

    /// Asks for the files of a recording, or for their end.
    func ask(outside id: OperationID, _ question: OutsideRequest.Question, for task: Int) {
        switch question {
        case .download(_, let download):
            record(outside: id, "download", PreparedRequest(method: "DOWNLOAD", path: download.name))
        case .deleteFiles(_, let files):
            record(
                outside: id, "delete",
                PreparedRequest(method: "DELETE", path: files.chunks.first?.deleteLocation ?? ""))
        default: break
        }
        ask(id, question, for: task)
    }

    func ask(_ id: OperationID, _ question: OutsideRequest.Question, for task: Int) {
        outside[id] = OutsideRequest(task: task, question: question)
        slice.effects.append(question.effect)
    }

    /// The answer of the own process; false when it is about something else.
    func settleOutside(_ record: ResponseRecord) -> Bool {
        guard let request = outside.removeValue(forKey: record.op) else { return false }
        guard let task = request.task else { return true }
        guard case .answered(let status, let body) = record.result else {
            let failure = ActionFailure(reason: .outcomeUnknown, message: "nobody knows whether it happened")
            instance?.settle(task, .failure(failure))
            return true
        }
        if case .store = request.question {
            instance?.settle(task, Self.outcome(ofStore: status, body))
            return true
        }
        guard (200..<300).contains(status) else {
            instance?.settle(task, .failure(ActionFailure(status: status, body: body)))
            return true
        }
        switch request.question {
        case .download(_, let download):
            instance?.settle(task, .value(Self.fetched(body, download.files)))
            return true
        case .deleteFiles:
            instance?.settle(task, .success)
            return true
        case .launch, .signal, .store: break
        }
        let session = (try? JSONValue(parsing: body))?["session"]?.stringValue
        instance?.settle(task, session.map { .text($0) } ?? .success)
        return true
    }

    /// What a download brought, with what the service says of the recording.
    private static func fetched(_ body: [UInt8], _ files: RecordingFiles) -> JSONValue {
        let answer = try? JSONValue(parsing: body)
        return [
            "files": answer?["files"] ?? [], "duration": .number(files.duration),
            "format": .string(files.format.lowercased()),
        ]
    }

    /// The task waits no longer; what it asked for happens all the same.
    func endOutsideWait(of task: Int) {
        for (id, request) in outside where request.task == task { outside[id]?.task = nil }
    }

    private func record(outside id: OperationID, _ action: String, _ request: PreparedRequest) {
        emit(
            .request(
                RequestRecord(op: id, leg: 0, action: action, repeatClass: .outside, request: request, timeLimit: 30)))
    }

    // MARK: - Lines

    /// Whether an operation may leave as far as the lines of its caller ID go. Asks for one when it needs it.
    func hasLine(_ operation: Operation) -> Bool {
        switch operation.line {
        case .notNeeded, .granted: return true
        case .asked: return false
        case .needed:
            guard let number = operation.action.outboundNumber, record(operation.id) else { return false }
            operations.update(operation.id) { $0.line = .asked }
            // Whoever holds a line and waits for another might wait for oneself, or for somebody who does the same.
            let holdsOne = legs.values.contains { $0.hasLine && $0.number != operation.leg && $0.isLive }
            if holdsOne, !operation.hasOwnLimit { startLimit(operation.id, Self.secondLineLimit) }
            legs[operation.leg]?.hasLine = true
            legs[operation.leg]?.line = Leg.Line(
                number: number, phones: operation.action.calledPhones, isGranted: false)
            slice.effects.append(.takeLine(operation.id, number: number, phones: operation.action.calledPhones))
            return false
        }
    }

    /// Seconds that a session which has a call on a line waits for one more.
    static let secondLineLimit = 30.0

    /// A line is free for an operation; false when the record is about something else.
    func lineGranted(_ record: ResponseRecord) -> Bool {
        guard record.attempt == 0, let operation = operations[record.op], operation.line == .asked,
            !operation.isSettled
        else { return false }
        operations.update(record.op) { $0.line = .granted }
        legs[operation.leg]?.line?.isGranted = true
        if !operation.hasOwnLimit { startLimit(record.op, operation.timeLimit) }
        pump(operation.leg)
        return true
    }

    /// A call is over: its line is another's.
    func freeLine(of number: Int) {
        guard let leg = legs[number], leg.hasLine, let opener = leg.opener else { return }
        legs[number]?.hasLine = false
        legs[number]?.line = nil
        slice.effects.append(.freeLine(opener))
    }
}
