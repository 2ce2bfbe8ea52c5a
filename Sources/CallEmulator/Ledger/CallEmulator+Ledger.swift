import CallModel

/// An answer, with what has to be told when it got out.
struct HeldAnswer: Sendable {
    let response: ServiceResponse
    /// The line of the request; nil without a ledger.
    let line: Int?
}

extension CallEmulator {
    /// Answers one request that came over HTTP: it is in the ledger before its answer or its effects get out.
    func answer(_ request: ServiceRequest) async -> HeldAnswer {
        guard ledger != nil || configuration.answerDelay > 0 else {
            return HeldAnswer(response: serve(request), line: nil)
        }
        let (response, decision, repeatID) = serveHeld(request)
        var line: Int?
        if let ledger {
            let number = ledger.request(request, response, decision)
            settleHeld()
            await ledger.settled(number)
            line = number
        }
        if configuration.answerDelay > 0 {
            try? await Task.sleep(for: .seconds(configuration.answerDelay))
        }
        if let repeatID { finish(repeatID) }
        return HeldAnswer(response: response, line: line)
    }

    /// Tells the ledger whether an answer was written.
    nonisolated func wrote(_ answer: HeldAnswer, fault: String? = nil) {
        guard let line = answer.line else { return }
        ledger?.answer(to: line, gotOut: fault == nil, fault: fault)
    }
}
