import CallAudio
import CallModel

/// Something that is heard in a call for a while, as its timeline tells it.
struct HeardSound: Sendable {
    enum Content: Sendable {
        case prompts([PromptSource])
        /// In a language.
        case words(String, locale: String?)
        case key(DTMFKey)
        /// One after the other, with pauses as long.
        case keys([DTMFKey])
    }

    /// In seconds since 1970.
    var from: Double
    /// When it ends or is cut off.
    var to: Double
    /// How long it is when nothing cuts it off.
    var seconds: Double
    /// The raw id; nil for the application.
    var who: String?
    var content: Content
    var isLooped = false

    private static let keySeconds = 0.1
    /// How long what is repeated goes on where nothing ends it.
    private static let endless = 48.0 * 3_600

    init(_ content: Content, from: Double, seconds: Double, who: String? = nil, isLooped: Bool = false) {
        (self.content, self.from, self.seconds, self.who) = (content, from, seconds, who)
        self.isLooped = isLooped
        to = from + (isLooped ? Self.endless : seconds)
    }

    /// Who speaks and presses when. What interrupts a prompt ends it.
    static func all(in entries: some Sequence<TimelineEntry>) -> [HeardSound] {
        var heard: [HeardSound] = []
        var prompt: Int?
        var isOfRecognition = false
        // People answer in the language that they are spoken to in.
        var locale: String?
        func endPrompt(at time: Double) {
            if let prompt { heard[prompt].to = min(heard[prompt].to, time) }
            prompt = nil
        }
        for entry in entries {
            let who = entry.details["phone"]?.stringValue
            let seconds = entry.details["seconds"]?.doubleValue ?? 0
            // The first word or key that a recognition takes ends its prompt.
            if isOfRecognition, [.said, .keyPressed].contains(entry.kind), entry.details["heard"] == true {
                endPrompt(at: entry.time)
            }
            switch entry.kind {
            case .playStarted, .recognizeStarted:
                let sources = PromptSource.all(in: entry)
                locale = sources.lazy.compactMap(\.spokenLocale).first ?? locale
                prompt = heard.count
                isOfRecognition = entry.kind == .recognizeStarted
                heard.append(
                    HeardSound(
                        .prompts(sources), from: entry.time, seconds: seconds,
                        isLooped: entry.details["loop"]?.boolValue == true))
            case .playCompleted, .playCanceled, .playFailed, .recognized, .recognizeFailed, .recognizeCanceled,
                .disconnected:
                endPrompt(at: entry.time)
            case .said:
                heard.append(
                    HeardSound(.words(entry.text, locale: locale), from: entry.time, seconds: seconds, who: who))
            case .keyPressed:
                guard let key = entry.details["tone"]?.dtmfKey else { continue }
                heard.append(HeardSound(.key(key), from: entry.time, seconds: keySeconds, who: who))
            case .tonesSent:
                let keys = entry.details["tones"]?.arrayValue?.compactMap(\.dtmfKey) ?? []
                guard !keys.isEmpty else { continue }
                heard.append(HeardSound(.keys(keys), from: entry.time, seconds: seconds))
            default: break
            }
        }
        return heard
    }
}

extension JSONValue {
    /// The key of a tone's name, such as `five`.
    fileprivate var dtmfKey: DTMFKey? { stringValue.flatMap { Tone(rawValue: $0) }.flatMap { DTMFKey($0.key) } }
}
