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
        /// Somebody speaks.
        case speaking
    }

    let kind: Kind
    let prompts: [Prompt]
    let operationContext: String?
    let callbackURI: String?
    /// Who listens or is listened to; empty means everyone.
    var targets: [CommunicationIdentifier] = []

    var phase = Phase.waiting
    var tones: [Tone] = []
    /// What has been said so far.
    var words: [String] = []
    var alarm: Int?

    /// What is heard, for the timeline.
    var text: String { prompts.map(\.text).joined(separator: " ") }
    var seconds: Double { prompts.reduce(0) { $0 + $1.seconds } }

    /// Whether a key of this phone counts now. What came first decides what a recognition of both takes.
    func hears(_ rawID: String) -> Bool { listens(to: rawID)?.takesKeys == true && phase != .speaking }

    /// Whether what this phone says counts now.
    func understands(_ rawID: String) -> Bool {
        listens(to: rawID)?.input.speech != nil && phase != .collecting
    }

    /// How it listens to this phone now; nil when it does not.
    func listens(to rawID: String) -> RecognizeSettings? {
        guard case .recognize(let settings) = kind, targets.contains(where: { $0.rawID == rawID }),
            phase != .prompting || settings.interruptPrompt
        else { return nil }
        return settings
    }

    /// Whether the application asks to show nobody what is pressed and said.
    var isMasked: Bool { operationContext.flatMap { OperationContext(wire: $0) }?.isMasked ?? false }

    var isPlay: Bool {
        if case .play = kind { return true }
        return false
    }
}

/// How a recognition listens.
struct RecognizeSettings: Sendable {
    let input: RecognizeInput
    let initialSilenceTimeout: Double
    let interruptPrompt: Bool

    /// Whether keys mean anything.
    var takesKeys: Bool {
        if case .choices(let choices, _) = input { return choices.contains { $0.tone != nil } }
        return input.dtmf != nil
    }

    /// Seconds of silence that end what is said.
    var endSilence: Double { Double(input.speech?.endSilenceMilliseconds ?? 500) / 1_000 }
}
