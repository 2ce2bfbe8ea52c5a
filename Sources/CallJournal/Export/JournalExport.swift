import CallModel
import Crypto

/// A session's journal as one JSON object, for people, for other programs and for checks.
///
/// The format is fixed: what is added gets a new name. Times are seconds since 1970, operations are texts such as `3` or
/// `r1`.
public enum JournalExport {
    /// One session.
    /// - Parameters:
    ///   - records: the whole journal, in `seq` order.
    ///   - unread: events that are durable and that it has not taken.
    /// - Returns: nil when there is no `begin`, so no session.
    public static func session(_ records: [JournalRecord], unread: [Arrival] = []) -> JSONValue? {
        guard let first = records.first, case .begin(let begin) = first.body else { return nil }
        var end = JSONValue.null
        if case .end(let record)? = records.last?.body {
            end = ["way": .string(record.way.rawValue), "report": .string(record.report)]
        }
        return [
            "session": .string(first.session.text), "flow": .string(begin.flow),
            "generation": .string(begin.generation), "level": .integer(Int64(begin.level)),
            "began": .number(first.at), "end": end,
            "unread": .array(unread.map { .object(members(of: $0.record)) }),
            "records": .array(records.map { record($0) }),
        ]
    }

    /// One session of a store; nil when it is not there.
    public static func session(_ id: SessionID, in journal: any CallJournal) async throws(JournalFault) -> JSONValue? {
        let records = try await journal.records(of: id)
        return session(records, unread: try await journal.arrivals(of: id))
    }

    /// One record, with its number, its time and what its kind tells.
    public static func record(_ record: JournalRecord) -> JSONValue {
        var members = JSONObject([
            ("seq", .integer(Int64(record.seq))), ("at", .number(record.at)), ("kind", .string(record.body.kind)),
        ])
        for (name, value) in body(record.body).members { members[name] = value }
        return .object(members)
    }

    private static func body(_ body: JournalRecord.Body) -> JSONObject {
        switch body {
        case .begin(let begin): members(of: begin)
        case .event(let event): members(of: event)
        case .response(let response): members(of: response)
        case .timer(let timer): ["number": .integer(Int64(timer.number)), "due": .number(timer.due)]
        case .resume(let resume):
            [
                "node": .string(resume.node), "epoch": .integer(Int64(resume.epoch)),
                "down_since": .number(resume.downSince), "grace_until": .number(resume.graceUntil),
            ]
        case .operatorCommand(let command):
            [
                "who": .string(command.who), "command": .string(command.command),
                "arguments": .string(command.arguments),
            ]
        case .request(let request): members(of: request)
        case .sent(let sent):
            [
                "op": text(sent.op), "attempt": .integer(Int64(sent.attempt)), "context": .string(sent.context),
                "repeatability_id": sent.send.repeatabilityID.map { .string($0) },
                "first_sent": .number(sent.send.firstSent), "time_limit": .number(sent.send.timeLimit),
            ]
        case .restart(let restart):
            [
                "handler": .string(restart.handler), "data": restart.data, "snapshot": content(restart.snapshot),
            ]
        case .end(let end): ["way": .string(end.way.rawValue), "report": .string(end.report)]
        }
    }

    private static func members(of begin: BeginRecord) -> JSONObject {
        var members: JSONObject = ["intake_key": .string(begin.intakeKey), "cause": .string(begin.cause.word)]
        if case .incomingCall(let hook) = begin.cause { members["hook"] = .integer(Int64(hook)) }
        members["flow"] = .string(begin.flow)
        members["generation"] = .string(begin.generation)
        members["level"] = .integer(Int64(begin.level))
        members["lua_release"] = .string(begin.luaRelease)
        members["environment"] = .string(begin.environment)
        // As text: 64 bits are more than many readers of JSON have.
        members["seed"] = .string("\(begin.seed)")
        return members
    }

    private static func members(of record: EventRecord) -> JSONObject {
        let event = record.event
        return [
            "leg": record.leg.map { text($0) } ?? .null, "id": .string(event.id), "name": .string(event.name),
            "source": .string(event.source), "subject": .string(event.subject), "time": .string(event.time),
            "via": .string(record.via.rawValue), "arrived": .number(record.arrived), "inert": .bool(record.isInert),
            "data": content(event.data),
        ]
    }

    private static func members(of response: ResponseRecord) -> JSONObject {
        var members: JSONObject = ["op": text(response.op), "attempt": .integer(Int64(response.attempt))]
        switch response.result {
        case .answered(let status, let body):
            members["status"] = .integer(Int64(status))
            members["body"] = content(body)
        case .fault(let fault):
            members["fault"] = [
                "kind": .string(fault.kind.rawValue), "message": .string(fault.message),
                "reason": fault.reason.map { .string($0.rawValue) },
            ]
        }
        return members
    }

    private static func members(of request: RequestRecord) -> JSONObject {
        [
            "op": text(request.op), "leg": .integer(Int64(request.leg)), "action": .string(request.action),
            "class": .string(request.repeatClass.rawValue), "method": .string(request.request.method),
            "path": .string(request.request.path), "body": content(request.request.body),
            "body_sha256": .string(hash(request.request.body)), "time_limit": .number(request.timeLimit),
        ]
    }

    private static func text(_ op: OperationID) -> JSONValue { .string("\(op)") }

    /// Bytes as what they are: JSON, or else text; nothing at all is an empty text.
    private static func content(_ bytes: [UInt8]) -> JSONValue {
        (try? JSONValue(parsing: bytes)) ?? .string(String(decoding: bytes, as: UTF8.self))
    }

    /// Hexadecimal SHA-256 of the exact bytes.
    private static func hash(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension JournalRecord.Body {
    /// The record's kind, as exports and timelines name it.
    public var kind: String {
        switch self {
        case .begin: "begin"
        case .event: "event"
        case .response: "response"
        case .timer: "timer"
        case .resume: "resume"
        case .operatorCommand: "operator"
        case .request: "request"
        case .sent: "sent"
        case .restart: "restart"
        case .end: "end"
        }
    }
}

extension BeginRecord.Cause {
    /// As exports name it.
    public var word: String {
        switch self {
        case .incomingCall: "incoming_call"
        case .launch: "launch"
        case .gridEvent: "grid_event"
        }
    }
}
