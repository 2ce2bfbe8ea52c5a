import CallModel

/// What recognitions make of keys and words (protocol reference, 12.2).
extension EmulatorCore {
    /// How sure the pretend service is of what it heard.
    private static let confidence = 0.9

    /// A tone arrives.
    mutating func hear(_ tone: Tone, leg id: String, _ lane: MediaLane) {
        guard let operation = legs[id]?[lane].current, case .recognize(let settings) = operation.kind else { return }
        if case .choices(let choices, _) = settings.input { return choose(tone, among: choices, leg: id, lane) }
        guard let keys = settings.input.dtmf else { return }
        if keys.stopTones.contains(tone) {
            return heard(operation.tones, .stopTone, leg: id, lane)
        }
        let tones = operation.tones + [tone]
        if let most = keys.maxTones, tones.count >= most { return heard(tones, .allTones, leg: id, lane) }
        legs[id]?[lane].current?.tones = tones
        legs[id]?[lane].current?.phase = .collecting
        setMediaAlarm(id, lane, after: Double(keys.interToneTimeout))
    }

    /// Somebody begins to speak: it is understood once they have been silent for a while.
    mutating func listen(to text: String, seconds: Double, leg id: String, _ lane: MediaLane) {
        guard let operation = legs[id]?[lane].current, case .recognize(let settings) = operation.kind else { return }
        legs[id]?[lane].current?.words = operation.words + [text]
        legs[id]?[lane].current?.phase = .speaking
        setMediaAlarm(id, lane, after: seconds + settings.endSilence)
    }

    /// The speech is over.
    mutating func understood(_ id: String, _ lane: MediaLane, _ words: String, _ settings: RecognizeSettings) {
        guard case .choices(let choices, _) = settings.input else {
            return recognized(
                id, lane, "speech", words, .speech,
                ("speechResult", ["speech": .string(words), "confidence": .number(Self.confidence)]))
        }
        guard let (choice, phrase) = Self.choice(named: words, among: choices) else {
            return mediaFails(id, lane, .noSuchChoice)
        }
        recognized(
            id, lane, "choices", choice.label, .choiceByVoice,
            (
                "choiceResult",
                [
                    "label": .string(choice.label), "recognizedPhrase": .string(phrase),
                    "confidence": .number(Self.confidence),
                ]
            ))
    }

    private mutating func choose(_ tone: Tone, among choices: [Choice], leg id: String, _ lane: MediaLane) {
        guard let choice = choices.first(where: { $0.tone == tone }) else { return mediaFails(id, lane, .wrongTone) }
        recognized(id, lane, "choices", choice.label, .choiceByTone, ("choiceResult", ["label": .string(choice.label)]))
    }

    private mutating func heard(_ tones: [Tone], _ result: ResultInformation, leg id: String, _ lane: MediaLane) {
        let names = JSONValue.array(tones.map { .string($0.rawValue) })
        recognized(
            id, lane, "dtmf", String(tones.map(\.key)), result, ("dtmfResult", ["tones": names]), more: ["tones": names]
        )
    }

    private mutating func recognized(
        _ id: String, _ lane: MediaLane, _ type: String, _ words: String, _ result: ResultInformation,
        _ own: (name: String, value: JSONValue), more: JSONObject = JSONObject()
    ) {
        let isMasked = legs[id]?[lane].current?.isMasked ?? false
        endMedia(
            id, lane, "RecognizeCompleted", result, own: [(name: "recognitionType", value: .string(type)), own])
        var details = isMasked ? JSONObject() : more
        details["sub_code"] = .integer(Int64(result.subCode))
        note(.recognized, isMasked ? Self.mask(words) : words, details, call: legs[id]?.callID ?? "")
        startNextMedia(id, lane)
    }

    /// As many dots as there are characters.
    static func mask(_ text: String) -> String { String(repeating: "•", count: text.count) }

    /// The first choice with a phrase that is said, alone or among other words. Case and punctuation mean nothing.
    static func choice(named words: String, among choices: [Choice]) -> (choice: Choice, phrase: String)? {
        let said = " " + plain(words) + " "
        for choice in choices {
            for phrase in choice.phrases where !plain(phrase).isEmpty && said.contains(" " + plain(phrase) + " ") {
                return (choice, phrase)
            }
        }
        return nil
    }

    private static func plain(_ text: String) -> String {
        text.lowercased().map { $0.isLetter || $0.isNumber || $0 == "'" ? $0 : " " }
            .split(separator: " ").map { String($0) }.joined(separator: " ")
    }
}

extension ResultInformation {
    fileprivate static let allTones = ResultInformation(
        code: 200, subCode: 8531, message: "Action completed, max digits received.")
    fileprivate static let stopTone = ResultInformation(
        code: 200, subCode: 8514, message: "Action completed, stop tone detected.")
    fileprivate static let choiceByTone = ResultInformation(
        code: 200, subCode: 8533, message: "Action completed, DTMF option matched.")
    fileprivate static let choiceByVoice = ResultInformation(
        code: 200, subCode: 8545, message: "Action completed, speech option matched.")
    fileprivate static let speech = ResultInformation(
        code: 200, subCode: 8569, message: "Action completed, speech was recognized.")
    fileprivate static let noSuchChoice = ResultInformation(
        code: 400, subCode: 8547, message: "Action failed, speech option not matched.")
    fileprivate static let wrongTone = ResultInformation(
        code: 500, subCode: 8534, message: "Action failed, incorrect tone detected.")
}

extension RecognizeInput {
    /// What can be chosen, for the timeline.
    var labels: JSONValue? {
        guard case .choices(let choices, _) = self else { return nil }
        return .array(choices.map { .string($0.label) })
    }
}
