import CallModel

/// An answer, with what has to be told when it got out.
struct HeldAnswer: Sendable {
    let exchange: ServiceExchange
    /// The line of the request; nil without a ledger.
    let line: Int?

    var response: ServiceResponse { exchange.response }
}

extension CallEmulator {
    /// Answers one request that came over HTTP: it is in the ledger before its answer or its effects get out.
    func answer(_ request: ServiceRequest) async -> HeldAnswer {
        openRequests += 1
        defer { openRequests -= 1 }
        let mark = lastDelivery
        let exchange = exchange(request)
        var line: Int?
        if let ledger {
            let number = ledger.request(request, exchange)
            settleHeld()
            await ledger.settled(number)
            line = number
        }
        if let seconds = exchange.fate.eventWait, let connection = exchange.connectionID {
            await delivery(after: mark, of: connection, within: seconds)
        }
        let delay = configuration.answerDelay + exchange.fate.delay
        if delay > 0 { await pause(delay) }
        if let id = exchange.runningID { finish(id) }
        return HeldAnswer(exchange: exchange, line: line)
    }

    /// Tells the ledger whether an answer was written.
    nonisolated func wrote(_ answer: HeldAnswer, fault: String? = nil) {
        guard let line = answer.line else { return }
        ledger?.answer(to: line, gotOut: fault == nil, fault: fault)
    }
}
