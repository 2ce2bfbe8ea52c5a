import CallJournal
import CallModel

/// One line of a session's timeline.
public struct SessionTimelineEntry: Sendable, Equatable {
    /// The record's number.
    public var seq: Int
    /// Seconds since 1970.
    public var at: Double
    /// `begin`, `event`, `response`, `timer`, `operator`, `request`, `sent`, `end`, …
    public var kind: String
    /// What happened, in words.
    public var text: String
}

/// A session's journal, told for people.
public enum SessionTimeline {
    /// One entry per record.
    public static func entries(_ records: [JournalRecord]) -> [SessionTimelineEntry] {
        records.map { record in
            let (kind, text) = line(record.body)
            return SessionTimelineEntry(seq: record.seq, at: record.at, kind: kind, text: text)
        }
    }

    private static func line(_ body: JournalRecord.Body) -> (String, String) {
        switch body {
        case .begin(let begin):
            let cause =
                switch begin.cause {
                case .incomingCall: "incoming call"
                case .launch: "launched"
                case .gridEvent: "a call elsewhere"
                }
            return ("begin", "\(cause), flow \(begin.flow), generation \(begin.generation.prefix(10))")
        case .event(let record):
            return ("event", record.event.name + (record.isInert ? " (nothing took it)" : ""))
        case .response(let record):
            switch record.result {
            case .answered where record.attempt == 0:
                return ("response", "operation \(record.op): a line of the caller ID is free")
            case .answered(let status, _): return ("response", "operation \(record.op): \(status)")
            case .fault(let fault):
                return ("response", "operation \(record.op): \(fault.kind.rawValue), \(fault.message)")
            }
        case .timer(let timer): return ("timer", "timer \(timer.number)")
        case .resume(let resume): return ("resume", "taken up by \(resume.node)")
        case .operatorCommand(let command): return ("operator", "\(command.who): \(command.command)")
        case .request(let request):
            let place = request.leg > 0 ? " on call \(request.leg)" : ""
            return ("request", "operation \(request.op): \(request.action)\(place)")
        case .sent(let sent): return ("sent", "operation \(sent.op), attempt \(sent.attempt)")
        case .restart(let restart): return ("restart", restart.handler)
        case .end(let end): return ("end", end.way.rawValue + (end.report.isEmpty ? "" : ": " + end.report))
        }
    }
}
