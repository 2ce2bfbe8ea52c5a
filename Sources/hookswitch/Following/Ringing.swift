import CallModel
import Foundation

/// A phone of the emulator that calls, followed to the end of its call.
struct Ringing {
    var from: String
    var to: String
    var press: String?
    var hangUpAfter: Double?
    var client: JSONClient

    /// Dials and prints the timeline; true when the call was answered.
    func follow(_ printer: TimelinePrinter) async throws -> Bool {
        var body = JSONObject([("to", .string(to))])
        if let press {
            let entries = press.split(separator: ",", omittingEmptySubsequences: false)
            body["press"] = .array(entries.map { .string($0.trimmingCharacters(in: .whitespaces)) })
        }
        body["hang_up_after"] = hangUpAfter.map { .number($0) }
        let dialed = try await client.post("phones/\(client.escaped(from))/dial", .object(body))
        guard let id = dialed["call_id"]?.stringValue else {
            throw JSONClient.Fault(message: "the emulator did not say which call it made", isUnreachable: false)
        }
        printer.title("\(from) calls \(to)")
        var (after, last, wasAnswered) = (0, 0, false)
        while true {
            let page = try await client.get("calls/\(id)/timeline?after=\(after)&wait=20")
            for entry in page["entries"]?.arrayValue ?? [] {
                after = max(after, entry["seq"]?.intValue ?? after)
                if entry["kind"]?.stringValue == "answered" { wasAnswered = true }
                // The application is gone, and the people would talk for ever.
                if entry["kind"]?.stringValue == "left", entry["call_connection_id"] != nil {
                    _ = try? await client.post("phones/\(client.escaped(from))/hang_up", [:])
                }
                let elapsed = entry["elapsed_ms"]?.intValue ?? 0
                printer.entry(entry, elapsed: elapsed, last: last)
                last = elapsed
            }
            if page["ended"]?.boolValue == true { return wasAnswered }
        }
    }
}
