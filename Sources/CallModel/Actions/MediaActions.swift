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

/// Listens for keys of one participant, with a prompt before if wanted.
public struct RecognizeAction: Sendable, Equatable, Codable {
    /// Who is meant.
    public var target: CommunicationIdentifier
    /// What is played before.
    public var prompts: [PlaySource] = []
    /// At least 1.
    public var maxTones: Int
    /// Keys that end the recognition at once.
    public var stopTones: [Tone] = []
    /// Seconds from 1 to 60.
    public var interToneTimeout: Int
    /// Seconds from 0 to 300, counted from the end of the prompt.
    public var initialSilenceTimeout: Int
    /// A key stops the prompt.
    public var interruptPrompt = true
    /// Cancels what is playing or queued.
    public var interrupt = false
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// Where the events of this operation go instead.
    public var operationCallbackURI: String?

    /// A recognition of at most `maxTones` keys.
    public init(
        target: CommunicationIdentifier, prompts: [PlaySource] = [], maxTones: Int, stopTones: [Tone] = [],
        interToneTimeout: Int = 2, initialSilenceTimeout: Int = 5, interruptPrompt: Bool = true,
        interrupt: Bool = false, operationContext: String? = nil, operationCallbackURI: String? = nil
    ) {
        self.target = target
        self.prompts = prompts
        self.maxTones = maxTones
        self.stopTones = stopTones
        self.interToneTimeout = interToneTimeout
        self.initialSilenceTimeout = initialSilenceTimeout
        self.interruptPrompt = interruptPrompt
        self.interrupt = interrupt
        self.operationContext = operationContext
        self.operationCallbackURI = operationCallbackURI
    }
}

extension RecognizeAction {
    /// Seconds that it listens at most, once its prompt has been heard.
    public var listening: Double { Double(initialSilenceTimeout + maxTones * interToneTimeout) }
}
