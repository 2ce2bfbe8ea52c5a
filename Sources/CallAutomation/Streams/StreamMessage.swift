import CallModel

/// One message of a stream between the service and a web socket of the application (protocol reference, section 14).
public enum StreamMessage: Sendable, Equatable {
    case transcriptionMetadata(TranscriptionMetadata)
    case transcriptionData(TranscriptionData)
    case audioMetadata(AudioMetadata)
    case audioData(AudioData)
    case dtmfData(DtmfData)
    /// Drops the sound that still waits to be heard in the call.
    case stopAudio
    /// Something that this version does not know; receivers ignore it.
    case unknown(kind: String)

    /// Which of a call's two streams it belongs to; nil when it may be either.
    public var stream: StreamKind? {
        switch self {
        case .transcriptionMetadata, .transcriptionData: .transcription
        case .audioMetadata, .audioData, .dtmfData, .stopAudio: .media
        case .unknown: nil
        }
    }
}

/// A call has two streams at most.
public enum StreamKind: String, Sendable, CaseIterable, Codable {
    /// What is said, as text.
    case transcription
    /// Sound, and keys beside it.
    case media
}

/// The first message of a transcription.
public struct TranscriptionMetadata: Sendable, Equatable {
    /// The service's id of the stream.
    public var subscriptionID: String
    /// The language.
    public var locale: String
    /// The id of the connection.
    public var callConnectionID: String
    /// The trace id of the whole call.
    public var correlationID: String

    /// A beginning of its parts.
    public init(subscriptionID: String, locale: String, callConnectionID: String, correlationID: String) {
        self.subscriptionID = subscriptionID
        self.locale = locale
        self.callConnectionID = callConnectionID
        self.correlationID = correlationID
    }
}

/// What somebody has said.
public struct TranscriptionData: Sendable, Equatable {
    /// One word of it. Times are ticks of 100 ns from the beginning of the stream.
    public struct Word: Sendable, Equatable {
        /// The word.
        public var text: String
        /// When it began.
        public var offset: Int
        /// How long it took.
        public var duration: Int

        /// A word of its parts.
        public init(text: String, offset: Int, duration: Int) {
            self.text = text
            self.offset = offset
            self.duration = duration
        }
    }

    /// The words.
    public var text: String
    /// `display`, as people write.
    public var format: String
    /// From 0 to 1; nil when the service does not say.
    public var confidence: Double?
    /// Ticks of 100 ns from the beginning of the stream.
    public var offset: Int
    /// Ticks of 100 ns.
    public var duration: Int
    /// Each word.
    public var words: [Word]
    /// Who said it, by raw id.
    public var participantRawID: String?
    /// Whether it is no guess any more.
    public var isFinal: Bool

    /// What was said, of its parts.
    public init(
        text: String, format: String = "display", confidence: Double? = nil, offset: Int = 0, duration: Int = 0,
        words: [Word] = [], participantRawID: String? = nil, isFinal: Bool = true
    ) {
        self.text = text
        self.format = format
        self.confidence = confidence
        self.offset = offset
        self.duration = duration
        self.words = words
        self.participantRawID = participantRawID
        self.isFinal = isFinal
    }
}

/// The first message of a stream of sound.
public struct AudioMetadata: Sendable, Equatable {
    /// The service's id of the stream.
    public var subscriptionID: String
    /// `PCM`: 16 bits, little-endian.
    public var encoding: String
    /// Samples a second.
    public var sampleRate: Int
    /// How many samples belong together.
    public var channels: Int
    /// Bytes of one frame.
    public var length: Int

    /// A beginning of its parts.
    public init(subscriptionID: String, encoding: String = "PCM", sampleRate: Int, channels: Int = 1, length: Int) {
        self.subscriptionID = subscriptionID
        self.encoding = encoding
        self.sampleRate = sampleRate
        self.channels = channels
        self.length = length
    }
}

/// 20 ms of sound.
public struct AudioData: Sendable, Equatable {
    /// When it was heard, ISO 8601; nil in what is sent back.
    public var timestamp: String?
    /// Who spoke, by raw id; nil when it is everybody.
    public var participantRawID: String?
    /// The samples: 16 bits, little-endian.
    public var data: [UInt8]
    /// Whether nothing is to be heard in it.
    public var isSilent: Bool

    /// Sound of its parts.
    public init(timestamp: String? = nil, participantRawID: String? = nil, data: [UInt8], isSilent: Bool = false) {
        self.timestamp = timestamp
        self.participantRawID = participantRawID
        self.data = data
        self.isSilent = isSilent
    }
}

/// A key that somebody pressed.
public struct DtmfData: Sendable, Equatable {
    /// As it stands on the phone, such as `3`.
    public var data: String
    /// Who pressed it, by raw id.
    public var participantRawID: String?

    /// A key.
    public init(data: String, participantRawID: String? = nil) {
        self.data = data
        self.participantRawID = participantRawID
    }
}
