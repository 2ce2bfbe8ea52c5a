/// How often each point was reached.
public struct LuaCoverageHits: Sendable, Equatable {
    private var counts: [Int: Int] = [:]

    /// No point was reached.
    public init() {}

    /// How often the point with this id was reached.
    public subscript(id: Int) -> Int { counts[id, default: 0] }

    /// Counts a point; what `reach(id)` does.
    public mutating func reach(_ id: Int) { counts[id, default: 0] += 1 }

    /// Counts one of two points; what `decide(id, value)` does, besides returning the value.
    /// - Parameter truth: Whether the value is neither nil nor false.
    public mutating func decide(_ id: Int, truth: Bool) { reach(truth ? id : id + 1) }

    /// Adds the counts of another run.
    public mutating func add(_ other: LuaCoverageHits) { counts.merge(other.counts, uniquingKeysWith: +) }
}
