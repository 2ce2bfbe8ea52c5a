import CallModel
import Foundation

/// Sessions that are launched and followed to their ends, one after the other.
struct Launching {
    var flow: String
    /// `params` and `key` of each.
    var launches: [JSONValue]
    var client: JSONClient

    /// Launches and prints the timelines; true when every session finished.
    func follow(_ printer: TimelinePrinter) async throws -> Bool {
        let body: JSONValue = ["launches": .array(launches)]
        let answer = try await client.post("flows/\(client.escaped(flow))/launch", body)
        var allFinished = true
        for result in answer["launches"]?.arrayValue ?? [] {
            if result["duplicate"] == nil, let session = result["session"]?.stringValue {
                if try await follow(session, printer) == false { allFinished = false }
            } else if result["duplicate"]?.boolValue == true {
                printer.title("\(flow): a session was launched with this key already")
            } else {
                Console.note("hookswitch: " + (result["error"]?["message"]?.stringValue ?? "the launch failed"))
                allFinished = false
            }
        }
        return allFinished
    }

    private func follow(_ session: String, _ printer: TimelinePrinter) async throws -> Bool {
        printer.title("\(flow): session \(session)")
        var (after, began, last) = (0, Double?.none, 0)
        while true {
            let page = try await client.get("calls/\(session)/timeline?after=\(after)&wait=20")
            for entry in page["timeline"]?.arrayValue ?? [] {
                after = max(after, entry["seq"]?.intValue ?? after)
                let at = entry["at"]?.doubleValue ?? 0
                began = began ?? at
                let elapsed = Int(((at - (began ?? at)) * 1_000).rounded())
                // That a request leaves says nothing that the request itself does not.
                if entry["kind"]?.stringValue != "sent" { printer.entry(entry, elapsed: elapsed, last: last) }
                last = elapsed
                if entry["kind"]?.stringValue == "end" {
                    return entry["text"]?.stringValue?.hasPrefix("finished") ?? false
                }
            }
        }
    }
}
