import CallJournal
import CallModel

/// Sessions as operators see them, read from their journals: the same from a running server and from a store's file.
public struct CallViews: Sendable {
    private let journal: any CallJournal

    /// Views of what a journal holds.
    public init(_ journal: any CallJournal) { self.journal = journal }

    /// `{"calls": […]}`, the newest first.
    /// - Parameter isFull: whether phone numbers are told whole.
    public func list(_ query: SessionQuery, isFull: Bool = false) async throws(JournalFault) -> JSONValue {
        ["calls": .array(try await journal.sessions(matching: query).map { .object(Self.row($0, isFull)) })]
    }

    /// One session as lists show it, with how many records it has; nil when it is not known.
    public func call(_ id: SessionID, isFull: Bool = false) async throws(JournalFault) -> JSONObject? {
        let records = try await journal.records(of: id)
        guard let first = records.first, let last = records.last, case .begin(let begin) = first.body else {
            return nil
        }
        var summary = SessionSummary(
            id: id, flow: begin.flow, generation: begin.generation, began: first.at, end: nil)
        if case .end(let end) = last.body { (summary.end, summary.ended) = (end, last.at) }
        var row = Self.row(summary, isFull)
        row["level"] = .integer(Int64(begin.level))
        row["cause"] = .string(begin.cause.word)
        row["records"] = .integer(Int64(last.seq))
        row["last"] = .number(last.at)
        return row
    }

    private static func row(_ session: SessionSummary, _ isFull: Bool) -> JSONObject {
        var row: JSONObject = [
            "session": .string(session.id.text), "flow": .string(session.flow),
            "generation": .string(session.generation), "began": .number(session.began),
        ]
        guard let end = session.end else { return row }
        row["end"] = .string(end.way.rawValue)
        row["report"] = .string(isFull ? end.report : NumberRedaction.redacted(end.report))
        row["ended"] = session.ended.map { .number($0) }
        row["took_ms"] = session.ended.map { Self.milliseconds($0 - session.began) }
        return row
    }

    /// `{"session", "ended", "timeline": […]}` with what happened after the record `after`; nil when the session is not
    /// known.
    /// - Parameter wait: seconds to wait for something new, when there is nothing yet.
    public func timeline(
        of id: SessionID, after: Int = 0, wait: Double = 0, isFull: Bool = false
    ) async throws -> JSONValue? {
        let end = ContinuousClock.now + .seconds(wait)
        var entries = SessionTimeline.entries(try await journal.records(of: id), isFull: isFull)
        guard !entries.isEmpty else { return nil }
        // Stores tell nobody of new records, so they are asked.
        while (entries.last?.seq ?? 0) <= after, entries.last?.kind != "end", ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(50))
            entries = SessionTimeline.entries(try await journal.records(of: id), isFull: isFull)
        }
        return [
            "session": .string(id.text), "ended": .bool(entries.last?.kind == "end"),
            "timeline": .array(entries.drop { $0.seq <= after }.map { Self.json($0) }),
        ]
    }

    private static func json(_ entry: SessionTimelineEntry) -> JSONValue {
        [
            "seq": .integer(Int64(entry.seq)), "at": .number(entry.at), "elapsed_ms": milliseconds(entry.elapsed),
            "kind": .string(entry.kind), "text": .string(entry.text), "took_ms": entry.took.map { milliseconds($0) },
        ]
    }

    private static func milliseconds(_ seconds: Double) -> JSONValue { .integer(Int64((seconds * 1_000).rounded())) }
}
