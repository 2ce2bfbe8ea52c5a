/// How much a world may use.
public struct LuaLimits: Sendable, Equatable {
    /// Bytes of the whole world.
    public var memoryBytes: Int
    /// Bytes of one string.
    public var stringBytes: Int
    /// Instructions per input.
    public var instructions: Int
    /// Processor time per input.
    public var cpuSeconds: Double
    /// How deep coroutines may resume one another.
    public var coroutineDepth: Int

    /// Limits; the defaults are those of the design.
    public init(
        memoryBytes: Int = 8 << 20, stringBytes: Int = 256 << 10, instructions: Int = 1_000_000,
        cpuSeconds: Double = 0.25, coroutineDepth: Int = 100
    ) {
        self.memoryBytes = memoryBytes
        self.stringBytes = stringBytes
        self.instructions = instructions
        self.cpuSeconds = cpuSeconds
        self.coroutineDepth = coroutineDepth
    }
}
