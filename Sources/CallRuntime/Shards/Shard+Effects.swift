import CallJournal
import CallModel
import FlowEngine
import Logging

/// What the shard does once a slice is durable.
extension Shard {
    /// An answer of this process to something that a session asked for.
    private func answered(_ operation: OperationID, attempt: Int, _ result: SendResult, to id: SessionID) {
        take(.response(ResponseRecord(op: operation, attempt: attempt, result: result)), of: id)
    }

    /// The same, to what counts as unanswered until then.
    private func answeredOnce(_ operation: OperationID, _ result: SendResult, to id: SessionID) {
        CrashPoint.reached(.outsideAnswered)
        sessions[id]?.unanswered -= 1
        // What the end of the process refuses, the next one is asked for.
        if closing != .open, case .answered(503, _) = result { return }
        answered(operation, attempt: 1, result, to: id)
    }

    /// A session is about to ask something of its own process.
    private func asksOutside(_ id: SessionID) {
        sessions[id]?.unanswered += 1
        CrashPoint.reached(.outsideAsked)
    }

    /// A line is free for an operation.
    func lineGranted(_ operation: OperationID, to id: SessionID) {
        answered(operation, attempt: 0, .answered(status: 200, body: []), to: id)
    }

    private func responded(_ record: ResponseRecord, to id: SessionID, bytes: Int) {
        CrashPoint.reached(.responseArrived)
        unanswered.requests -= 1
        unanswered.bytes -= bytes
        sessions[id]?.unanswered -= 1
        take(.response(record), of: id)
        lookWhetherDrained()
    }

    /// Performs effects in the order of their slices, however deep the calls are nested.
    func perform(_ new: [SessionEffect], of id: SessionID) {
        for effect in new { effects.append((id, effect)) }
        guard !isPerforming else { return }
        isPerforming = true
        var index = 0
        while index < effects.count {
            perform(effects[index].effect, of: effects[index].session)
            index += 1
        }
        effects.removeAll(keepingCapacity: true)
        isPerforming = false
    }

    private func perform(_ effect: SessionEffect, of id: SessionID) {
        switch effect {
        case .send(let operation, let attempt, let request, let send):
            let bytes = request.body.count + request.path.utf8.count
            unanswered.requests += 1
            unanswered.bytes += bytes
            sessions[id]?.unanswered += 1
            CrashPoint.reached(.beforeSend)
            parts.sender.send(request, attempt: send, on: index) { result in
                let record = ResponseRecord(op: operation, attempt: attempt, result: result)
                self.hop { $0.responded(record, to: id, bytes: bytes) }
            }
            CrashPoint.reached(.afterSend)
        case .setTimer(let number, let due):
            if let session = sessions[id] { setTimer(number, due: due, of: session) }
        case .cancelTimer(let number):
            sessions[id]?.live?.timers[number] = nil
        case .log(let entry): write(entry, of: id)
        case .launch(let operation, let launch):
            asksOutside(id)
            parts.door.launch(launch) { result in
                self.later { $0.answeredOnce(operation, result, to: id) }
            }
        case .signal(let operation, let other, let name, let data):
            asksOutside(id)
            parts.door.signal(other, name, data, key: "\(id)/\(operation)") { result in
                self.later { $0.answeredOnce(operation, result, to: id) }
            }
        case .store(let operation, let request, let time):
            askStore(StoreTask(session: id, operation: operation, request: request, at: time))
        case .web(let operation, let attempt, let request, let timeLimit):
            sendToWeb(operation, attempt: attempt, request, timeLimit, of: id)
        case .cutWeb(let operation): cutWeb(operation, of: id)
        case .download(let operation, let download):
            asksOutside(id)
            parts.files.download(download) { result in
                self.later { $0.answeredOnce(operation, result, to: id) }
            }
        case .deleteFiles(let operation, let files):
            asksOutside(id)
            parts.files.delete(files) { result in
                self.later { $0.answeredOnce(operation, result, to: id) }
            }
        case .takeLine(let operation, let number, let phones):
            let environment = sessions[id]?.origin.generation?.environment ?? FlowEnvironment()
            let limit = environment.outboundCallsPerNumber
            parts.lines.take(
                number, phones: phones, limit: limit, OutboundLines.Claim(session: id, operation: operation)
            ) {
                self.later { $0.lineGranted(operation, to: id) }
            }
        case .freeLine(let operation):
            parts.lines.free(OutboundLines.Claim(session: id, operation: operation))
        case .joinedCall(let call):
            if let session = sessions[id] { join(call, session) }
        case .ended(let record):
            guard let session = sessions[id] else { return }
            ended.insert(id)
            // Whatever still waits comes after the end, as what comes later does.
            session.settleAll(.accepted)
            remove(session)
            let level: Logger.Level = record.way == .finished ? .debug : .warning
            parts.logger.log(
                level: level, "a session has ended",
                metadata: [
                    "session": "\(id)", "flow": "\(session.flow)", "way": "\(record.way.rawValue)",
                    "report": "\(record.report)",
                ])
        }
    }

    private func write(_ entry: FlowLogEntry, of id: SessionID) {
        var metadata: Logger.Metadata = ["session": "\(id)", "flow": "\(sessions[id]?.flow ?? "")"]
        if !entry.place.isEmpty { metadata["line"] = "\(entry.place)" }
        if !entry.fields.isEmpty {
            // Apart from our own keys, so that a flow's field cannot pass for one of them.
            metadata["fields"] = .dictionary(
                Dictionary(entry.fields.map { ($0.name, .string($0.value)) }, uniquingKeysWith: { $1 }))
        }
        parts.logger.log(
            level: Logger.Level(rawValue: entry.level) ?? .info, "\(entry.message)", metadata: metadata)
    }
}
