import CallModel
import Foundation

/// A phone of the emulator that calls, followed to the end of its call.
struct Ringing {
    var from: String
    var to: String
    var press: String?
    var say: [String] = []
    var hangUpAfter: Double?
    var client: JSONClient

    /// Dials and prints the timeline; true when somebody answered. Nobody is left in the call, however this ends.
    func follow(_ printer: TimelinePrinter) async throws -> Bool {
        let interruption = Interruption()
        let id = try await dial()
        printer.title("\(from) calls \(to)")
        if let wasAnswered = try await interruption.watch({ try await follow(id, printer) }) { return wasAnswered }
        await hangUp(try await client.get("calls/\(id)"))
        throw Console.fail(.interrupted, "interrupted; the phones of the call were hung up")
    }

    /// The id of the call.
    private func dial() async throws -> String {
        var body = JSONObject([("to", .string(to))])
        if let press {
            let entries = press.split(separator: ",", omittingEmptySubsequences: false)
            body["press"] = .array(entries.map { .string($0.trimmingCharacters(in: .whitespaces)) })
        }
        if !say.isEmpty { body["say"] = .array(say.map { .string($0) }) }
        body["hang_up_after"] = hangUpAfter.map { .number($0) }
        let path = "phones/\(client.escaped(from))"
        let dialed: JSONValue
        do {
            dialed = try await client.post("\(path)/dial", .object(body))
        } catch var fault as JSONClient.Fault where fault.status == 409 {
            fault.message += ": curl -X POST \(client.base)\(path)/hang_up, or call --from another number"
            throw fault
        }
        guard let id = dialed["call_id"]?.stringValue else {
            throw JSONClient.Fault(message: "the emulator did not say which call it made", isUnreachable: false)
        }
        return id
    }

    private func follow(_ id: String, _ printer: TimelinePrinter) async throws -> Bool {
        var (after, last, wasAnswered, isToldOfSilence) = (0, 0, false, false)
        while true {
            let page = try await client.get("calls/\(id)/timeline?after=\(after)&wait=20")
            let entries = page["entries"]?.arrayValue ?? []
            for entry in entries {
                after = max(after, entry["seq"]?.intValue ?? after)
                // A phone that joins without the application was rung in its place.
                if ["answered", "joined"].contains(entry["kind"]?.stringValue) { wasAnswered = true }
                let elapsed = entry["elapsed_ms"]?.intValue ?? 0
                printer.entry(entry, elapsed: elapsed, last: last)
                last = elapsed
            }
            if page["ended"]?.boolValue == true { return wasAnswered }
            let call = try await client.get("calls/\(id)")
            if isLeftAlone(call) {
                await hangUp(call)
            } else if entries.isEmpty, !isToldOfSilence {
                isToldOfSilence = true
                Console.note("hookswitch: nothing happens in the call any more; Ctrl-C hangs up")
            }
        }
    }

    /// Whether people speak without the application, which they would do for ever.
    private func isLeftAlone(_ call: JSONValue) -> Bool {
        let connections = call["connections"]?.arrayValue ?? []
        return call["state"]?.stringValue == "connected" && (call["ringing"]?.arrayValue ?? []).isEmpty
            && connections.allSatisfy { $0["state"]?.stringValue == "disconnected" }
    }

    /// All phones leave; the last ones may be out before their turn comes.
    private func hangUp(_ call: JSONValue) async {
        for participant in call["participants"]?.arrayValue ?? [] where participant["call_connection_id"] == nil {
            guard let phone = participant["raw_id"]?.stringValue else { continue }
            _ = try? await client.post("phones/\(client.escaped(phone))/hang_up", [:])
        }
    }
}
