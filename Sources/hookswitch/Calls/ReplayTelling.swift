import ArgumentParser
import CallJournal
import CallModel
import CallRuntime

/// Tells what came of replays, and ends the command with their exit code.
struct ReplayTelling {
    var player: JournalPlayer
    var isFull: Bool
    var json: Bool

    /// One session, step by step.
    func one(_ id: SessionID, until: Int) async throws {
        var last = 0
        let printer = TimelinePrinter(json: json)
        printer.title("session \(id)")
        let verdict = try await player.play(id, until: until, isFull: isFull) { step in
            let elapsed = Int((step.elapsed * 1_000).rounded())
            let line: JSONValue = [
                "seq": .integer(Int64(step.seq)), "elapsed_ms": .integer(Int64(elapsed)), "kind": .string(step.kind),
                "text": .string(json ? step.text : "\(step.seq). " + step.text + (step.place.map { "  \($0)" } ?? "")),
                "line": step.place.map { .string($0) },
            ]
            printer.entry(line, elapsed: elapsed, last: last)
            last = elapsed
        }
        guard let verdict else { throw Console.fail(.usage, "there is no session \(id)") }
        if json { Console.line(verdictJSON(verdict, of: id).text) } else { words(verdict).forEach { Console.line($0) } }
        if !verdict.isGood { throw HookswitchExit.mismatch.code }
    }

    /// All sessions, open ones first begun first.
    func all(of journal: any CallJournal, withFinished: Bool) async throws {
        var (good, redacted, bad) = (0, 0, [JSONValue]())
        var query = SessionQuery(isOpen: withFinished ? nil : true, limit: 500)
        while true {
            let page = try await journal.sessions(matching: query)
            for session in page {
                // One that was removed since is none of those that have to be replayed.
                guard let verdict = try await player.play(session.id) else { continue }
                if verdict == .redacted {
                    redacted += 1
                } else if verdict.isGood {
                    good += 1
                } else {
                    var line = verdictJSON(verdict, of: session.id).objectValue ?? [:]
                    line["flow"] = .string(session.flow)
                    line["generation"] = .string(session.generation)
                    bad.append(.object(line))
                    if !json {
                        Console.line("\(session.id) \(session.flow): \(words(verdict).joined(separator: "; "))")
                    }
                }
            }
            guard let last = page.last, page.count == query.limit else { break }
            query.after = last.id
        }
        if json {
            let report: JSONValue = [
                "replayed": .integer(Int64(good)), "redacted": .integer(Int64(redacted)),
                "failed": .integer(Int64(bad.count)), "sessions": .array(bad),
            ]
            Console.line(report.text)
        } else {
            Console.line(
                "sessions: \(good + redacted + bad.count); replay: \(good); do not: \(bad.count)"
                    + (redacted > 0 ? "; cannot be tried, since they were redacted: \(redacted)" : ""))
        }
        if !bad.isEmpty { throw HookswitchExit.mismatch.code }
    }

    private func words(_ verdict: JournalPlayer.Verdict) -> [String] {
        switch verdict {
        case .replays(let records, let since):
            [
                since > 0
                    ? "all \(records) records behind the restart at step \(since) replay"
                    : "all \(records) records replay"
            ]
        case .replaysUntilStop(let records, let report):
            ["\(records) records replay, then the runtime stopped the flow: \(shown(report))"]
        case .mismatch(let mismatch):
            [
                "does not replay at step \(mismatch.step)",
                "expected \(shown(mismatch.expected))" + shownValue(mismatch.member, mismatch.values.expected),
                "got      \(shown(mismatch.got))" + shownValue(mismatch.member, mismatch.values.got),
            ] + (mismatch.place.map { ["at       \($0)"] } ?? [])
        case .impossible(let reason): ["cannot be replayed: \(reason)"]
        case .redacted: ["cannot be replayed: it was redacted when it had finished"]
        }
    }

    private func shown(_ text: String) -> String { isFull ? text : NumberRedaction.redacted(text) }

    private func shownValue(_ member: String?, _ value: String?) -> String {
        guard let member, !member.isEmpty else { return "" }
        return " with \(member) = \(shown(value ?? "nothing"))"
    }

    private func verdictJSON(_ verdict: JournalPlayer.Verdict, of id: SessionID) -> JSONValue {
        var line: JSONObject = ["session": .string(id.text), "replays": .bool(verdict.isGood)]
        switch verdict {
        case .replays(let records, let since):
            line["records"] = .integer(Int64(records))
            if since > 0 { line["since"] = .integer(Int64(since)) }
        case .replaysUntilStop(let records, let report):
            line["records"] = .integer(Int64(records))
            line["stopped"] = .string(shown(report))
        case .mismatch(let mismatch):
            line["step"] = .integer(Int64(mismatch.step))
            line["expected"] = .string(shown(mismatch.expected))
            line["got"] = .string(shown(mismatch.got))
            line["line"] = mismatch.place.map { .string($0) }
            if let member = mismatch.member {
                line["differs_at"] = .string(member)
                line["expected_value"] = mismatch.values.expected.map { .string(shown($0)) }
                line["got_value"] = mismatch.values.got.map { .string(shown($0)) }
            }
        case .impossible(let reason): line["reason"] = .string(reason)
        case .redacted: line["reason"] = "it was redacted when it had finished"
        }
        return .object(line)
    }
}

extension JournalPlayer.Verdict {
    /// Whether a server with this binary could take the session over.
    fileprivate var isGood: Bool {
        switch self {
        case .replays, .replaysUntilStop: true
        case .mismatch, .impossible, .redacted: false
        }
    }
}
