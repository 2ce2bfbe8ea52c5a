import CallJournal
import CallModel
import Crypto

/// A journal read back from its export: the format tells all that a replay needs.
struct ExportedJournal {
    let session: SessionID
    let begin: BeginRecord
    let records: [JournalRecord]

    /// What an export lacks, or says wrongly.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    init(_ export: JSONValue) throws {
        session = try Self.needed(export["session"]?.stringValue.flatMap { SessionID($0) }, "session")
        let session = session
        records = try (export["records"]?.arrayValue ?? []).map { line in
            JournalRecord(
                session: session, seq: try Self.needed(line["seq"]?.intValue, "seq"),
                at: try Self.needed(line["at"]?.doubleValue, "at"), body: try Self.body(line))
        }
        guard case .begin(let begin)? = records.first?.body else { throw Fault(description: "there is no begin") }
        self.begin = begin
    }

    private static func needed<Value>(_ value: Value?, _ name: String) throws -> Value {
        guard let value else { throw Fault(description: "'\(name)' is missing, or is something else") }
        return value
    }

    private static func text(_ line: JSONValue, _ name: String) throws -> String {
        try needed(line[name]?.stringValue, name)
    }

    private static func op(_ line: JSONValue) throws -> OperationID {
        try needed(OperationID(try text(line, "op")), "op")
    }

    private static func body(_ line: JSONValue) throws -> JournalRecord.Body {
        switch try text(line, "kind") {
        case "begin": return .begin(try begin(line))
        case "event": return .event(try event(line))
        case "response": return .response(try response(line))
        case "timer":
            let number = try needed(line["number"]?.intValue, "number")
            return .timer(TimerRecord(number: number, due: try needed(line["due"]?.doubleValue, "due")))
        case "resume":
            return .resume(
                ResumeRecord(
                    node: try text(line, "node"), epoch: try needed(line["epoch"]?.intValue, "epoch"),
                    downSince: try needed(line["down_since"]?.doubleValue, "down_since"),
                    graceUntil: try needed(line["grace_until"]?.doubleValue, "grace_until")))
        case "operator":
            return .operatorCommand(
                OperatorRecord(
                    who: try text(line, "who"), command: try text(line, "command"),
                    arguments: try text(line, "arguments")))
        case "request": return .request(try request(line))
        case "sent":
            let send = SendAttempt(
                repeatabilityID: line["repeatability_id"]?.stringValue,
                firstSent: try needed(line["first_sent"]?.doubleValue, "first_sent"),
                timeLimit: try needed(line["time_limit"]?.doubleValue, "time_limit"))
            return .sent(
                SentRecord(
                    op: try op(line), attempt: try needed(line["attempt"]?.intValue, "attempt"),
                    context: try text(line, "context"), send: send))
        case "restart":
            return .restart(
                RestartRecord(
                    handler: try text(line, "handler"), data: line["data"] ?? .null,
                    snapshot: content(line["snapshot"])))
        case "end":
            let way = try needed(EndRecord.Way(rawValue: try text(line, "way")), "way")
            return .end(EndRecord(way: way, report: try text(line, "report")))
        case let other: throw Fault(description: "there is no kind '\(other)'")
        }
    }

    private static func begin(_ line: JSONValue) throws -> BeginRecord {
        let cause: BeginRecord.Cause
        switch try text(line, "cause") {
        case "incoming_call": cause = .incomingCall(hook: try needed(line["hook"]?.intValue, "hook"))
        case "launch": cause = .launch
        case "grid_event": cause = .gridEvent
        case let other: throw Fault(description: "there is no cause '\(other)'")
        }
        return BeginRecord(
            intakeKey: try text(line, "intake_key"), cause: cause, flow: try text(line, "flow"),
            generation: try text(line, "generation"), level: try needed(line["level"]?.intValue, "level"),
            luaRelease: try text(line, "lua_release"), environment: try text(line, "environment"),
            seed: try needed(UInt64(try text(line, "seed")), "seed"))
    }

    private static func event(_ line: JSONValue) throws -> EventRecord {
        let event = CallEvent(
            id: try text(line, "id"), name: try text(line, "name"), source: try text(line, "source"),
            subject: try text(line, "subject"), time: try text(line, "time"), data: content(line["data"]))
        return EventRecord(
            leg: line["leg"]?.stringValue.flatMap { OperationID($0) }, event: event,
            arrived: try needed(line["arrived"]?.doubleValue, "arrived"),
            via: try needed(EventRecord.Way(rawValue: try text(line, "via")), "via"),
            isInert: try needed(line["inert"]?.boolValue, "inert"))
    }

    private static func response(_ line: JSONValue) throws -> ResponseRecord {
        let result: SendResult
        if let fault = line["fault"] {
            let kind = try needed(SendFault.Kind(rawValue: try text(fault, "kind")), "kind")
            let reason = try fault["reason"]?.stringValue.map { try needed(FailureReason(rawValue: $0), "reason") }
            result = .fault(SendFault(kind, try text(fault, "message"), reason: reason))
        } else {
            result = .answered(status: try needed(line["status"]?.intValue, "status"), body: content(line["body"]))
        }
        return ResponseRecord(
            op: try op(line), attempt: try needed(line["attempt"]?.intValue, "attempt"), result: result)
    }

    private static func request(_ line: JSONValue) throws -> RequestRecord {
        let repeatClass = try needed(RepeatClass(rawValue: try text(line, "class")), "class")
        let request = PreparedRequest(
            method: try text(line, "method"), path: try text(line, "path"), body: content(line["body"]),
            takesRepeatability: repeatClass == .id)
        let hash = SHA256.hash(data: request.body).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        guard try text(line, "body_sha256") == hash else {
            throw Fault(
                description: "the body of record \(line["seq"]?.intValue ?? 0) is not the one that was exported")
        }
        return RequestRecord(
            op: try op(line), leg: try needed(line["leg"]?.intValue, "leg"), action: try text(line, "action"),
            repeatClass: repeatClass, request: request,
            timeLimit: try needed(line["time_limit"]?.doubleValue, "time_limit"))
    }

    /// An empty text is nothing, any other is no JSON; the rest is.
    private static func content(_ value: JSONValue?) -> [UInt8] {
        guard let value else { return Array("null".utf8) }
        return value.stringValue.map { Array($0.utf8) } ?? value.encoded
    }
}
