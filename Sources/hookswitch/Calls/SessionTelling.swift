import CallJournal
import CallModel

/// Tells one session's journal, line by line.
struct SessionTelling {
    var id: SessionID
    var source: any CallSource
    var isFull: Bool
    var json: Bool

    /// Prints what has happened; with `follow`, what happens until the session has ended.
    func tell(follow: Bool) async throws {
        let printer = TimelinePrinter(json: json)
        var (after, last) = (0, 0)
        while true {
            let page = try await source.timeline(of: id, after: after, wait: after > 0 ? 20 : 0, isFull: isFull)
            if after == 0 { printer.title("session \(id)") }
            for entry in page["timeline"]?.arrayValue ?? [] {
                after = max(after, entry["seq"]?.intValue ?? after)
                let elapsed = entry["elapsed_ms"]?.intValue ?? 0
                printer.entry(entry, elapsed: elapsed, last: last)
                last = elapsed
            }
            if page["ended"]?.boolValue == true { return }
            if !follow { return printer.title("it has not ended") }
        }
    }
}

/// Tells what happens in all sessions that a query finds, until somebody ends the command.
struct AllFollowing {
    var query: SessionQuery
    var source: any CallSource
    var isFull: Bool
    var json: Bool

    /// How far one session has been told.
    private struct Told {
        var seq = 0
        var elapsed = 0
        var hasEnded = false
    }

    func follow() async throws {
        var told: [SessionID: Told] = [:]
        var isFirst = true
        while true {
            let page = try await source.list(query, isFull: isFull)["calls"]?.arrayValue ?? []
            for call in page.reversed() {
                guard let id = call["session"]?.stringValue.flatMap({ SessionID($0) }) else { continue }
                let hasEnded = call["end"]?.stringValue != nil
                // What had ended before is history.
                if isFirst, hasEnded { told[id] = Told(hasEnded: true) }
                if told[id]?.hasEnded == true { continue }
                told[id] = try await tell(id, from: told[id] ?? Told(), hasEnded: hasEnded)
            }
            // What has left the page by its age is told to its end.
            for (id, known) in told
            where !known.hasEnded && !page.contains(where: { $0["session"]?.stringValue == id.text }) {
                told[id] = try await tell(id, from: known, hasEnded: false)
            }
            if told.count > 10_000 { told = told.filter { !$0.value.hasEnded } }
            isFirst = false
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    private func tell(_ id: SessionID, from known: Told, hasEnded: Bool) async throws -> Told {
        var known = known
        let page: JSONValue
        do {
            page = try await source.timeline(of: id, after: known.seq, wait: 0, isFull: isFull)
        } catch let fault as JSONClient.Fault where fault.status == 404 {
            known.hasEnded = true
            return known
        }
        let printer = TimelinePrinter(json: json, prefix: String(id.text.prefix(8)) + " ")
        for entry in page["timeline"]?.arrayValue ?? [] {
            known.seq = max(known.seq, entry["seq"]?.intValue ?? 0)
            let elapsed = entry["elapsed_ms"]?.intValue ?? 0
            var line = entry
            if var members = entry.objectValue {
                members["session"] = .string(id.text)
                line = .object(members)
            }
            printer.entry(line, elapsed: elapsed, last: known.elapsed)
            known.elapsed = elapsed
        }
        known.hasEnded = page["ended"]?.boolValue ?? hasEnded
        return known
    }
}
