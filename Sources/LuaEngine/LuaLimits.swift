import CLuaBridge

/// How much a world may use.
public struct LuaLimits: Sendable, Equatable {
    /// Bytes of the whole world.
    public var memoryBytes: Int
    /// Bytes of one string.
    public var stringBytes: Int
    /// Bytes of any other block: the list part of a table (16 an item) or a stack (16 a slot). The other keys of a table
    /// (24 each) get half of it.
    public var blockBytes: Int
    /// Units of work per input: instructions, bytes allocated / 64, lengths that library functions walk.
    public var instructions: Int
    /// Processor time per input. The clock is looked at every hundred instructions, and one instruction can take some 75 ms
    /// (a table of 8,192 keys that all collide grows), so that a script ends within 300 ms.
    public var cpuSeconds: Double
    /// Units after which a busy script pauses, so that its thread can do other things; scripts do not see it.
    public var sliceUnits: Int
    /// How deep coroutines may resume one another.
    public var coroutineDepth: Int

    /// Limits; the defaults are those of the design.
    public init(
        memoryBytes: Int = 8 << 20, stringBytes: Int = 256 << 10, blockBytes: Int = 1 << 20,
        instructions: Int = 1_000_000, cpuSeconds: Double = 0.2, sliceUnits: Int = 20_000, coroutineDepth: Int = 100
    ) {
        self.memoryBytes = memoryBytes
        self.stringBytes = stringBytes
        self.blockBytes = blockBytes
        self.instructions = instructions
        self.cpuSeconds = cpuSeconds
        self.sliceUnits = sliceUnits
        self.coroutineDepth = coroutineDepth
    }
}

extension LuaLimits {
    /// The same without what differs from run to run: a replay takes as much memory and time as it needs. What follows
    /// from the script alone stays, or is wide enough that the recorded run fits in.
    public var forReplay: LuaLimits {
        var limits = self
        limits.memoryBytes = max(memoryBytes, 1 << 30)
        limits.instructions = 4 * instructions
        limits.cpuSeconds = max(60, cpuSeconds)
        return limits
    }

    var bounds: hs_limits {
        hs_limits(
            memory: memoryBytes, string: stringBytes, block: blockBytes, instructions: Int64(instructions),
            cpu_ns: UInt64(max(0, cpuSeconds) * 1e9), slice: Int64(sliceUnits), depth: Int32(clamping: coroutineDepth))
    }
}
