import CallEmulator
import CallModel
import CallRuntime

/// What happened in a world, told for a person: the phones' side, the flow's requests and logs, and the spec's own steps
/// in one timeline.
struct StageStory {
    private var lines: [(at: Double, rank: Int, text: String)] = []
    private let start: Double

    /// The story of a stage.
    /// - Parameter steps: what the spec did.
    init(_ stage: any SpecStage, steps: [(at: Double, place: String, text: String)]) {
        start = stage.start
        let ids = (try? stage.callIDs()) ?? []
        for (number, id) in ids.enumerated() {
            let entries = (try? stage.timeline(ofCall: id, after: 0)) ?? []
            let call = ids.count > 1 ? "call \(number + 1)  " : ""
            for entry in entries {
                lines.append((entry.time, 1, "\(call)\(Self.padded(entry.kind.rawValue, 20)) \(entry.text)"))
            }
        }
        for session in (try? stage.sessions()) ?? [] {
            for entry in SessionTimeline.entries((try? stage.records(of: session)) ?? [], isFull: true)
            where ["request", "end", "resume", "operator"].contains(entry.kind) {
                lines.append((entry.at, 2, "flow  \(Self.padded(entry.kind, 14)) \(entry.text)"))
            }
        }
        for entry in stage.logEntries where entry.level >= .info {
            let line = entry.line.map { " (\($0))" } ?? ""
            let reason = entry.reason.map { ": \($0)" } ?? ""
            lines.append(
                (entry.at, 3, "log   \(Self.padded(entry.level.rawValue, 14)) \(entry.message)\(reason)\(line)"))
        }
        for step in steps { lines.append((step.at, 0, "spec  \(Self.padded(step.place, 14)) \(step.text)")) }
    }

    /// The newest lines, oldest first, each with its time since the beginning.
    func last(_ count: Int) -> [String] {
        let sorted = lines.enumerated().sorted {
            ($0.element.at, $0.element.rank, $0.offset) < ($1.element.at, $1.element.rank, $1.offset)
        }
        return sorted.suffix(count).map { line in
            let milliseconds = Int(((line.element.at - start) * 1_000).rounded())
            return "\(Self.padded(left: "\(milliseconds)", 9)) ms  \(line.element.text)"
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func padded(left text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
