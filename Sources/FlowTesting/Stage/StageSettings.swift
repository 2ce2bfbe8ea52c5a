import CallEmulator
import CallRuntime
import FlowEngine

/// What a world of virtual time is made of.
public struct StageSettings: Sendable {
    /// The flows, loaded once for all worlds.
    public var generation: FlowGeneration
    /// How the pretend service behaves.
    public var emulator: EmulatorConfiguration
    /// How the runtime behaves.
    public var runtime: RuntimeSettings
    /// Where time begins, in seconds since 1970.
    public var start: Double
    /// What random numbers follow from.
    public var seed: UInt64
    /// Whether it refuses what cannot be done in real time on a line that others use too.
    var isLive = false
    /// How far away the service is.
    var delays = NetworkDelays.usual
    /// The phones that the world may have; nil when it may have all.
    var phones: DrivablePhones?

    /// A Monday at 15:00 UTC: office hours on both sides of the Atlantic.
    public static let usualStart = 1_767_625_200.0

    /// A world of these flows with the usual settings.
    public init(generation: FlowGeneration, start: Double = usualStart, seed: UInt64 = 1) {
        self.generation = generation
        var emulator = EmulatorConfiguration()
        // The requests do not come over a network that anybody could listen to.
        emulator.verifySignatures = false
        emulator.concurrentOutboundCallsPerNumber = generation.environment.outboundCallsPerNumber
        self.emulator = emulator
        runtime = RuntimeSettings()
        self.start = start
        self.seed = seed
    }
}
