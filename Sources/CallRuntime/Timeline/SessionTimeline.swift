import CallJournal
import CallModel
import Foundation

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
    /// - Parameter isFull: whether phone numbers are told whole.
    public static func entries(_ records: [JournalRecord], isFull: Bool = false) -> [SessionTimelineEntry] {
        var told = Told()
        return records.map { record in
            let (kind, text) = told.line(record.body)
            return SessionTimelineEntry(
                seq: record.seq, at: record.at, kind: kind, text: isFull ? text : NumberRedaction.redacted(text))
        }
    }

    /// What earlier records said, so that later ones can be told by name.
    private struct Told {
        private var actions: [OperationID: String] = [:]
        private var legs: [OperationID: Int] = [:]

        mutating func line(_ body: JournalRecord.Body) -> (String, String) {
            switch body {
            case .begin(let begin):
                let cause =
                    switch begin.cause {
                    case .incomingCall: "incoming call"
                    case .launch: "launched"
                    case .gridEvent: "a call elsewhere"
                    }
                return ("begin", "\(cause), flow \(begin.flow), generation \(begin.generation.prefix(10))")
            case .event(let record): return ("event", event(record))
            case .response(let record): return ("response", "\(name(record.op)): \(result(record))")
            case .timer(let timer): return ("timer", "timer \(timer.number)")
            case .resume(let resume): return ("resume", "taken up by \(resume.node)")
            case .operatorCommand(let command): return ("operator", "\(command.who): \(command.command)")
            case .request(let request):
                let place = request.leg > 0 ? " on call \(request.leg)" : ""
                actions[request.op] = request.action + place
                legs[request.op] = request.leg
                let path = String(request.request.path.prefix { $0 != "?" })
                let whom = Self.whom(request.request).map { ", " + $0 }.joined()
                return (
                    "request",
                    "\(name(request.op)): \(request.request.method) \(path.removingPercentEncoding ?? path)\(whom)"
                )
            case .sent(let sent): return ("sent", "\(name(sent.op)), attempt \(sent.attempt)")
            case .restart(let restart): return ("restart", restart.handler)
            case .end(let end): return ("end", end.way.rawValue + (end.report.isEmpty ? "" : ": " + end.report))
            }
        }

        /// Whom a request is about, as its body says.
        private static func whom(_ request: PreparedRequest) -> [String] {
            guard !request.body.isEmpty, let body = try? JSONValue(parsing: request.body) else { return [] }
            let names = [
                "targets", "target", "targetParticipant", "targetParticipants", "participantToAdd",
                "participantToRemove",
            ]
            return names.compactMap { body[$0] }.flatMap { $0.arrayValue ?? [$0] }
                .compactMap { CommunicationIdentifier(json: $0)?.rawID }
        }

        private func name(_ op: OperationID) -> String { "\(op) \(actions[op] ?? "operation")" }

        private func result(_ record: ResponseRecord) -> String {
            switch record.result {
            case .answered where record.attempt == 0: return "a line of the caller ID is free"
            case .answered(let status, let body) where status >= 400:
                let error = ActionFailure(status: status, body: body)
                return "\(status)\(error.subCode.map { " / \($0)" } ?? "") \(error.message)"
            case .answered(let status, _): return "\(status)"
            case .fault(let fault): return "\(fault.kind.rawValue), \(fault.message)"
            }
        }

        private func event(_ record: EventRecord) -> String {
            var text = record.event.name
            if let leg = record.leg.flatMap({ legs[$0] }) { text += " on call \(leg)" }
            if let data = try? record.event.parsedData() {
                if let result = ResultInformation(eventData: data), result.code != 0 {
                    text += ", \(result.code) / \(result.subCode)"
                }
                if let list = data["participants"]?.arrayValue { text += ", \(list.count) in the call" }
            }
            return text + (record.isInert ? " (nothing took it)" : "")
        }
    }
}
