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
    /// Open offers: the token, and the call it stands for.
    var offers: [String: String] = [:]
    /// Live connections, and the call of each.
    var connections: [String: String] = [:]
    /// Phones by raw id.
    var phones: [String: Phone] = [:]
    var deadlines = Deadlines()
    var repeats = RepeatedRequests()
    /// Rises with every entry of a timeline and with a reset.
    public internal(set) var changes = 0
    private var effects: [Effect] = []

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
    public mutating func reset() {
        calls = [:]
        callOrder = []
        offers = [:]
        connections = [:]
        phones = [:]
        deadlines = Deadlines()
        repeats = RepeatedRequests()
        effects = []
        changes += 1
    }

    mutating func add(_ effect: Effect) { effects.append(effect) }

    /// Sets an alarm `delay` seconds from now.
    mutating func set(_ alarm: Alarm, after delay: Double) -> Int { deadlines.set(alarm, at: now + max(0, delay)) }

    private mutating func ring(_ alarm: Alarm) {
        switch alarm {
        case .ringTimeout(let call): ringTimedOut(call)
        case .connect(let call): connect(call)
        case .media(let call): mediaAlarm(call)
        case .key(let call, let key): keyGoesDown(key, call: call)
        case .transfer(let call): transferTargetReacts(call)
        case .scriptedHangUp(let call), .idle(let call): callerHangsUp(call)
        }
    }
}
