import CallModel

extension EmulatorCore {
    /// Presses the next sequence of the phone's script, a moment from now.
    mutating func pressScriptedKeys(_ id: String) {
        guard let script = calls[id]?.script, !script.press.isEmpty else { return }
        let keys = script.press[0]
        calls[id]?.script.press.removeFirst()
        press(keys, call: id, after: configuration.keyDelay / configuration.mediaSpeed)
    }

    /// Presses keys one after the other, the first one after `delay`.
    mutating func press(_ keys: [Tone], call id: String, after delay: Double) {
        for (index, tone) in keys.enumerated() {
            let gap = Double(index) * configuration.keyGap / configuration.mediaSpeed
            _ = set(.key(call: id, Key(tone: tone)), after: delay + gap)
        }
    }

    /// A key goes down; it counts when something listens.
    mutating func keyGoesDown(_ key: Key, call id: String) {
        guard let call = calls[id], call.state == .connected || call.state == .transferring else { return }
        // The entry comes before what the key brings about.
        let listens = call.connection?.media.current.map { operation in
            if case .recognize(let settings) = operation.kind {
                return operation.phase != .prompting || settings.interruptPrompt
            }
            return false
        }
        note(
            .keyPressed, String(key.tone.key),
            ["tone": .string(key.tone.rawValue), "heard": .bool(listens ?? false)], call: id)
        _ = hear(key.tone, call: id)
    }
}
