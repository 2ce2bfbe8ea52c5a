import CallModel
import Foundation

/// Prints a list of sessions: for people in columns, or as JSON lines.
struct CallListPrinter {
    var json: Bool

    /// The sessions, one a line.
    func list(_ calls: [JSONValue]) {
        if json { return calls.forEach { Console.line($0.text) } }
        guard !calls.isEmpty else { return Console.line("there are no such sessions") }
        let rows = calls.map { call in
            [
                call["session"]?.stringValue ?? "?", Self.time(call["began"]?.doubleValue ?? 0),
                call["took_ms"]?.intValue.map(Self.duration) ?? "", call["flow"]?.stringValue ?? "?",
                Self.end(call),
            ]
        }
        let titles = ["session", "began", "took", "flow", "end"]
        let widths = titles.indices.map { column in
            ([titles] + rows).map { $0[column].count }.max() ?? 0
        }
        for row in [titles] + rows {
            let padded = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            var line = padded.joined(separator: "  ")
            while line.hasSuffix(" ") { line.removeLast() }
            Console.line(line)
        }
    }

    private static func end(_ call: JSONValue) -> String {
        guard let end = call["end"]?.stringValue else { return "open" }
        let report = call["report"]?.stringValue ?? ""
        return report.isEmpty ? end : "\(end): \(report.prefix { $0 != "\n" })"
    }

    /// Local time.
    private static func time(_ seconds: Double) -> String {
        let date = Date(timeIntervalSince1970: seconds)
        return date.formatted(
            .verbatim(
                "\(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
                timeZone: .current, calendar: Calendar(identifier: .gregorian)))
    }

    private static func duration(_ milliseconds: Int) -> String {
        milliseconds < 10_000 ? "\(milliseconds) ms" : "\(milliseconds / 1_000) s"
    }
}
