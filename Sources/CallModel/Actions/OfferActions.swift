/// Takes an offered call.
public struct AnswerAction: Sendable, Equatable, Codable {
    /// The offer token of the IncomingCall event.
    public var incomingCallContext: String
    /// Where the events of the new connection go.
    public var callbackURI: String
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// The AI resource that speaks text; needed for text and speech.
    public var cognitiveServicesEndpoint: String?
    /// Raw id of the application's identity; the service makes one up when it is nil.
    public var answeredBy: String?
    /// How it is transcribed; nil sets nothing up.
    public var transcription: TranscriptionOptions?
    /// How its sound is streamed; nil sets nothing up.
    public var mediaStreaming: MediaStreamingOptions?

    /// An answer to one offer.
    public init(
        incomingCallContext: String, callbackURI: String, operationContext: String? = nil,
        cognitiveServicesEndpoint: String? = nil, answeredBy: String? = nil,
        transcription: TranscriptionOptions? = nil, mediaStreaming: MediaStreamingOptions? = nil
    ) {
        self.incomingCallContext = incomingCallContext
        self.callbackURI = callbackURI
        self.operationContext = operationContext
        self.cognitiveServicesEndpoint = cognitiveServicesEndpoint
        self.answeredBy = answeredBy
        self.transcription = transcription
        self.mediaStreaming = mediaStreaming
    }
}

/// Declines an offered call.
public struct RejectAction: Sendable, Equatable, Codable {
    /// What the caller is told.
    public enum Reason: String, Sendable, CaseIterable, Codable {
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

/// Sends an offered call on to somebody else. The wire has no field for a caller ID: the new target sees the original
/// caller (protocol reference, section 11).
public struct RedirectAction: Sendable, Equatable, Codable {
    /// The offer token of the IncomingCall event.
    public var incomingCallContext: String
    /// Who gets the call.
    public var target: CommunicationIdentifier

    /// A redirect of one offer.
    public init(incomingCallContext: String, target: CommunicationIdentifier) {
        self.incomingCallContext = incomingCallContext
        self.target = target
    }
}
