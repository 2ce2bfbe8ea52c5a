import CallJournal
import CallModel

/// The service is asked what became of calls whose events may have been lost: after a start, and when nothing was heard
/// of a call for long. What differs from what the session knows becomes an event `via: asked`; an answer that says
/// nothing new leaves no trace in the journal, since it changes nothing that a replay could need. For the same reason
/// the questions themselves are no records: they have no effect at the service and none on the flow.
extension Shard {
    /// Puts a session's calls into the queue of questions.
    func ask(about session: ShardSession) {
        guard parts.settings.asksPerSecond > 0, session.head.legs.contains(where: \.canBeAskedFor) else { return }
        asks.add(session.id)
        if !asks.isTicking { askNext() }
    }

    private func askNext() {
        asks.isTicking = false
        guard closing == .open else { return }
        while let id = asks.next() {
            guard let session = sessions[id] else { continue }
            let legs = session.head.legs.filter(\.canBeAskedFor)
            guard !legs.isEmpty else { continue }
            for leg in legs { ask(Question(session: id, leg: leg.number, connection: leg.callConnectionID ?? "")) }
            asks.isTicking = true
            let pause = Double(legs.count * max(1, parts.shardCount)) / parts.settings.asksPerSecond
            _ = parts.clock.schedule(at: parts.clock.now() + pause, on: loop) { self.hop { $0.askNext() } }
            return
        }
    }

    // MARK: - Silence

    /// Looks after a session when nothing is heard of it for long.
    func watchForSilence(of session: ShardSession) {
        guard parts.settings.silentLeg > 0 else { return }
        addTimer(Mark.silence, due: session.heard + parts.settings.silentLeg, of: session.id)
    }

    func lookForSilence(of session: ShardSession, at now: Double) {
        if session.heard + parts.settings.silentLeg <= now {
            session.heard = now
            ask(about: session)
        }
        watchForSilence(of: session)
    }

    // MARK: - Question and answer

    /// What is asked about one call.
    private struct Question: Sendable {
        var session: SessionID
        var leg: Int
        var connection: String
        var tries = 1
        /// The next page of the participants; nil asks whether the call is there.
        var page: String?
        var isAboutParticipants = false
        var participants: [JSONValue] = []
    }

    private func ask(_ question: Question) {
        let action: CallAction = question.isAboutParticipants ? .listParticipants(page: question.page) : .properties
        let version = sessions[question.session]?.origin.generation?.environment.apiVersion ?? ServiceVersion.newest
        guard
            let request = try? parts.sender.prepare(
                action, callConnectionID: question.connection, apiVersion: version)
        else { return }
        let attempt = SendAttempt(repeatabilityID: nil, firstSent: parts.clock.now(), timeLimit: 10)
        parts.sender.send(request, attempt: attempt, on: index) { result in
            self.hop { $0.answered(question, result) }
        }
    }

    private func answered(_ question: Question, _ result: SendResult) {
        guard closing == .open, let session = sessions[question.session],
            let leg = session.head.legs.first(where: { $0.number == question.leg }), leg.canBeAskedFor,
            leg.callConnectionID == question.connection
        else { return }
        switch result {
        case .answered(404, let body) where ActionFailure(status: 404, body: body).subCode == 8522:
            isOver(leg, of: session)
        case .answered(200..<300, let body):
            guard let answer = try? JSONValue(parsing: body) else { return }
            session.heard = max(session.heard, parts.clock.now())
            if question.isAboutParticipants {
                listed(question, answer, leg, of: session)
            } else if answer["callConnectionState"]?.stringValue == "disconnected" {
                isOver(leg, of: session)
            } else if leg.state == "connected" || leg.state == "transferring" {
                var next = question
                next.isAboutParticipants = true
                ask(next)
            }
        case .answered(408, _), .answered(429, _), .answered(500..., _), .fault:
            askAgain(question)
        case .answered:
            // Refused for good: the next long silence asks again.
            break
        }
    }

    private func askAgain(_ question: Question) {
        guard question.tries < 3 else { return }
        var again = Question(session: question.session, leg: question.leg, connection: question.connection)
        again.tries = question.tries + 1
        let next = again
        _ = parts.clock.schedule(at: parts.clock.now() + 5, on: loop) { self.hop { $0.ask(next) } }
    }

    private func listed(_ question: Question, _ answer: JSONValue, _ leg: SessionHead.Leg, of session: ShardSession) {
        guard let page = answer["value"]?.arrayValue else { return }
        var next = question
        next.participants += page
        // A call has at most 350.
        if let link = answer["nextLink"]?.stringValue, !link.isEmpty, next.participants.count < 10_000 {
            next.page = link
            return ask(next)
        }
        let ids = next.participants.compactMap { $0["identifier"]?["rawId"]?.stringValue }.sorted()
        guard ids != leg.participants else { return }
        // The same question about the same state has the same answer under the same name.
        tell(
            leg, "ParticipantsUpdated", "participants:\(session.seq)", ["participants": .array(next.participants)],
            session)
    }

    private func isOver(_ leg: SessionHead.Leg, of session: ShardSession) {
        let result: JSONValue = [
            "code": 404, "subCode": 8522, "message": "the service does not know the call any more",
        ]
        tell(
            leg, "CallDisconnected", "disconnected:\(leg.callConnectionID ?? "")", ["resultInformation": result],
            session)
    }

    /// Gives a session an event that the service did not get to us.
    private func tell(
        _ leg: SessionHead.Leg, _ name: String, _ what: String, _ fields: JSONValue, _ session: ShardSession
    ) {
        guard let opener = leg.opener, let connection = leg.callConnectionID else { return }
        var members: [(name: String, value: JSONValue)] = [("callConnectionId", .string(connection))]
        members += fields.objectValue?.members.map { (name: $0.name, value: $0.value) } ?? []
        let event = CallEvent(
            id: "asked:\(opener):\(what)", name: name, source: "calling/callConnections/\(connection)",
            data: JSONValue.object(JSONObject(members)).encoded)
        let record = EventRecord(leg: opener, event: event, arrived: parts.clock.now(), via: .asked)
        deliver([record], to: session.id) { _ in }
    }
}

extension SessionHead.Leg {
    /// Whether the service knows the call by a name of its own, as far as the session knows.
    fileprivate var canBeAskedFor: Bool { callConnectionID != nil && opener != nil }
}
