import CallModel

/// Takes what is personal out of journals that have ended: members of JSON objects by name, at any depth of events,
/// requests, responses and restarts; and phone numbers where there is no JSON.
///
/// An open journal is never redacted, since it could not be replayed.
public struct FieldRedaction: Sendable {
    /// Names of members, as the service or a flow writes them.
    public let fields: Set<String>
    private let seal: FieldSeal?

    /// - Parameter key: seals the values in place of dropping them.
    public init(fields: Set<String>, key: JournalKey? = nil) {
        self.fields = fields
        seal = key.map { FieldSeal(key: $0) }
    }

    /// What stands in place of a value that is gone.
    public static let placeholder = "redacted"

    /// A record without what is personal. Doing it twice changes nothing more.
    public func redacted(_ record: JournalRecord) -> JournalRecord {
        var record = record
        let session = record.session
        switch record.body {
        case .begin(var begin):
            begin.intakeKey = NumberRedaction.redacted(begin.intakeKey)
            record.body = .begin(begin)
        case .event(let event): record.body = .event(redacted(event, of: session))
        case .response(var response):
            switch response.result {
            case .answered(let status, let body):
                response.result = .answered(status: status, body: content(body, session))
            case .fault(var fault):
                fault.message = NumberRedaction.redacted(fault.message)
                response.result = .fault(fault)
            }
            record.body = .response(response)
        case .operatorCommand(var command):
            command.arguments = NumberRedaction.redacted(command.arguments)
            record.body = .operatorCommand(command)
        case .request(var request):
            // What stands behind the question mark of a flow's own request is a person's as often as not.
            if request.action == "http", let mark = request.request.path.firstIndex(of: "?") {
                request.request.path = request.request.path[...mark] + Self.placeholder
            }
            request.request.path = NumberRedaction.redacted(request.request.path)
            request.request.body = content(request.request.body, session)
            record.body = .request(request)
        case .sent(var sent):
            sent.context = NumberRedaction.redacted(sent.context)
            record.body = .sent(sent)
        case .restart(var restart):
            restart.data = value(restart.data, session)
            // It repeats what stands elsewhere, and is of no use to a journal that cannot be replayed.
            restart.snapshot = []
            record.body = .restart(restart)
        case .end(var end):
            end.report = NumberRedaction.redacted(end.report)
            record.body = .end(end)
        case .timer, .resume: break
        }
        return record
    }

    /// The same for an event, taken or not.
    public func redacted(_ record: EventRecord, of session: SessionID) -> EventRecord {
        var record = record
        record.event.subject = NumberRedaction.redacted(record.event.subject)
        record.event.data = content(record.event.data, session)
        // Ids of our own launches hold keys that people chose.
        record.event.id = NumberRedaction.redacted(record.event.id)
        return record
    }

    private func content(_ bytes: [UInt8], _ session: SessionID) -> [UInt8] {
        guard !bytes.isEmpty else { return bytes }
        guard let json = try? JSONValue(parsing: bytes) else {
            return Array(NumberRedaction.redacted(String(decoding: bytes, as: UTF8.self)).utf8)
        }
        return value(json, session).encoded
    }

    private func value(_ json: JSONValue, _ session: SessionID) -> JSONValue {
        switch json {
        case .array(let items): return .array(items.map { value($0, session) })
        case .object(let object):
            let members = object.members.map { name, inner -> (name: String, value: JSONValue) in
                // The body of a flow's own request, or of its answer: a document inside a document.
                if name == "body", !fields.contains(name), let text = inner.stringValue {
                    let redacted = content(Array(text.utf8), session)
                    return (name, .string(String(decoding: redacted, as: UTF8.self)))
                }
                guard fields.contains(name), inner != .null else { return (name, value(inner, session)) }
                return (name, replacement(of: inner, name, session))
            }
            return .object(JSONObject(members))
        case .null, .bool, .integer, .number, .string: return json
        }
    }

    private func replacement(of value: JSONValue, _ name: String, _ session: SessionID) -> JSONValue {
        if value.isRedacted { return value }
        return seal?.sealed(value, name, session) ?? .string(Self.placeholder)
    }
}

extension JSONValue {
    /// Whether this stands in place of a value that was redacted.
    var isRedacted: Bool { stringValue == FieldRedaction.placeholder || FieldSeal.isSealed(self) }

    /// Whether anything in it does.
    var holdsRedacted: Bool {
        if isRedacted { return true }
        switch self {
        case .array(let items): return items.contains { $0.holdsRedacted }
        case .object(let object):
            return object.members.contains { member in
                if member.value.holdsRedacted { return true }
                guard member.name == "body", let text = member.value.stringValue else { return false }
                if let inner = try? JSONValue(parsing: Array(text.utf8)) { return inner.holdsRedacted }
                return NumberRedaction.hidesNumber(in: text)
            }
        case .null, .bool, .integer, .number, .string: return false
        }
    }
}

extension JournalRecord {
    /// Whether something in the record looks as if it had been redacted: such a journal does not replay.
    public var looksRedacted: Bool {
        switch body {
        case .begin(let begin): NumberRedaction.hidesNumber(in: begin.intakeKey)
        case .event(let event): Self.looksRedacted([event.event.id, event.event.subject], event.event.data)
        case .request(let request):
            request.request.path.hasSuffix("?" + FieldRedaction.placeholder)
                || Self.looksRedacted([request.request.path], request.request.body)
        case .sent(let sent): NumberRedaction.hidesNumber(in: sent.context)
        case .response(let response):
            switch response.result {
            case .answered(_, let body): Self.looksRedacted([], body)
            case .fault(let fault): NumberRedaction.hidesNumber(in: fault.message)
            }
        case .operatorCommand(let command): NumberRedaction.hidesNumber(in: command.arguments)
        case .restart(let restart): restart.data.holdsRedacted
        case .end(let end): NumberRedaction.hidesNumber(in: end.report)
        case .timer, .resume: false
        }
    }

    private static func looksRedacted(_ texts: [String], _ content: [UInt8]) -> Bool {
        if texts.contains(where: NumberRedaction.hidesNumber) { return true }
        // Where there is no JSON, nothing but numbers is hidden.
        guard let json = try? JSONValue(parsing: content) else {
            return NumberRedaction.hidesNumber(in: String(decoding: content, as: UTF8.self))
        }
        return json.holdsRedacted
    }
}
