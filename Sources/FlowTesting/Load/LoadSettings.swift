import CallEmulator

/// How a load is put on a server.
public struct LoadSettings: Sendable {
    /// Stories that begin in a second.
    public var rate = 10.0
    /// Seconds in which stories begin.
    public var seconds = 10.0
    /// What the order of the cases follows from.
    public var seed: UInt64 = 1
    /// Seconds for which sessions may go on after the last story.
    public var patience = 30.0
    /// How the pretend service behaves.
    public var emulator: EmulatorConfiguration

    /// Ten stories in a second, for ten seconds.
    public init() {
        var emulator = EmulatorConfiguration()
        // By the clock of the load, which is not that of the client.
        emulator.verifySignatures = false
        self.emulator = emulator
    }

    /// How many stories there are.
    var count: Int { max(1, Int((rate * seconds).rounded())) }
}

/// How a load stands.
public struct LoadProgress: Sendable {
    /// Seconds since its beginning.
    public var elapsed: Double
    /// Stories that have begun.
    public var started: Int
    /// Those of them that go on.
    public var open: Int
    /// Those that came about.
    public var passed: Int
    /// Those that did not.
    public var wrong: Int
}

/// What is counted of a load on its way.
struct LoadTally {
    struct Failure {
        var spec: SpecCase
        var failure: SpecFailure
    }

    var started = 0
    var passed = 0
    var failures: [Failure] = []
    /// Most stories at a time.
    var mostOpen = 0
    /// Seconds from the beginning to the last start.
    var lastStart = 0.0
    /// The most seconds that a story began too late.
    var latest = 0.0
    /// Stories whose sessions had not ended at the end.
    var leftOpen = 0

    mutating func add(_ failure: SpecFailure, of spec: SpecCase) {
        failures.append(Failure(spec: spec, failure: failure))
    }
}
