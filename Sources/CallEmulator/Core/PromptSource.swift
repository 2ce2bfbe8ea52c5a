import CallAudio
import CallModel

/// A play source as a timeline holds it: what is heard, and for how long.
struct PromptSource: Sendable, Equatable {
    enum Kind: String, Sendable, CaseIterable {
        case file, text, ssml
    }

    var kind: Kind
    /// The words, the document, or the address of the file.
    var text: String
    /// Its language as asked for, such as `en-US`.
    var locale: String?
    /// How long it is heard.
    var seconds = 0.0

    /// The language that is spoken; nil for a file.
    var spokenLocale: String? {
        switch kind {
        case .file: nil
        case .text: locale
        case .ssml: (try? SSML(text))?.locale ?? locale
        }
    }

    /// What is heard, in plain words.
    var words: String {
        guard kind == .ssml else { return text }
        return (try? SSML(text))?.text ?? SSML.withoutTags(text)
    }

    /// As an entry of a timeline has it.
    var json: JSONValue {
        [
            "kind": .string(kind.rawValue), kind.rawValue: .string(text), "locale": locale.map(JSONValue.string),
            "seconds": .number(seconds),
        ]
    }

    init(_ kind: Kind, _ text: String, locale: String? = nil) {
        (self.kind, self.text, self.locale) = (kind, text, locale)
    }

    private init?(json: JSONValue) {
        guard let kind = json["kind"]?.stringValue.flatMap({ Kind(rawValue: $0) }),
            let text = json[kind.rawValue]?.stringValue
        else { return nil }
        self.init(kind, text, locale: json["locale"]?.stringValue)
        seconds = json["seconds"]?.doubleValue ?? 0
    }

    /// Those of an entry, in order.
    static func all(in entry: TimelineEntry) -> [PromptSource] {
        entry.details["sources"]?.arrayValue?.compactMap { PromptSource(json: $0) } ?? []
    }

    /// The language in the name of a voice such as `en-GB-RyanNeural`.
    static func locale(ofVoice name: String) -> String? {
        let parts = name.split(separator: "-")
        guard parts.count >= 3 else { return nil }
        let locale = parts.prefix(2).joined(separator: "-")
        return Speech.isLocale(locale) ? locale : nil
    }
}

/// A play source as the emulator sees it: some words that take a while.
struct Prompt: Sendable {
    let source: PromptSource
    /// What is heard, for people.
    let text: String
    /// Before `mediaSpeed`.
    let seconds: Double
    /// Why it cannot be played.
    var fault: ResultInformation?

    init(_ source: PromptSource, text: String, seconds: Double, fault: ResultInformation? = nil) {
        (self.source, self.text, self.seconds, self.fault) = (source, text, seconds, fault)
    }

    /// How long a text is spoken, before `mediaSpeed`.
    static func seconds(speaking text: String, _ configuration: EmulatorConfiguration) -> Double {
        configuration.seconds(speaking: text)
    }
}

extension MediaOperation {
    /// What is heard, so that it can be heard again.
    func sources(speed: Double) -> JSONValue {
        .array(
            prompts.map { prompt in
                var source = prompt.source
                source.seconds = prompt.seconds / speed
                return source.json
            })
    }
}
