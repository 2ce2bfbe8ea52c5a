import CallModel
import Foundation

/// How flows and generations read on a terminal.
enum FlowsPrinter {
    /// What new calls get, and what is wrong.
    static func lines(of answer: JSONValue, withHooks: Bool) -> [String] {
        let current = answer["generation"]?.stringValue
        let newest = answer["newest"]?.stringValue
        var lines = [row("new calls", current.map(short) ?? "no flows are loaded")]
        if let canary = answer["canary"] {
            lines.append(row("canary", canaryText(canary)))
        } else if answer["pinned"] != nil {
            lines[0] += ", pinned until 'hookswitch flows release'"
        }
        if let newest, newest != current, newest != answer["canary"]?["generation"]?.stringValue {
            lines.append(row("newest edit", short(newest) + ", not used"))
        }
        if withHooks {
            for flow in answer["flows"]?.arrayValue ?? [] {
                for (index, hook) in (flow["hooks"]?.arrayValue ?? []).enumerated() {
                    let name = index == 0 ? flow["name"]?.stringValue ?? "" : ""
                    let place = "\(hook["file"]?.stringValue ?? ""):\(hook["line"]?.intValue ?? 0)"
                    lines.append(row(name, padded(hook["event"]?.stringValue ?? "", 20) + " " + place))
                }
            }
        }
        return lines + problems(in: answer)
    }

    /// What came of a reload.
    static func lines(ofReload answer: JSONValue) -> [String] {
        let current = answer["generation"]?.stringValue.map(short) ?? "no flows"
        let newest = answer["newest"]?.stringValue.map(short) ?? ""
        switch answer["result"]?.stringValue {
        case "swapped": return ["new calls get generation \(current)"]
        case "kept":
            let why = answer["canary"] == nil ? "is pinned" : "runs beside a canary"
            return ["generation \(newest) is kept, and no call gets it: \(current) \(why)"]
        case "unchanged": return ["the flows are as they were: generation \(newest)"]
        default: return problems(in: answer)
        }
    }

    /// Generations, one a line.
    static func table(of answer: JSONValue) -> [String] {
        let head =
            padded("generation", 12) + padded("created", 21) + padded("level", 7) + padded("open", 7)
            + padded("sessions", 10) + "is"
        return [head]
            + (answer["generations"]?.arrayValue ?? []).map { entry in
                let marks = ["current", "newest", "pinned", "canary"].filter { entry[$0]?.boolValue == true }
                let line =
                    padded(short(entry["generation"]?.stringValue ?? ""), 12)
                    + padded(time(entry["created"]?.doubleValue ?? 0), 21)
                    + padded(String(entry["level"]?.intValue ?? 0), 7)
                    + padded(String(entry["open_sessions"]?.intValue ?? 0), 7)
                    + padded(String(entry["sessions"]?.intValue ?? 0), 10) + marks.joined(separator: ", ")
                return String(line.reversed().drop { $0 == " " }.reversed())
            }
    }

    private static func problems(in answer: JSONValue) -> [String] {
        (answer["problems"]?.arrayValue ?? []).map { problem in
            var place = problem["file"]?.stringValue ?? problem["flow"]?.stringValue ?? ""
            if let line = problem["line"]?.intValue { place += ":\(line)" }
            let reason = problem["reason"]?.stringValue ?? ""
            return place.isEmpty ? reason : "\(place): \(reason)"
        }
    }

    private static func canaryText(_ canary: JSONValue) -> String {
        var parts: [String] = []
        if let share = canary["share"]?.doubleValue, share > 0 {
            parts.append("\(Int(exactly: share).map(String.init) ?? "\(share)") % of new calls")
        }
        let numbers = (canary["numbers"]?.arrayValue ?? []).compactMap(\.stringValue)
        if !numbers.isEmpty { parts.append("calls to " + numbers.joined(separator: ", ")) }
        return short(canary["generation"]?.stringValue ?? "") + ", for " + parts.joined(separator: " and ")
    }

    private static func row(_ name: String, _ text: String) -> String { padded(name, 13) + text }

    private static func short(_ id: String) -> String { String(id.prefix(10)) }

    private static func time(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
