/// How much of a source was reached.
public struct LuaCoverageSummary: Sendable, Equatable {
    /// Functions that answer events.
    public let hooks: Share
    /// All other functions.
    public let functions: Share
    /// Ways on from choices.
    public let branches: Share
    /// Lines on which a statement begins or a choice is made.
    public let lines: Share
    /// All points that were not reached, in the order of the source.
    public let unreached: [LuaCoveragePoint]
    /// The same for people: without what lies inside something that was not reached itself, and with statements that follow
    /// one another taken together.
    public let gaps: [Gap]

    /// A part of a number of things.
    public struct Share: Sendable, Equatable {
        /// How many were reached.
        public let reached: Int
        /// How many there are.
        public let all: Int

        /// Some of all.
        public init(reached: Int, all: Int) {
            self.reached = reached
            self.all = all
        }

        /// The two added, for several files.
        public static func + (left: Share, right: Share) -> Share {
            Share(reached: left.reached + right.reached, all: left.all + right.all)
        }
    }

    /// Something that was not reached.
    public struct Gap: Sendable, Equatable {
        /// The line, from 1, with which it begins.
        public let line: Int
        /// What was not reached, such as `else of the if in line 12 never taken`.
        public let words: String
    }

    /// Sums up one source.
    /// - Parameters:
    ///   - map: What can be reached.
    ///   - hits: What was; may hold other files' counts too.
    public init(_ map: LuaCoverageMap, hits: LuaCoverageHits) {
        func share(_ isCounted: (LuaCoveragePoint) -> Bool) -> Share {
            let counted = map.points.filter(isCounted)
            return Share(reached: counted.count { hits[$0.id] > 0 }, all: counted.count)
        }
        hooks = share(\.isHook)
        functions = share(\.isPlainFunction)
        branches = share(\.isBranch)
        let lineCounts = LuaCoverageLines(map, hits).counts
        lines = Share(reached: lineCounts.values.count { $0 > 0 }, all: lineCounts.count)
        unreached = map.points.filter { hits[$0.id] == 0 }.sorted {
            ($0.line, $0.column, $0.id) < ($1.line, $1.column, $1.id)
        }
        gaps = LuaCoverageGaps(map, hits).gaps(in: unreached)
    }
}
