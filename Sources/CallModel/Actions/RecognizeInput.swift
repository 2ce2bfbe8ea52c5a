/// What a recognition takes, and how it listens.
public enum RecognizeInput: Sendable, Equatable, Codable {
    /// Keys.
    case dtmf(DTMFOptions)
    /// Whatever is said.
    case speech(SpeechOptions)
    /// Whichever comes first.
    case speechOrDTMF(SpeechOptions, DTMFOptions)
    /// One of these, said or pressed.
    case choices([Choice], SpeechOptions)

    /// How keys are taken.
    public var dtmf: DTMFOptions? {
        switch self {
        case .dtmf(let options), .speechOrDTMF(_, let options): options
        case .speech, .choices: nil
        }
    }

    /// How speech is taken.
    public var speech: SpeechOptions? {
        switch self {
        case .speech(let options), .speechOrDTMF(let options, _), .choices(_, let options): options
        case .dtmf: nil
        }
    }

    /// Seconds of initial silence that the service takes (protocol reference, 12.2).
    public var silenceLimit: Int { if case .dtmf = self { 300 } else { 20 } }
}

/// How keys are taken.
public struct DTMFOptions: Sendable, Equatable, Codable {
    /// At least 1; the service needs it for keys alone.
    public var maxTones: Int?
    /// Keys that end the recognition at once.
    public var stopTones: [Tone]
    /// Seconds from 1 to 60.
    public var interToneTimeout: Int

    /// Keys, at most so many.
    public init(maxTones: Int?, stopTones: [Tone] = [], interToneTimeout: Int = 2) {
        (self.maxTones, self.stopTones, self.interToneTimeout) = (maxTones, stopTones, interToneTimeout)
    }
}

/// How speech is taken.
public struct SpeechOptions: Sendable, Equatable, Codable {
    /// BCP-47; the service's default is `en-US`.
    public var language: String?
    /// The endpoint of a custom model.
    public var modelEndpointID: String?
    /// Milliseconds of silence that end what is said; the service's default is 500.
    public var endSilenceMilliseconds: Int?

    /// Speech in a language.
    public init(language: String? = nil, modelEndpointID: String? = nil, endSilenceMilliseconds: Int? = nil) {
        (self.language, self.modelEndpointID) = (language, modelEndpointID)
        self.endSilenceMilliseconds = endSilenceMilliseconds
    }
}

/// One thing that can be chosen.
public struct Choice: Sendable, Equatable, Codable {
    /// What the result calls it.
    public var label: String
    /// What people may say for it; at least one.
    public var phrases: [String]
    /// The key for it.
    public var tone: Tone?

    /// A choice by phrases, and a key if it has one.
    public init(label: String, phrases: [String], tone: Tone? = nil) {
        (self.label, self.phrases, self.tone) = (label, phrases, tone)
    }
}
