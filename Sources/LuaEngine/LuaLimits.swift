/// How much a world may use.
public struct LuaLimits: Sendable, Equatable {
    /// Bytes of the whole world.
    public var memoryBytes: Int
    /// Bytes of one string.
    public var stringBytes: Int
    /// Units of work per input: instructions, bytes allocated / 64, lengths that library functions walk.
    public var instructions: Int
    /// Processor time per input.
    public var cpuSeconds: Double
    /// Units after which a busy script pauses, so that its thread can do other things; scripts do not see it.
    public var sliceUnits: Int
    /// How deep coroutines may resume one another.
    public var coroutineDepth: Int

    /// Limits; the defaults are those of the design.
    public init(
        memoryBytes: Int = 8 << 20, stringBytes: Int = 256 << 10, instructions: Int = 1_000_000,
        cpuSeconds: Double = 0.25, sliceUnits: Int = 20_000, coroutineDepth: Int = 100
    ) {
        self.memoryBytes = memoryBytes
        self.stringBytes = stringBytes
        self.instructions = instructions
        self.cpuSeconds = cpuSeconds
        self.sliceUnits = sliceUnits
        self.coroutineDepth = coroutineDepth
    }
}
