import CallModel
import Foundation

/// Sessions that are launched and followed to their ends, one after the other.
struct Launching {
    /// One session to come.
    struct Launch {
        /// What tells it from the others, such as `to=+14255550123`.
        var label: String?
        var params: JSONObject
        var key: String?
    }

    var flow: String
    var launches: [Launch]
    var client: JSONClient

    /// Launches and prints the timelines; true when every session finished.
    func follow(_ printer: TimelinePrinter) async throws -> Bool {
        let list = launches.map { launch -> JSONValue in
            ["params": .object(launch.params), "key": launch.key.map { .string($0) }]
        }
        let answer = try await client.post("flows/\(client.escaped(flow))/launch", ["launches": .array(list)])
        var (allFinished, fault) = (true, String?.none)
        for (launch, result) in zip(launches, answer["launches"]?.arrayValue ?? []) {
            let name = flow + (launch.label.map { " " + $0 } ?? "")
            if result["duplicate"]?.boolValue == true {
                let session = result["session"]?.stringValue.map { ", \($0)" } ?? ""
                printer.title("\(name): a session was launched with this key already\(session)")
            } else if let session = result["session"]?.stringValue {
                printer.title("\(name): session \(session)")
                if try await follow(session, launch.label, printer) == false { allFinished = false }
            } else {
                fault = result["error"]?["message"]?.stringValue ?? "the launch failed"
                Console.note("hookswitch: \(name): \(fault ?? "")")
            }
        }
        if fault != nil { throw HookswitchExit.failure.code }
        return allFinished
    }

    private func follow(_ session: String, _ label: String?, _ printer: TimelinePrinter) async throws -> Bool {
        var (after, began, last) = (0, Double?.none, 0)
        while true {
            let page = try await client.get("calls/\(session)/timeline?after=\(after)&wait=20")
            for entry in page["timeline"]?.arrayValue ?? [] {
                after = max(after, entry["seq"]?.intValue ?? after)
                let at = entry["at"]?.doubleValue ?? 0
                began = began ?? at
                let elapsed = Int(((at - (began ?? at)) * 1_000).rounded())
                // That a request leaves says nothing that the request itself does not.
                if entry["kind"]?.stringValue != "sent" {
                    printer.entry(named(entry, session, label), elapsed: elapsed, last: last)
                }
                last = elapsed
                if entry["kind"]?.stringValue == "end" {
                    return entry["text"]?.stringValue?.hasPrefix("finished") ?? false
                }
            }
        }
    }

    /// An entry that says whose it is; the lines of a JSON output have no title above them.
    private func named(_ entry: JSONValue, _ session: String, _ label: String?) -> JSONValue {
        guard var members = entry.objectValue else { return entry }
        members["session"] = .string(session)
        members["launch"] = label.map { .string($0) }
        return .object(members)
    }
}
