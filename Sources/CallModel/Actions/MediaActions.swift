/// Plays something to everyone in the call, or to some.
public struct PlayAction: Sendable, Equatable, Codable {
    /// What is played, in order.
    public var sources: [PlaySource]
    /// Empty means everyone.
    public var targets: [CommunicationIdentifier] = []
    /// Repeats until it is cancelled.
    public var loop = false
    /// Cancels what is playing or queued instead of waiting behind it.
    public var interrupt = false
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// Where the events of this operation go instead.
    public var operationCallbackURI: String?

    /// A play of `sources`, in order.
    public init(
        sources: [PlaySource], targets: [CommunicationIdentifier] = [], loop: Bool = false, interrupt: Bool = false,
        operationContext: String? = nil, operationCallbackURI: String? = nil
    ) {
        self.sources = sources
        self.targets = targets
        self.loop = loop
        self.interrupt = interrupt
        self.operationContext = operationContext
        self.operationCallbackURI = operationCallbackURI
    }
}

/// Listens to one participant: keys, speech or both, with a prompt before if wanted.
public struct RecognizeAction: Sendable, Equatable, Codable {
    /// Who is meant.
    public var target: CommunicationIdentifier
    /// What is played before.
    public var prompts: [PlaySource] = []
    /// What it takes.
    public var input: RecognizeInput
    /// Seconds, counted from the end of the prompt: from 0 to 300 for keys, to 20 for the others.
    public var initialSilenceTimeout: Int
    /// A key or a word stops the prompt.
    public var interruptPrompt = true
    /// Cancels what is playing or queued.
    public var interrupt = false
    /// Whether what is heard stays out of timelines: the operation context says so.
    public var isMasked = false
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// Where the events of this operation go instead.
    public var operationCallbackURI: String?

    /// A recognition of `input`.
    public init(
        target: CommunicationIdentifier, prompts: [PlaySource] = [], input: RecognizeInput,
        initialSilenceTimeout: Int = 5, interruptPrompt: Bool = true, interrupt: Bool = false, isMasked: Bool = false,
        operationContext: String? = nil, operationCallbackURI: String? = nil
    ) {
        self.target = target
        self.prompts = prompts
        self.input = input
        self.initialSilenceTimeout = initialSilenceTimeout
        self.interruptPrompt = interruptPrompt
        self.interrupt = interrupt
        self.isMasked = isMasked
        self.operationContext = operationContext
        self.operationCallbackURI = operationCallbackURI
    }

    /// A recognition of at most `maxTones` keys.
    public init(
        target: CommunicationIdentifier, prompts: [PlaySource] = [], maxTones: Int, stopTones: [Tone] = [],
        interToneTimeout: Int = 2, initialSilenceTimeout: Int = 5, interruptPrompt: Bool = true,
        interrupt: Bool = false, operationContext: String? = nil, operationCallbackURI: String? = nil
    ) {
        self.init(
            target: target, prompts: prompts,
            input: .dtmf(
                DTMFOptions(maxTones: maxTones, stopTones: stopTones, interToneTimeout: interToneTimeout)),
            initialSilenceTimeout: initialSilenceTimeout, interruptPrompt: interruptPrompt, interrupt: interrupt,
            operationContext: operationContext, operationCallbackURI: operationCallbackURI)
    }
}

extension RecognizeAction {
    /// How long somebody may speak before the service surely has an end, in seconds. The service documents none.
    private static let longestSpeech = 60.0

    /// Seconds that it listens at most, once its prompt has been heard.
    public var listening: Double {
        let keys = input.dtmf.map { Double(($0.maxTones ?? 20) * $0.interToneTimeout) } ?? 0
        let speech = input.speech.map { Self.longestSpeech + Double($0.endSilenceMilliseconds ?? 500) / 1_000 } ?? 0
        return Double(initialSilenceTimeout) + max(keys, speech)
    }
}
