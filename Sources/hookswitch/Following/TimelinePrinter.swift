import CallModel

/// Prints timelines: for people with the time since the beginning and since the line before, or as JSON lines.
struct TimelinePrinter {
    var json: Bool
    /// Stands before each line for people.
    var prefix = ""

    /// What follows is about this.
    func title(_ text: String) {
        if !json { Console.line(text) }
    }

    /// One entry; times in milliseconds since the beginning. Whatever came of something says how long it took.
    func entry(_ entry: JSONValue, elapsed: Int, last: Int) {
        if json { return Console.line(entry.text) }
        let kind = entry["kind"]?.stringValue ?? "?"
        let step = "+\(elapsed - last)"
        let label = kind + String(repeating: " ", count: max(1, 20 - kind.count))
        let took = entry["took_ms"]?.intValue.map { " (\($0) ms)" } ?? ""
        Console.line(
            "\(prefix)\(Self.padded("\(elapsed)", 7)) ms \(Self.padded(step, 7))  \(label)"
                + (entry["text"]?.stringValue ?? "") + took)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
