/// Writes coverage in the format of LCOV's tracefiles (`man geninfo`), which editors and services read.
public enum LCOVWriter {
    /// The section of one source.
    /// - Parameters:
    ///   - path: The source's path as readers of the file shall find it.
    ///   - map: What can be reached.
    ///   - hits: What was; may hold other files' counts too.
    public static func section(path: String, map: LuaCoverageMap, hits: LuaCoverageHits) -> String {
        var lines = ["TN:", "SF:\(oneLine(path))"]
        lines += functions(map, hits)
        lines += branches(map, hits)
        let counts = LuaCoverageLines(map, hits).counts.sorted { $0.key < $1.key }
        lines += counts.map { "DA:\($0.key),\($0.value)" }
        lines += ["LF:\(counts.count)", "LH:\(counts.count { $0.value > 0 })", "end_of_record"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func functions(_ map: LuaCoverageMap, _ hits: LuaCoverageHits) -> [String] {
        var used: Set<String> = []
        var begun: [String] = []
        var counted: [String] = []
        var reached = 0
        for point in map.points {
            guard case .function(let plain, _) = point.kind else { continue }
            // The name is LCOV's key of a function, so that it must differ from all others of the file.
            var name = oneLine(plain)
            if used.contains(name) { name += ":\(point.line)" }
            if used.contains(name) { name += ":\(point.column)" }
            used.insert(name)
            begun.append("FN:\(point.line),\(name)")
            counted.append("FNDA:\(hits[point.id]),\(name)")
            reached += hits[point.id] > 0 ? 1 : 0
        }
        return begun + counted + ["FNF:\(begun.count)", "FNH:\(reached)"]
    }

    private static func branches(_ map: LuaCoverageMap, _ hits: LuaCoverageHits) -> [String] {
        var lines: [String] = []
        for (choice, ways) in map.choices.enumerated() {
            let wasMade = ways.contains { hits[$0.id] > 0 }
            for (index, way) in ways.enumerated() {
                lines.append("BRDA:\(way.line),\(choice),\(index),\(wasMade ? "\(hits[way.id])" : "-")")
            }
        }
        let reached = map.points.count { $0.isBranch && hits[$0.id] > 0 }
        return lines + ["BRF:\(lines.count)", "BRH:\(reached)"]
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? "?" : $0 })
    }
}
