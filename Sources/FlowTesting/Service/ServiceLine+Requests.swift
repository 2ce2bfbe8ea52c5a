import CallAutomation
import CallEmulator
import CallModel
import Foundation

/// What phones ask of the service.
extension ServiceLine {
    /// A call begins with a phone's leg.
    /// - Returns: its id.
    func begin(_ leg: ServiceLeg, correlationID: String? = nil, serverCallID: String? = nil) -> String {
        let id = "call \(board.value.calls.count + 1)"
        board.value.calls.append(
            ServiceCall(
                id: id, begun: time.now(), leg: leg, correlationID: correlationID, serverCallID: serverCallID))
        let (from, to) = leg.isCaller ? (leg.phone, leg.other.spoken) : (leg.other.spoken, leg.phone)
        note(.incomingCall, "\(from) calls \(to)", leg.id)
        return id
    }

    func note(_ kind: TimelineEntry.Kind, _ text: String, _ leg: Int) {
        guard let place = board.value.place(of: leg) else { return }
        let details: JSONObject = ["phone": .string(board.value.calls[place.call].legs[place.leg].rawID)]
        board.value.calls[place.call].note(kind, text, details, at: time.now())
    }

    func call(_ leg: ServiceLeg, displayName: String) throws {
        let action = CreateCallAction(
            targets: [leg.other], callbackURI: way.address(story, leg.id), sourceCallerIDNumber: leg.phone,
            sourceDisplayName: displayName.isEmpty ? nil : displayName, cognitiveServicesEndpoint: way.aiResource)
        try send(.createCall(action), "that \(leg.phone) calls \(leg.other.spoken)", of: leg.id) { [self] body in
            opened(leg.id, body)
        }
    }

    /// A phone that is rung picks up.
    func answer(_ id: Int) {
        guard let place = board.value.place(of: id) else { return }
        let leg = board.value.calls[place.call].legs[place.leg]
        guard case .offered(let token) = leg.state, leg.isLive else { return }
        board.value.calls[place.call].legs[place.leg].state = .asked
        let action = AnswerAction(
            incomingCallContext: token, callbackURI: way.address(story, id),
            cognitiveServicesEndpoint: way.aiResource)
        attempt(id) {
            // The caller may give up at the same moment.
            try send(.answer(action), "that \(leg.phone) answers", of: id, mayBeGone: true) { [self] body in
                opened(id, body)
            }
        }
        tell()
    }

    /// A phone that is rung declines.
    func decline(_ id: Int, _ reason: RejectAction.Reason = .none) {
        guard let place = board.value.place(of: id) else { return }
        let leg = board.value.calls[place.call].legs[place.leg]
        guard case .offered(let token) = leg.state, leg.isLive else { return }
        board.value.calls[place.call].legs[place.leg].ownEnd = time.now()
        let words = reason == .busy ? "is busy" : "declined"
        note(.rejected, "\(leg.phone) \(words)", id)
        let action = RejectAction(incomingCallContext: token, reason: reason)
        attempt(id) {
            try send(.reject(action), "that \(leg.phone) declines", of: id, mayBeGone: true) { [self] _ in
                ended(id)
            }
        }
        tell()
    }

    /// A phone hangs up, or declines while it rings.
    func leave(_ id: Int) {
        guard let place = board.value.place(of: id) else { return }
        let leg = board.value.calls[place.call].legs[place.leg]
        guard leg.isLive else { return }
        if leg.isRung { return decline(id) }
        board.value.calls[place.call].legs[place.leg].ownEnd = time.now()
        note(.hungUp, leg.isCaller ? "the caller hung up" : "\(leg.phone) hung up", id)
        // Without a connection the answer that brings it hangs up.
        if let connection = leg.connection { hangUp(id, leg.phone, connection) }
        tell()
    }

    private func hangUp(_ id: Int, _ phone: String, _ connection: String) {
        attempt(id) {
            // Its end comes as an event; one that is over already has none to come.
            try send(.hangUp(forEveryone: false), on: connection, "that \(phone) hangs up", of: id, mayBeGone: true) {
                _ in
            }
        }
    }

    private func opened(_ id: Int, _ body: [UInt8]) {
        guard let place = board.value.place(of: id), let json = try? JSONValue(parsing: body) else { return }
        let facts = CallConnectionProperties(json: json)
        identify(place.call, facts.correlationID, facts.serverCallID)
        if let connection = facts.callConnectionID { opened(id, connection) }
    }

