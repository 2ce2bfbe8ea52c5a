import CallJournal
import CallModel

/// What a journal says that left, handed out again in a replay.
struct RecordedOutputs: AttemptSource {
    private struct Try: Hashable {
        var op: OperationID
        var number: Int
    }

    private var sents: [Try: SendAttempt] = [:]
    /// The requests of each operation in order: the pages of a list are several.
    private var requests: [OperationID: [PreparedRequest]] = [:]

    init(_ records: some Sequence<JournalRecord>) {
        for record in records {
            switch record.body {
            case .sent(let sent): sents[Try(op: sent.op, number: sent.attempt)] = sent.send
            case .request(let request): requests[request.op, default: []].append(request.request)
            default: break
            }
        }
    }

    mutating func attempt(
        for operation: OperationID, number: Int, request: PreparedRequest, at: Double
    ) -> SendAttempt {
        // What was never sent differs from everything, so that the comparison shows it.
        sents[Try(op: operation, number: number)] ?? SendAttempt(repeatabilityID: nil, firstSent: -1)
    }

    mutating func request(for operation: OperationID, number: Int, fresh: PreparedRequest) -> PreparedRequest {
        guard let recorded = requests[operation]?.first else { return fresh }
        requests[operation]?.removeFirst()
        return RequestComparison.saysTheSame(recorded, fresh) ? recorded : fresh
    }
}

/// Whether two requests ask for the same. Ours to change between them are the address that events come back to, whose
/// origin and token are settings, and how JSON is written.
enum RequestComparison {
    static func saysTheSame(_ left: PreparedRequest, _ right: PreparedRequest) -> Bool {
        if left == right { return true }
        guard left.method == right.method, left.path == right.path,
            left.takesRepeatability == right.takesRepeatability, let old = try? JSONValue(parsing: left.body),
            let new = try? JSONValue(parsing: right.body)
        else { return false }
        return withoutOwnAddress(old) == withoutOwnAddress(new)
    }

    private static func withoutOwnAddress(_ body: JSONValue) -> JSONValue {
        guard let object = body.objectValue,
            object.members.contains(where: { BodyDifference.ownAddresses.contains($0.name) })
        else { return body }
        return without(object, "")
    }

    private static func without(_ object: JSONObject, _ place: String) -> JSONValue {
        let members = object.members.compactMap { member -> (name: String, value: JSONValue)? in
            let inner = place + member.name
            guard !BodyDifference.ownAddresses.contains(inner) else { return nil }
            // No address of ours lies deeper.
            guard place.isEmpty, let part = member.value.objectValue else { return member }
            return (member.name, without(part, inner + "."))
        }
        return .object(JSONObject(members.sorted { $0.name < $1.name }))
    }
}
