import CallModel

/// What phones do by themselves when nothing goes on in their call.
extension EmulatorCore {
    /// Seconds without anything until somebody says what is left to say to a transcription.
    private static let breath = 1.0

    /// Starts to wait, when nothing plays or listens: whoever has something left to say says it to a transcription; then
    /// phones lose patience whose scripts say so.
    /// - Parameter seconds: for so long somebody is still speaking.
    mutating func watchForIdleness(_ id: String, after seconds: Double = 0) {
        guard let call = calls[id] else { return }
        let legs = liveLegs(of: id)
        let isWritten = legs.contains { $0.transcription?.state == .active }
        let isIdle =
            state(of: call) == .connected && legs.allSatisfy { $0.main.current == nil && $0.side.current == nil }
        for phone in call.participants.map(\.identifier.rawID) {
            guard let known = phones[phone], known.callID == id else { continue }
            let talks = isWritten && !known.script.say.isEmpty
            guard talks || known.script.hangsUpWhenIdle || known.idleAlarm != nil else { continue }
            deadlines.cancel(known.idleAlarm)
            var next: Int?
            if isIdle, talks || known.script.hangsUpWhenIdle {
                let wait = talks ? Self.breath / configuration.mediaSpeed : configuration.idleSeconds
                next = set(
                    talks ? .talk(phone: phone, call: id) : .hangUp(phone: phone, call: id), after: seconds + wait)
            }
            phones[phone]?.idleAlarm = next
        }
    }

    /// Says what the phone has next; an empty text is silence.
    mutating func talk(_ phone: String, call id: String) {
        guard let known = phones[phone], known.callID == id, let words = known.script.say.first else { return }
        phones[phone]?.script.say.removeFirst()
        watchForIdleness(id, after: words.isEmpty ? 0 : speak(words, phone: phone, call: id))
    }
}