    /// The service has given a leg its connection, by its answer or by an event that came before.
    func opened(_ id: Int, _ connection: String) {
        guard let place = board.value.place(of: id) else { return }
        let leg = board.value.calls[place.call].legs[place.leg]
        guard leg.connection == nil else { return }
        board.value.calls[place.call].legs[place.leg].connection = connection
        if leg.ownEnd != nil, leg.state != .ended { hangUp(id, leg.phone, connection) }
    }

    func identify(_ call: Int, _ correlationID: String?, _ serverCallID: String?) {
        board.value.calls[call].correlationID = board.value.calls[call].correlationID ?? correlationID
        board.value.calls[call].serverCallID = board.value.calls[call].serverCallID ?? serverCallID
    }

    func ended(_ id: Int) {
        guard let place = board.value.place(of: id) else { return }
        board.value.calls[place.call].legs[place.leg].state = .ended
        tell()
    }

    // MARK: - In a call

    func say(_ text: String, _ leg: ServiceLeg) throws {
        guard let connection = leg.connection else { return }
        guard way.aiResource != nil else { throw StageFault.undrivable("what phones say, without --ai-resource") }
        let play = PlayAction(sources: [.text(text, voice: Voice(locale: "en-US", kind: "female"))])
        try send(.play(play), on: connection, "that \(leg.phone) says something") { [self] _ in
            note(.said, text, leg.id)
        }
    }

    /// The keys of a phone go to the other side as tones.
    func press(_ keys: String, _ leg: ServiceLeg) throws {
        var tones: [Tone] = []
        for key in keys {
            guard let tone = Tone(key: key) else { throw StageFault("'\(key)' is no key of a phone") }
            tones.append(tone)
        }
        try press(tones[...], leg)
    }

    private func press(_ tones: ArraySlice<Tone>, _ leg: ServiceLeg) throws {
        guard let connection = leg.connection, !tones.isEmpty else { return }
        let now = tones.prefix(SendDTMFAction.mostTones)
        let keys = SendDTMFAction(tones: Array(now), target: leg.other)
        try send(.sendDTMF(keys), on: connection, "the keys of \(leg.phone)") { [self] _ in
            for tone in now { note(.keyPressed, String(tone.key), leg.id) }
            attempt(leg.id) { try press(tones.dropFirst(now.count), leg) }
        }
    }

    // MARK: - Sending

    /// Sends one action.
    /// - Parameters:
    ///   - what: what it is for: the end of "the service refuses …".
    ///   - leg: the leg that is over when it is refused.
    ///   - mayBeGone: whether what it is about may have come to its end, which is no refusal.
    private func send(
        _ action: CallAction, on connection: String? = nil, _ what: String, of leg: Int? = nil,
        mayBeGone: Bool = false, done: @escaping @Sendable ([UInt8]) -> Void
    ) throws {
        board.value.open += 1
        // Whoever hangs up at the end has nothing to say about the story.
        let counts = !board.value.isOver
        do {
            try way.send(action, on: connection) { [self] result in
                board.value.open -= 1
                if let refusal = Self.refusal(result) {
                    let isGone = if case .answered(404, _) = result { mayBeGone } else { false }
                    if counts, !isGone { stop(StageFault("the service refuses \(what): \(refusal)")) }
                    if let leg { ended(leg) }
                } else if case .answered(_, let body) = result {
                    done(body)
                }
                tell()
            }
        } catch {
            board.value.open -= 1
            throw error
        }
    }

    /// Does what no step of the story waits for.
    private func attempt(_ leg: Int, _ body: () throws -> Void) {
        do { try body() } catch { stop(StageFault("\(error)")) }
    }

    /// The story cannot go on; the first reason counts.
    func stop(_ fault: StageFault) { board.value.fault = board.value.fault ?? fault }

    /// What a request of the story has met, be it after its last step.
    var fault: StageFault? { board.value.fault }

    private static func refusal(_ result: SendResult) -> String? {
        switch result {
        case .answered(let status, let body):
            status < 300 ? nil : "\(ServiceError(status: status, body: body))"
        case .fault(let fault): fault.message
        }
    }
}
