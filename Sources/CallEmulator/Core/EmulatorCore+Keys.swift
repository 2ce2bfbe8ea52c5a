import CallModel

/// What phones do in a call by themselves.
extension EmulatorCore {
    /// A phone that picked up begins with what it was told to do.
    mutating func startScript(_ phone: String, _ call: String) {
        guard let known = phones[phone] else { return }
        phones[phone]?.callID = call
        beginScript(phone, call, known.whenAnswered)
        watchForIdleness(call)
    }

    mutating func beginScript(_ phone: String, _ call: String, _ script: PhoneScript) {
        phones[phone]?.script = script
        guard let seconds = script.hangUpAfter else { return }
        let alarm = set(.hangUp(phone: phone, call: call), after: seconds)
        phones[phone]?.hangUpAlarm = alarm
    }

    /// Says or presses the next answer of a phone's script, a moment from now. Where both would do, it speaks.
    mutating func answerByScript(_ operation: MediaOperation, _ settings: RecognizeSettings, _ call: String) {
        for target in operation.targets {
            guard let script = phones[target.rawID]?.script else { continue }
            let delay = configuration.keyDelay / configuration.mediaSpeed
            if settings.input.speech != nil, !script.say.isEmpty {
                sayNext(phone: target.rawID, call: call)
            } else if settings.takesKeys, !script.press.isEmpty {
                phones[target.rawID]?.script.press.removeFirst()
                press(script.press[0], phone: target.rawID, call: call, after: delay)
            }
        }
    }

    /// Says what the script of a phone has next, a moment from now; an empty text is silence.
    mutating func sayNext(phone: String, call: String) {
        guard let words = phones[phone]?.script.say.first else { return }
        phones[phone]?.script.say.removeFirst()
        guard !words.isEmpty else { return }
        _ = set(.speech(phone: phone, call: call, words), after: configuration.keyDelay / configuration.mediaSpeed)
    }

    /// Presses keys one after the other, the first one after `delay`.
    mutating func press(_ keys: [Tone], phone: String, call: String, after delay: Double) {
        for (index, tone) in keys.enumerated() {
            let gap = Double(index) * configuration.keyGap / configuration.mediaSpeed
            _ = set(.key(phone: phone, call: call, Key(tone: tone)), after: delay + gap)
        }
    }

    /// A key goes down; it counts when something listens.
    mutating func keyGoesDown(_ key: Key, phone: String, call id: String) {
        guard let call = calls[id], phones[phone]?.callID == id,
            [.connected, .transferring].contains(state(of: call))
        else { return }
        let legs = connectedLegs(of: id)
        let listeners = legs.flatMap { leg in
            MediaLane.allCases.filter { leg[$0].current?.hears(phone) ?? false }.map { (leg: leg.id, lane: $0) }
        }
        let isTold = legs.contains { $0.toneListeners[phone] != nil || $0.tellsKeys }
        let isMasked = listeners.contains { self.legs[$0.leg]?[$0.lane].current?.isMasked ?? false }
        // The entry comes before what the key brings about.
        note(
            .keyPressed, isMasked ? "•" : String(key.tone.key),
            [
                "tone": isMasked ? nil : .string(key.tone.rawValue), "heard": .bool(!listeners.isEmpty || isTold),
                "phone": .string(phone),
            ], call: id)
        for leg in legs { tell(key.tone, of: phone, to: leg.id) }
        heard(key.tone, from: phone, call: id)
        for listener in listeners { hear(key.tone, leg: listener.leg, listener.lane) }
    }
}
