import CallAudio
import CallAutomation
import CallModel

/// A stream of a leg to a web socket of the application: what is said, or how it sounds. Set up with the leg, toggled later.
struct LegStream: Sendable {
    enum State: String, Sendable {
        case inactive
        /// The web socket is being dialled.
        case opening
        case active

        /// The service's word: what is not there yet is not active.
        var wireName: String { self == .active ? "active" : "inactive" }
    }

    /// Who waits to hear that it has begun.
    struct Command: Sendable {
        let context: String?
        let callback: String?
    }

    let id: String
    let kind: StreamKind
    /// Where it goes; nil when the application named no place.
    let url: String?
    /// Whether it begins with the call.
    let startsWithCall: Bool

    // MARK: Transcription
    var locale = ""
    var tellsGuesses = false

    // MARK: Sound
    var isMixed = true
    var sampleRate = 16_000
    var isBidirectional = false
    var tellsKeys = false

    var state = State.inactive
    /// When its web socket came up.
    var since = 0.0
    var waiting: [Command] = []
    /// The sounds that can be heard, by raw id of whoever makes them.
    var sounds: [String: Sound] = [:]

    init(id: String, kind: StreamKind, url: String?, startsWithCall: Bool) {
        self.id = id
        self.kind = kind
        self.url = url
        self.startsWithCall = startsWithCall
    }
}

/// What somebody sounds like for a while: the emulator has no voices, it hums.
struct Sound: Sendable, Equatable {
    /// When it is over, in seconds since 1970.
    var until: Double
    /// In hertz; both are heard together, as with keys.
    var tones: [Double]

    static func voice(until: Double) -> Sound { Sound(until: until, tones: [220]) }

    /// The two tones of a key.
    static func key(_ tone: Tone, until: Double) -> Sound {
        Sound(until: until, tones: DTMFKey(tone.key)?.hertz ?? [])
    }
}

/// What has to be done with a web socket of the application.
public enum StreamOrder: Sendable, Equatable {
    /// Dial it. `EmulatorCore.streamOpened` or `streamFailed` wants to know how that went.
    case open(StreamOpening)
    /// Send something there.
    case send(stream: String, StreamMessage)
    /// Hang up.
    case close(stream: String)

    /// The stream that it is about.
    public var stream: String {
        switch self {
        case .open(let opening): opening.stream
        case .send(let stream, _), .close(let stream): stream
        }
    }
}

/// A web socket to dial.
public struct StreamOpening: Sendable, Equatable {
    /// The emulator's id of the stream.
    public var stream: String
    /// Which of the two.
    public var kind: StreamKind
    /// `wss://…` or `ws://…`.
    public var url: String
    /// The id of the connection.
    public var callConnectionID: String
    /// The trace id of the whole call.
    public var correlationID: String
    /// What is sent first.
    public var metadata: StreamMessage
}

/// Why a stream could not begin.
public enum StreamTrouble: Sendable, Equatable {
    /// The address is none, or was not given.
    case badAddress(String)
    /// Nobody took the connection.
    case refused(String)
    /// The connection broke off.
    case interrupted(String)

    /// In words.
    public var text: String {
        switch self {
        case .badAddress(let text), .refused(let text), .interrupted(let text): text
        }
    }
}
