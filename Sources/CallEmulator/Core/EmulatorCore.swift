import CallModel

/// The state of the pretend service: calls, phones, media. No I/O and no clock of its own: every command says what time
/// it is, and leaves effects to be carried out. `nextDeadline` says when `advance` is due at the latest.
///
/// One command at a time; whoever owns the core sees to that.
public struct EmulatorCore: Sendable {
    /// How it behaves.
    public let configuration: EmulatorConfiguration
    /// The time of the last command, in seconds since 1970.
    public internal(set) var now: Double

    let makeID: @Sendable () -> String
    let verifier: RequestVerifier
    var calls: [String: Call] = [:]
    /// Ids of the calls, oldest first.
    var callOrder: [String] = []
    /// Offers by their tokens.
    var offers: [String: OfferPlace] = [:]
    /// Connections of the application by id, live ones and those of remembered calls.
    var legs: [String: CallLeg] = [:]
    /// The running call of each group id and room id that somebody joined.
    var groups: [String: String] = [:]
    /// Rooms by id, and the running call of each; empty when there is none.
    var rooms: [String: String] = [:]
    /// Phones by raw id.
    var phones: [String: Phone] = [:]
    /// Recordings by id.
    var recordings: [String: Recording] = [:]
    /// Where the emulator is reached, without a trailing slash: files of recordings lie there.
    public var baseURL = "http://emulator.invalid"
    var deadlines = Deadlines<Alarm>()
    var repeats = RepeatedRequests()
    /// Rises with every entry of a timeline and with a reset.
    public internal(set) var changes = 0
    private var effects: [Effect] = []
    /// Whether entries of timelines are kept for `takeNotes`.
    var keepsNotes = false
    var notes: [CallNote] = []
    /// What became of the last request.
    var decision = ServiceDecision()
    /// The last requests.
    var requests = RequestLog()
    /// How fast requests come.
    var pace = RequestPace()
    /// What goes wrong with requests and phones; another one holds from now on.
    public var faults: FaultPlan
    /// Whether a repeatable request runs until `finish(_:)` is called, rather than for no time at all.
    public var answersLater = false

    /// A service without calls.
    /// - Parameter makeID: makes identifiers, GUID texts as a rule; inject it to have the same ones in every run.
    /// - Throws: when the configured access key is none, or `mediaSpeed` not above zero.
    public init(
        configuration: EmulatorConfiguration, startingAt time: Double, makeID: @escaping @Sendable () -> String
    ) throws {
        guard configuration.mediaSpeed > 0, configuration.mediaSpeed.isFinite else {
            throw ControlError(status: 400, message: "the media speed must be a number above 0")
        }
        self.configuration = configuration
        self.makeID = makeID
        now = time
        verifier = try RequestVerifier(configuration)
        faults = FaultPlan(configuration.faults, seed: configuration.faultSeed)
    }

    /// When `advance` has something to do next, in seconds since 1970.
    public var nextDeadline: Double? { deadlines.next }

    /// Lets the time pass until `time`.
    public mutating func advance(to time: Double) {
        while let due = deadlines.take(due: time) {
            now = max(now, due.time)
            ring(due.alarm)
        }
        now = max(now, time)
    }

    /// Takes what has to be done since the last time.
    public mutating func takeEffects() -> [Effect] {
        defer { effects = [] }
        return effects
    }

    /// Forgets all calls and phones. Nobody is told.
    /// - Parameter time: from when on it goes, which may be earlier; nil goes on from now.
    public mutating func reset(at time: Double? = nil) {
        now = time ?? now
        calls = [:]
        callOrder = []
        offers = [:]
        legs = [:]
        groups = [:]
        rooms = [:]
        phones = [:]
        recordings = [:]
        deadlines = Deadlines()
        repeats = RepeatedRequests()
        requests = RequestLog()
        pace = RequestPace()
        faults = FaultPlan(faults.settings, seed: faults.seed)
        effects = []
        changes += 1
    }

    /// Takes the entries of all timelines since the last time.
    mutating func takeNotes() -> [CallNote] {
        defer { notes = [] }
        return notes
    }

    mutating func add(_ effect: Effect) { effects.append(effect) }

    /// Sets an alarm `delay` seconds from now.
    mutating func set(_ alarm: Alarm, after delay: Double) -> Int { deadlines.set(alarm, at: now + max(0, delay)) }

    private mutating func ring(_ alarm: Alarm) {
        switch alarm {
        case .invitation(let call, let id): invitationAlarm(call, id)
        case .connect(let leg): connect(leg)
        case .media(let leg, let lane): mediaAlarm(leg, lane)
        case .tone(let leg): toneAlarm(leg)
        case .transcript(let leg, let transcript): transcribed(transcript, leg: leg)
        case .key(let phone, let call, let key): keyGoesDown(key, phone: phone, call: call)
        case .recordingFile(let id): fileRecording(id)
        case .speech(let phone, let call, let words): speak(words, phone: phone, call: call)
        case .talk(let phone, let call): talk(phone, call: call)
        case .hangUp(let phone, let call): phoneHangsUp(phone, call)
        }
    }
}
