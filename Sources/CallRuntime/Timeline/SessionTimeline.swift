import CallJournal
import CallModel

/// One line of a session's timeline.
public struct SessionTimelineEntry: Sendable, Equatable {
    /// The record's number.
    public var seq: Int
    /// Seconds since 1970.
    public var at: Double
    /// Seconds since the session began.
    public var elapsed: Double
    /// `begin`, `event`, `response`, `timer`, `operator`, `request`, `sent`, `end`, …
    public var kind: String
    /// What happened, in words.
    public var text: String
    /// For what came of something: the seconds that it took. An answer since its request left, an event since its
    /// operation first left, a disconnect since the call was connected, an end since the beginning.
    public var took: Double?
}

/// A session's journal, told for people: one line per record, and nothing that is not in a record.
public enum SessionTimeline {
    /// One entry per record.
    /// - Parameter isFull: whether phone numbers, and what people press and say, are told whole.
    public static func entries(_ records: [JournalRecord], isFull: Bool = false) -> [SessionTimelineEntry] {
        var told = TimelineWords(isFull: isFull)
        let began = records.first?.at ?? 0
        return records.indices.map { index in
            let record = records[index]
            let (text, took) = told.line(record, next: index + 1 < records.count ? records[index + 1] : nil)
            return SessionTimelineEntry(
                seq: record.seq, at: record.at, elapsed: record.at - began, kind: record.body.kind,
                text: isFull ? text : NumberRedaction.redacted(text), took: took)
        }
    }
}
