import CLuaBridge

/// The memory of all worlds of the process, in runs of pages; larger single blocks come from the system one by one and do
/// not count here.
public enum LuaMemory {
    /// Bytes that worlds use, rounded up to runs.
    public static var usedBytes: Int { state.used }
    /// Bytes that are free and kept for the next worlds: one MiB and a thirty-second of what is used; what is free beyond
    /// that has gone back to the system.
    public static var bytesAtHand: Int { state.atHand }
    /// Whether new worlds live in runs of pages; else each block comes from malloc, as under the address sanitizer.
    static var isInRuns: Bool { !hs_uses_malloc() }

    private static var state: (used: Int, atHand: Int) {
        var (used, atHand) = (0, 0)
        hs_runs_state(&used, &atHand)
        return (used, atHand)
    }
}
