import CallJournal
import CallModel
import FlowEngine

/// Requests of flows to the web and to the store. Neither counts among what waits for the service: a slow host holds up
/// nobody but who asked it.
extension Shard {
    /// A request to the web that is under way.
    struct WebName: Hashable {
        var session: SessionID
        var operation: OperationID
    }

    func sendToWeb(
        _ operation: OperationID, attempt: Int, _ request: PreparedRequest, _ timeLimit: Double, of id: SessionID
    ) {
        let name = WebName(session: id, operation: operation)
        endWeb(name)
        sessions[id]?.unanswered += 1
        webTries += 1
        let number = webTries
        // Before it is sent: the answer may be there at once.
        web[name] = (number, WebExchange())
        CrashPoint.reached(.webBeforeSend)
        let exchange = parts.web.send(request, timeLimit: timeLimit) { result in
            let record = ResponseRecord(op: operation, attempt: attempt, result: result)
            self.hop { $0.webAnswered(record, name, number) }
        }
        CrashPoint.reached(.webAfterSend)
        if web[name]?.number == number { web[name] = (number, exchange) }
    }

    private func webAnswered(_ record: ResponseRecord, _ name: WebName, _ number: Int) {
        // What was cut may be answered all the same.
        guard web[name]?.number == number else { return }
        CrashPoint.reached(.webAnswered)
        web[name] = nil
        sessions[name.session]?.unanswered -= 1
        take(.response(record), of: name.session)
        lookWhetherDrained()
    }

    func cutWeb(_ operation: OperationID, of id: SessionID) { endWeb(WebName(session: id, operation: operation)) }

    /// Cuts all that a session has under way.
    func cutWeb(of id: SessionID) {
        guard !web.isEmpty else { return }
        for name in web.keys where name.session == id { endWeb(name) }
    }

    private func endWeb(_ name: WebName) {
        guard let (_, exchange) = web.removeValue(forKey: name) else { return }
        sessions[name.session]?.unanswered -= 1
        exchange.cut()
    }

    // MARK: - The store

    func askStore(_ task: StoreTask) {
        sessions[task.session]?.unanswered += 1
        writes += 1
        CrashPoint.reached(.storeAsked)
        parts.journal.perform(task) { result in
            self.hop { shard in
                shard.writes -= 1
                shard.storeAnswered(task, result)
                shard.lookWhetherDrained()
            }
        }
    }

    private func storeAnswered(_ task: StoreTask, _ result: Result<SendResult, JournalFault>) {
        CrashPoint.reached(.storeAnswered)
        sessions[task.session]?.unanswered -= 1
        let answer: SendResult
        switch result {
        case .success(let found): answer = found
        // The store is being closed; the next process asks again.
        case .failure(let fault) where fault.isPassing: return
        case .failure(let fault):
            let error: JSONValue = ["error": ["message": .string(fault.description)]]
            answer = .answered(status: 500, body: error.encoded)
        }
        take(.response(ResponseRecord(op: task.operation, attempt: 1, result: answer)), of: task.session)
    }
}
