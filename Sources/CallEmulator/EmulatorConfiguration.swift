import CallAudio

/// How the pretend service behaves. Every value has a default that suits a demo on one's own machine.
public struct EmulatorConfiguration: Sendable {
    /// The well-known key of emulators: no secret, and no use anywhere else.
    /// Base64 of the text `hookswitch-emulator-development-key`.
    public static let developmentAccessKey = "aG9va3N3aXRjaC1lbXVsYXRvci1kZXZlbG9wbWVudC1rZXk="

    /// The address to listen at.
    public var host = "127.0.0.1"
    /// The port to listen at; 0 takes a free one.
    public var port = 0
    /// What the server shows to its clients; nil is plain http.
    public var certificate: EmulatorCertificate?

    /// The Base64 access key that requests are signed with.
    public var accessKey = developmentAccessKey
    /// Whether requests without a valid signature or token are refused with 401.
    public var verifySignatures = true
    /// How many seconds `x-ms-date` may differ from the clock, either way.
    public var dateSkew: Double = 15 * 60
    /// Bearer tokens that are accepted in place of a signature, compared as text.
    public var bearerTokens: [String] = []
    /// Whether callback addresses may be plain http; the real service refuses them.
    public var allowHTTPCallbacks = true
    /// Whether request members that the API version does not have are refused; most likely they are misspelt.
    public var refusesUnknownMembers = true
    /// Whether text and SSML need `cognitiveServicesEndpoint` at answer, as at the real service (400 / 8567).
    public var requiresAIResource = false
    /// Whether the control API answers callers that are not on this machine.
    public var allowRemoteControl = false

    /// How many times faster than life prompts are spoken and keys are pressed. Timeouts that an application asks
    /// for (silence, gap between tones) are never scaled.
    public var mediaSpeed: Double = 1
    /// Spoken length of one character of text, in seconds, before `mediaSpeed`.
    public var secondsPerCharacter = 0.06
    /// The shortest text takes this long, in seconds, before `mediaSpeed`.
    public var shortestText = 0.4
    /// How long a file plays, in seconds, before `mediaSpeed`.
    public var fileLength = 2.0
    /// The lengths of particular files, by address.
    public var fileLengths: [String: Double] = [:]

    /// Who speaks in recordings and in prompts that are fetched as sound: `espeak-ng` where it is installed. Nil: words are
    /// hummed.
    public var speech = Speech.installed

    /// How long an offered call rings, in seconds.
    public var ringLimit: Double = 30
    /// Seconds between an accepted answer and CallConnected.
    public var connectDelay = 0.05
    /// Seconds between a recognition that hears keys and the first key of a script, before `mediaSpeed`.
    public var keyDelay = 0.5
    /// Seconds between two keys of one sequence, before `mediaSpeed`.
    public var keyGap = 0.2
    /// Seconds without media after which a phone that hangs up `when: idle` does so.
    public var idleSeconds = 2.0
    /// What numbers do when they are rung and the control API never named them.
    public var unknownNumbers = RingReaction.answer(after: 0.5)
    /// The numbers of the resource. Empty: every number that a phone dials is one, and every caller ID is taken.
    public var ownedNumbers: [String] = []
    /// How many calls to phone numbers one caller ID may have at a time; nil is no limit, the real service allows 2.
    public var concurrentOutboundCallsPerNumber: Int?
    /// How old the first try of a repeated request may be, in seconds.
    public var repeatabilityWindow: Double = 5 * 60

    /// How long the service takes to answer, in seconds; until then a repeatable request counts as running.
    public var answerDelay = 0.0

    /// Where IncomingCall events go from the start.
    public var subscriptions: [GridSubscription] = []
    /// How often a callback is tried.
    public var callbackTries = 3
    /// Seconds between two tries of a callback.
    public var callbackRetryDelay = 1.0
    /// Seconds before each further try of an Event Grid delivery; the count is that of the further tries. Nil is one
    /// further try, after as long as Event Grid waits at least (protocol reference, 8.4).
    public var gridRetryDelays: [Double]?
    /// The Event Grid topic, named in every event.
    public var topic =
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/emulator/providers"
        + "/microsoft.communication/communicationservices/emulator"
    /// How many ended calls are remembered for the control API.
    public var keptCalls = 10_000

    /// What goes wrong on purpose.
    public var faults = FaultSettings()
    /// Another seed, other events and requests that the faults happen to.
    public var faultSeed: UInt64 = 0
    /// What the service refuses because it is too much.
    public var limits = ServiceLimits()

    /// The defaults.
    public init() {}
}

/// A webhook that gets Event Grid events.
public struct GridSubscription: Sendable, Equatable {
    /// The two forms in which Event Grid delivers.
    public enum Schema: String, Sendable, CaseIterable {
        case eventGrid = "EventGridEvent"
        case cloudEvents = "CloudEvents"
    }

    /// The webhook's address.
    public var endpoint: String
    /// The form of the events.
    public var schema: Schema

    /// A subscription of one webhook.
    public init(endpoint: String, schema: Schema = .eventGrid) {
        self.endpoint = endpoint
        self.schema = schema
    }
}

/// What a phone does when it is rung.
public enum RingReaction: Sendable, Equatable {
    /// Picks up after so many seconds.
    case answer(after: Double)
    /// Declines after so many seconds.
    case decline(after: Double)
    /// Is in another call.
    case busy
    /// Rings until the caller's patience ends.
    case noAnswer
    /// Does not exist, or is switched off.
    case unreachable
    /// No number that a carrier knows.
    case invalidNumber

    /// The word for it in the control API.
    public var word: String {
        switch self {
        case .answer: "answer"
        case .decline: "decline"
        case .busy: "busy"
        case .noAnswer: "no_answer"
        case .unreachable: "unreachable"
        case .invalidNumber: "invalid_number"
        }
    }

    /// The reaction of that word; nil when there is none.
    public init?(word: String, after: Double?) {
        switch word {
        case "answer": self = .answer(after: after ?? 0.5)
        case "decline": self = .decline(after: after ?? 0.5)
        case "busy": self = .busy
        case "no_answer": self = .noAnswer
        case "unreachable": self = .unreachable
        case "invalid_number": self = .invalidNumber
        default: return nil
        }
    }

    /// Seconds that were asked for; nil where none can be.
    public var after: Double? {
        switch self {
        case .answer(let seconds), .decline(let seconds): seconds
        case .busy, .noAnswer, .unreachable, .invalidNumber: nil
        }
    }

    /// Seconds until it happens; endless when it never does.
    var delay: Double {
        switch self {
        case .answer(let seconds), .decline(let seconds): seconds
        case .busy, .unreachable, .invalidNumber: 0.2
        case .noAnswer: .infinity
        }
    }
}

extension EmulatorConfiguration {
    /// How long a text is spoken, in seconds, before `mediaSpeed`.
    public func seconds(speaking text: String) -> Double {
        max(shortestText, Double(text.count) * secondsPerCharacter)
    }
}
