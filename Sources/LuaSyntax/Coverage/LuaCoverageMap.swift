/// All that one source can be covered in.
public struct LuaCoverageMap: Sendable, Equatable {
    /// The number that the caller gave the file.
    public let file: Int
    /// The points; `points[index]` has the id `id(file:index:)`. They are in the order in which the source is walked, so that
    /// the points of what lies inside of something come after its own.
    public let points: [LuaCoveragePoint]
    /// Why the source is not measured, as a sentence; it has no points then, and its instrumented form is the source itself.
    public let unmeasured: String?

    /// How many points a file can have; also how far the ids of files lie apart.
    public static let pointLimit = 1 << 20

    /// The number recorded for a point: small enough to be exact in Lua whatever the file.
    public static func id(file: Int, index: Int) -> Int { file * pointLimit + index }

    /// The file of a recorded number.
    public static func file(of id: Int) -> Int { id / pointLimit }

    /// The index, in its map's `points`, of a recorded number.
    public static func index(of id: Int) -> Int { id % pointLimit }

    /// The point with a recorded number; nil if it is another file's.
    public func point(_ id: Int) -> LuaCoveragePoint? {
        guard Self.file(of: id) == file, points.indices.contains(Self.index(of: id)) else { return nil }
        return points[Self.index(of: id)]
    }
}
