/// How a call is transcribed: set up when it is created, answered or connected to; start and stop only toggle it.
public struct TranscriptionOptions: Sendable, Equatable, Codable {
    /// The language, such as `en-US`.
    public var locale: String
    /// The web socket that gets it, `wss://…`; nil for one of ours, which the session fills in.
    public var transportURL: String?
    /// The endpoint of a custom speech model.
    public var speechModelEndpointID: String?
    /// Whether it begins with the call.
    public var startTranscription: Bool
    /// Whether guesses come before what is final.
    public var enableIntermediateResults: Bool

    /// A transcription in a language.
    public init(
        locale: String, transportURL: String? = nil, speechModelEndpointID: String? = nil,
        startTranscription: Bool = false, enableIntermediateResults: Bool = false
    ) {
        self.locale = locale
        self.transportURL = transportURL
        self.speechModelEndpointID = speechModelEndpointID
        self.startTranscription = startTranscription
        self.enableIntermediateResults = enableIntermediateResults
    }
}

/// How a call's sound is streamed: set up when it is created, answered or connected to; start and stop only toggle it.
public struct MediaStreamingOptions: Sendable, Equatable, Codable {
    /// One stream for all, or one for each who speaks.
    public enum Channel: String, Sendable, CaseIterable, Codable {
        case mixed, unmixed
    }

    /// 16 bits a sample, one channel; the raw value is the service's word.
    public enum Format: String, Sendable, CaseIterable, Codable {
        case pcm16K = "pcm16KMono"
        case pcm24K = "pcm24KMono"

        /// Samples a second.
        public var sampleRate: Int { self == .pcm16K ? 16_000 : 24_000 }
        /// The word in Lua.
        public var word: String { self == .pcm16K ? "pcm16k" : "pcm24k" }
    }

    /// What becomes of the sound when it is streamed to us.
    public enum Audio: String, Sendable, CaseIterable, Codable {
        /// It is written to files.
        case file
        /// It is sent back.
        case echo
    }

    /// One stream for all, or one for each who speaks.
    public var channel: Channel
    /// The web socket that gets it, `wss://…`; nil for one of ours, which the session fills in.
    public var transportURL: String?
    /// The form of the samples.
    public var format: Format
    /// Whether the call hears what is sent back.
    public var isBidirectional: Bool
    /// Whether keys are told in the stream.
    public var enableDTMFTones: Bool
    /// Whether it begins with the call.
    public var startMediaStreaming: Bool
    /// What we do with the sound; nothing of it goes to the service. Nil drops it.
    public var audio: Audio?

    /// A stream of a call's sound.
    public init(
        channel: Channel = .mixed, transportURL: String? = nil, format: Format = .pcm16K,
        isBidirectional: Bool = false, enableDTMFTones: Bool = false, startMediaStreaming: Bool = false,
        audio: Audio? = nil
    ) {
        self.channel = channel
        self.transportURL = transportURL
        self.format = format
        self.isBidirectional = isBidirectional
        self.enableDTMFTones = enableDTMFTones
        self.startMediaStreaming = startMediaStreaming
        self.audio = audio
    }
}

/// Begins the transcription of a call, or changes its language.
public struct TranscriptionAction: Sendable, Equatable, Codable {
    /// The language, such as `en-US`; nil for the one that was set up.
    public var locale: String?
    /// The endpoint of a custom speech model.
    public var speechModelEndpointID: String?
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// Where the events of this operation go instead.
    public var operationCallbackURI: String?

    /// A transcription in a language.
    public init(
        locale: String? = nil, speechModelEndpointID: String? = nil, operationContext: String? = nil,
        operationCallbackURI: String? = nil
    ) {
        self.locale = locale
        self.speechModelEndpointID = speechModelEndpointID
        self.operationContext = operationContext
        self.operationCallbackURI = operationCallbackURI
    }
}

/// Ends the transcription of a call, or begins or ends the streaming of its sound.
public struct StreamAction: Sendable, Equatable, Codable {
    /// The text that the result events of the operation repeat.
    public var operationContext: String?
    /// Where the events of this operation go instead.
    public var operationCallbackURI: String?

    /// With the words that its events repeat.
    public init(operationContext: String? = nil, operationCallbackURI: String? = nil) {
        self.operationContext = operationContext
        self.operationCallbackURI = operationCallbackURI
    }
}
