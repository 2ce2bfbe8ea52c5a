/// Calls somebody: one target makes a call of two, several a group call in which all ring at once.
public struct CreateCallAction: Sendable, Equatable, Codable {
    /// At least one.
    public var targets: [CommunicationIdentifier]
    /// Where the events of the new connection go.
    public var callbackURI: String
    /// The number that phones are shown, E.164; needed when a target is one.
    public var sourceCallerIDNumber: String?
    /// The name that service and Teams users are shown.
    public var sourceDisplayName: String?
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// The AI resource that speaks text; needed for text and speech.
    public var cognitiveServicesEndpoint: String?
    /// Raw id of the application's identity; the service makes one up when it is nil.
    public var source: String?
    /// The Teams app that the call is made for.
    public var teamsAppSource: String?
    /// Given to the target; only in the preview version 2024-09-01-preview.
    public var customCallingContext: CustomCallingContext?
    /// How it is transcribed; nil sets nothing up.
    public var transcription: TranscriptionOptions?
    /// How its sound is streamed; nil sets nothing up.
    public var mediaStreaming: MediaStreamingOptions?

    /// A call to `targets`.
    public init(
        targets: [CommunicationIdentifier], callbackURI: String, sourceCallerIDNumber: String? = nil,
        sourceDisplayName: String? = nil, operationContext: String? = nil, cognitiveServicesEndpoint: String? = nil,
        source: String? = nil, teamsAppSource: String? = nil, customCallingContext: CustomCallingContext? = nil,
        transcription: TranscriptionOptions? = nil, mediaStreaming: MediaStreamingOptions? = nil
    ) {
        self.targets = targets
        self.callbackURI = callbackURI
        self.sourceCallerIDNumber = sourceCallerIDNumber
        self.sourceDisplayName = sourceDisplayName
        self.operationContext = operationContext
        self.cognitiveServicesEndpoint = cognitiveServicesEndpoint
        self.source = source
        self.teamsAppSource = teamsAppSource
        self.customCallingContext = customCallingContext
        self.transcription = transcription
        self.mediaStreaming = mediaStreaming
    }
}

/// What names a call that is running.
public enum CallLocator: Sendable, Equatable, Codable {
    /// By the service's id of the whole call, as events carry it.
    case serverCall(id: String)
    /// By the id that the members of a group call agreed on, a GUID.
    case groupCall(id: String)
    /// By the id of a room.
    case room(id: String)
}

/// Joins a call that is running, as one more leg of it.
public struct ConnectCallAction: Sendable, Equatable, Codable {
    /// Which call.
    public var locator: CallLocator
    /// Where the events of the new connection go.
    public var callbackURI: String
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// The AI resource that speaks text; needed for text and speech.
    public var cognitiveServicesEndpoint: String?
    /// How it is transcribed; nil sets nothing up.
    public var transcription: TranscriptionOptions?
    /// How its sound is streamed; nil sets nothing up.
    public var mediaStreaming: MediaStreamingOptions?

    /// A connection to the call that `locator` names.
    public init(
        locator: CallLocator, callbackURI: String, operationContext: String? = nil,
        cognitiveServicesEndpoint: String? = nil, transcription: TranscriptionOptions? = nil,
        mediaStreaming: MediaStreamingOptions? = nil
    ) {
        self.locator = locator
        self.callbackURI = callbackURI
        self.operationContext = operationContext
        self.cognitiveServicesEndpoint = cognitiveServicesEndpoint
        self.transcription = transcription
        self.mediaStreaming = mediaStreaming
    }
}
