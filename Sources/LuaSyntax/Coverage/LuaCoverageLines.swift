/// How often each line with something to reach was reached.
struct LuaCoverageLines {
    /// Counts by line; a line without statements and choices is not among them.
    private(set) var counts: [Int: Int] = [:]

    init(_ map: LuaCoverageMap, _ hits: LuaCoverageHits) {
        for point in map.points where point.kind == .statement {
            counts[point.line] = max(counts[point.line] ?? 0, hits[point.id])
        }
        // A line with an `elseif` or an `and` that begins no statement was evaluated as often as one of the ways on from it,
        // or from a later arm of the same `if`, was taken.
        var begun = Set(counts.keys)
        for ways in map.choices {
            for (index, point) in ways.enumerated() where !begun.contains(point.line) {
                begun.insert(point.line)
                counts[point.line] = ways[index...].reduce(0) { $0 + hits[$1.id] }
            }
        }
    }
}

extension LuaCoverageMap {
    /// How often each line was reached; lines without statements and choices are not among them.
    /// - Parameter hits: what was reached; may hold other files' counts too.
    public func lineCounts(_ hits: LuaCoverageHits) -> [Int: Int] { LuaCoverageLines(self, hits).counts }

    /// The points that are ways on, by choice, in the order of the source.
    var choices: [[LuaCoveragePoint]] {
        var choices: [[LuaCoveragePoint]] = []
        for point in points {
            guard case .branch(let choice) = point.kind else { continue }
            while choices.count <= choice { choices.append([]) }
            choices[choice].append(point)
        }
        return choices
    }
}
