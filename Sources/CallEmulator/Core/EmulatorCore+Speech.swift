import CallModel

/// What people say.
extension EmulatorCore {
    /// A phone in a call begins to say something: people hear it, and whatever listens for speech.
    /// - Returns: the seconds that it takes.
    @discardableResult
    mutating func speak(_ text: String, phone: String, call id: String) -> Double {
        guard let call = calls[id], phones[phone]?.callID == id,
            [.connected, .transferring].contains(state(of: call))
        else { return 0 }
        let seconds = Prompt.seconds(speaking: text, configuration) / configuration.mediaSpeed
        let listeners = connectedLegs(of: id).flatMap { leg in
            MediaLane.allCases.filter { leg[$0].current?.understands(phone) ?? false }.map { (leg: leg.id, lane: $0) }
        }
        let isMasked = listeners.contains { legs[$0.leg]?[$0.lane].current?.isMasked ?? false }
        note(
            .said, isMasked ? Self.mask(text) : text,
            ["phone": .string(phone), "seconds": .number(seconds), "heard": .bool(!listeners.isEmpty)], call: id)
        heard(text, from: phone, seconds: seconds, call: id)
        for listener in listeners { listen(to: text, seconds: seconds, leg: listener.leg, listener.lane) }
        return seconds
    }

    /// Whether anybody hears a phone that speaks now: a person, a recording, or a recognition of any kind.
    func isHeard(_ rawID: String, in call: Call) -> Bool {
        if call.participants.contains(where: { $0.legID == nil && $0.identifier.rawID != rawID }) { return true }
        if recording(of: call.id)?.isActive == true { return true }
        return connectedLegs(of: call.id).contains { leg in
            leg.transcription?.state == .active
                || MediaLane.allCases.contains { leg[$0].current?.listens(to: rawID) != nil }
        }
    }
}
