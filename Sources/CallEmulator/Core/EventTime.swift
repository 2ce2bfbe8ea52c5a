import Foundation

/// Times as the service writes them.
enum EventTime {
    /// `2026-03-12T10:00:02.0000000+00:00`: seven fraction digits, as callbacks have it.
    static func callback(_ seconds: Double) -> String { text(seconds, digits: 7) + "+00:00" }

    /// `2026-03-12T10:00:02.000Z`.
    static func short(_ seconds: Double) -> String { text(seconds, digits: 3) + "Z" }

    private static func text(_ seconds: Double, digits: Int) -> String {
        let scale = digits == 7 ? 10_000_000.0 : 1_000.0
        let whole = seconds.rounded(.down)
        let fraction = min(Int((seconds - whole) * scale), Int(scale) - 1)
        var time = time_t(whole)
        var parts = tm()
        gmtime_r(&time, &parts)
        func pad(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(pad(Int(parts.tm_year) + 1900, 4))-\(pad(Int(parts.tm_mon) + 1, 2))-\(pad(Int(parts.tm_mday), 2))"
            + "T\(pad(Int(parts.tm_hour), 2)):\(pad(Int(parts.tm_min), 2)):\(pad(Int(parts.tm_sec), 2))"
            + ".\(pad(fraction, digits))"
    }
}
