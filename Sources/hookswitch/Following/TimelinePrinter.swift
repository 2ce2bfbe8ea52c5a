import CallModel

/// Prints timelines: for people with the time since the beginning and since the line before, or as JSON lines.
struct TimelinePrinter {
    var json: Bool

    /// What follows is about this.
    func title(_ text: String) {
        if !json { Console.line(text) }
    }

    /// One entry; times in milliseconds since the beginning.
    func entry(_ entry: JSONValue, elapsed: Int, last: Int) {
        if json { return Console.line(entry.text) }
        let kind = entry["kind"]?.stringValue ?? "?"
        let step = "+\(elapsed - last)"
        let label = kind + String(repeating: " ", count: max(1, 20 - kind.count))
        Console.line(
            "\(Self.padded("\(elapsed)", 7)) ms \(Self.padded(step, 7))  \(label)\(entry["text"]?.stringValue ?? "")")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
