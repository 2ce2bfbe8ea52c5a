/// What a flow can decide about a call: one case per operation of the service.
public enum CallAction: Sendable, Equatable {
    case answer(AnswerAction)
    case reject(RejectAction)
    case play(PlayAction)
    case recognize(RecognizeAction)
    case transfer(TransferAction)
    case cancelAllMedia
    /// `forEveryone` ends the call (terminate); otherwise only the application leaves.
    case hangUp(forEveryone: Bool)

    /// The name in Lua, logs and the timeline.
    public var name: String {
        switch self {
        case .answer: "answer"
        case .reject: "reject"
        case .play: "play"
        case .recognize: "recognize"
        case .transfer: "transfer"
        case .cancelAllMedia: "cancel_all_media"
        case .hangUp: "hang_up"
        }
    }

    /// What may be done when nobody knows whether the request took effect (durable-calls, "Recovery").
    public var repeatClass: RepeatClass {
        switch self {
        case .answer, .reject, .transfer, .hangUp(forEveryone: true): .id
        case .play, .recognize: .audible
        case .cancelAllMedia, .hangUp(forEveryone: false): .sameEffect
        }
    }

    /// Whether the action belongs to the media queue of a call.
    public var isAudible: Bool { repeatClass == .audible }
}

/// How an operation may be repeated.
public enum RepeatClass: String, Sendable {
    /// Carries a repeatability id: the same bytes again have no second effect.
    case id
    /// The state can be asked for, then the request repeated if it did not happen.
    case ask
    /// A second time has the same effect as one.
    case sameEffect
    /// Heard by people: fenced and repeated by the flow's policy.
    case audible
    /// Not the telephony service's: never repeated.
    case outside
}

/// Takes an offered call.
public struct AnswerAction: Sendable, Equatable {
    /// The offer token of the IncomingCall event.
    public var incomingCallContext: String
    /// Where the events of the new connection go.
    public var callbackURI: String
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// The AI resource that speaks text; needed for text and speech.
    public var cognitiveServicesEndpoint: String?

    /// An answer to one offer.
    public init(
        incomingCallContext: String, callbackURI: String, operationContext: String? = nil,
        cognitiveServicesEndpoint: String? = nil
    ) {
        self.incomingCallContext = incomingCallContext
        self.callbackURI = callbackURI
        self.operationContext = operationContext
        self.cognitiveServicesEndpoint = cognitiveServicesEndpoint
    }
}

/// Declines an offered call.
public struct RejectAction: Sendable, Equatable {
    /// What the caller is told.
    public enum Reason: String, Sendable, CaseIterable {
        case none, busy, forbidden
    }

    /// The offer token of the IncomingCall event.
    public var incomingCallContext: String
    /// What the caller is told.
    public var reason: Reason

    /// A refusal of one offer.
    public init(incomingCallContext: String, reason: Reason) {
        self.incomingCallContext = incomingCallContext
        self.reason = reason
    }
}

/// Plays something to everyone in the call, or to some.
public struct PlayAction: Sendable, Equatable {
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

    /// A play of `sources`, in order.
    public init(
        sources: [PlaySource], targets: [CommunicationIdentifier] = [], loop: Bool = false, interrupt: Bool = false,
        operationContext: String? = nil
    ) {
        self.sources = sources
        self.targets = targets
        self.loop = loop
        self.interrupt = interrupt
        self.operationContext = operationContext
    }
}

/// Listens for keys of one participant, with a prompt before if wanted.
public struct RecognizeAction: Sendable, Equatable {
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

    /// A recognition of at most `maxTones` keys.
    public init(
        target: CommunicationIdentifier, prompts: [PlaySource] = [], maxTones: Int, stopTones: [Tone] = [],
        interToneTimeout: Int = 2, initialSilenceTimeout: Int = 5, interruptPrompt: Bool = true,
        interrupt: Bool = false, operationContext: String? = nil
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
    }
}

/// Gives the call to somebody else.
public struct TransferAction: Sendable, Equatable {
    /// Who is meant.
    public var target: CommunicationIdentifier
    /// Who is transferred out of a group; nil in a call of two.
    public var transferee: CommunicationIdentifier?
    /// The text that the result events of the operation repeat.
    public var operationContext: String?

    /// A transfer to `target`.
    public init(
        target: CommunicationIdentifier, transferee: CommunicationIdentifier? = nil, operationContext: String? = nil
    ) {
        self.target = target
        self.transferee = transferee
        self.operationContext = operationContext
    }
}
