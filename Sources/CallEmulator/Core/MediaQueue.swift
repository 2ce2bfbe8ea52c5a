import CallModel

/// Which ears: those of everyone, or those of one participant of a group (protocol reference, 12.3).
enum MediaLane: Sendable, CaseIterable {
    case main, side
}

/// What plays or listens on a lane, and what waits behind it.
struct MediaQueue: Sendable {
    var current: MediaOperation?
    var waiting: [MediaOperation] = []
}

/// One play or recognition.
struct MediaOperation: Sendable {
    enum Kind: Sendable {
        case play(loop: Bool)
        case recognize(RecognizeSettings)
    }

    enum Phase: Sendable {
        case waiting
        /// The prompt sounds.
        case prompting
        /// No key yet.
        case silent
        /// Some keys were heard.
        case collecting
    }

    let kind: Kind
    let prompts: [Prompt]
    let operationContext: String?
    let callbackURI: String?
    /// Who listens or is listened to; empty means everyone.
    var targets: [CommunicationIdentifier] = []

    var phase = Phase.waiting
    var tones: [Tone] = []
    var alarm: Int?

    /// What is heard, for the timeline.
    var text: String { prompts.map(\.text).joined(separator: " ") }
    var seconds: Double { prompts.reduce(0) { $0 + $1.seconds } }

    /// Whether a key of this phone counts now.
    func hears(_ rawID: String) -> Bool {
        guard case .recognize(let settings) = kind, targets.contains(where: { $0.rawID == rawID }) else { return false }
        return phase != .prompting || settings.interruptPrompt
    }

    var isPlay: Bool {
        if case .play = kind { return true }
        return false
    }
}

/// How a recognition of keys listens.
struct RecognizeSettings: Sendable {
    let maxTones: Int
    let stopTones: [Tone]
    let interToneTimeout: Double
    let initialSilenceTimeout: Double
    let interruptPrompt: Bool
}

/// A play source as the emulator sees it: some words that take a while.
struct Prompt: Sendable {
    let text: String
    let seconds: Double
    /// Why it cannot be played.
    var fault: ResultInformation?

    /// How long a text is spoken, before `mediaSpeed`.
    static func seconds(speaking text: String, _ configuration: EmulatorConfiguration) -> Double {
        max(configuration.shortestText, Double(text.count) * configuration.secondsPerCharacter)
    }
}
