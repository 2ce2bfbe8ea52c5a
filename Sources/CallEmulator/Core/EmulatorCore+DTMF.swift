import CallModel

/// Keys that the application presses, one after the other.
struct ToneSending: Sendable {
    let tones: [Tone]
    let target: CommunicationIdentifier
    let operationContext: String?
    let callbackURI: String?
    /// How many were heard.
    var sent = 0
    var alarm: Int?
}

/// Whoever is told every key of somebody.
struct ToneListening: Sendable {
    let operationContext: String?
    let callbackURI: String?
    /// The number of the last key.
    var sequence = 0
}

/// Keys beside what plays and listens (protocol reference, 12.3).
extension EmulatorCore {
    // MARK: - Sending

    mutating func send(_ sending: ToneSending, leg id: String) {
        guard let leg = leg(id) else { return }
        legs[id]?.sending = sending
        note(
            .tonesSent, String(sending.tones.map(\.key)),
            [
                "tones": .array(sending.tones.map { .string($0.rawValue) }), "to": .string(sending.target.rawID),
                "seconds": .number(Double(sending.tones.count) * configuration.keyGap / configuration.mediaSpeed),
            ], call: leg.callID)
        sendNextTone(id)
    }

    private mutating func sendNextTone(_ id: String) {
        let alarm = set(.tone(leg: id), after: configuration.keyGap / configuration.mediaSpeed)
        legs[id]?.sending?.alarm = alarm
    }

    /// A key of the application was heard: also by other connections of the application that listen to this one.
    mutating func toneAlarm(_ id: String) {
        guard let leg = leg(id), let sending = leg.sending else { return }
        let tone = sending.tones[sending.sent]
        legs[id]?.sending?.sent += 1
        for other in connectedLegs(of: leg.callID) where other.id != id {
            tell(tone, of: leg.identity.rawID, to: other.id)
            for lane in MediaLane.allCases where other[lane].current?.hears(leg.identity.rawID) ?? false {
                hear(tone, leg: other.id, lane)
            }
        }
        guard sending.sent + 1 == sending.tones.count else { return sendNextTone(id) }
        legs[id]?.sending = nil
        emit("SendDtmfTonesCompleted", leg: id, context: sending.operationContext, address: sending.callbackURI)
    }

    /// What is being sent does not arrive any more.
    mutating func failTones(_ id: String, _ result: ResultInformation, to target: CommunicationIdentifier? = nil) {
        guard let sending = legs[id]?.sending, target == nil || sending.target == target else { return }
        deadlines.cancel(sending.alarm)
        legs[id]?.sending = nil
        emit(
            "SendDtmfTonesFailed", leg: id, result: result, context: sending.operationContext,
            address: sending.callbackURI)
        note(.tonesFailed, result.message, call: legs[id]?.callID ?? "")
    }

    // MARK: - Listening

    /// Tells a key to a leg that wants to know every key of this participant.
    mutating func tell(_ tone: Tone, of rawID: String, to id: String) {
        guard let listening = legs[id]?.toneListeners[rawID] else { return }
        let sequence = listening.sequence + 1
        legs[id]?.toneListeners[rawID]?.sequence = sequence
        emit(
            "ContinuousDtmfRecognitionToneReceived", leg: id, context: listening.operationContext,
            address: listening.callbackURI,
            own: [("tone", .string(tone.rawValue)), ("sequenceId", .integer(Int64(sequence)))])
    }

    /// Ends to tell the keys of a participant; the event comes only when they were told.
    mutating func stopTelling(_ rawID: String, to id: String, _ settings: ActionSettings) {
        guard let listening = legs[id]?.toneListeners.removeValue(forKey: rawID) else { return }
        emit(
            "ContinuousDtmfRecognitionStopped", leg: id, context: settings.context ?? listening.operationContext,
            address: settings.callback ?? listening.callbackURI)
    }
}
