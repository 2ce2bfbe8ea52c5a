import CallModel

/// Who takes part in a recorded call, under which names of the spec, and what they did when they were rung.
struct RecordedPeople {
    private var names: [String: String] = [:]
    private var order: [String] = []
    private var reactions: [String: String] = [:]
    /// Numbers of private people, and what stands for them.
    private var masks: [String: String] = [:]

    init(_ journal: RecordedJournal, isFull: Bool) {
        for record in journal.records {
            if record.kind == "event", record.name == "IncomingCall", names.isEmpty {
                add(record.data["from"], as: "caller")
                if !isFull { mask(record.data["from"]) }
            }
            if record.kind == "event", record.name == "Launch", !isFull {
                for text in record.data["params"]?.texts ?? [] where PhoneNumber.isNumber(text) {
                    masks[text] = masks[text] ?? Self.mask(masks.count)
                }
            }
            guard record.kind == "request" else { continue }
            if ["create_call", "add_participant", "transfer"].contains(record.action) {
                for target in record.targets {
                    add(target, as: record.action == "create_call" && names.isEmpty ? "called" : "phone\(names.count)")
                    react(target, record, journal)
                }
            }
        }
    }

    /// A number that belongs to nobody.
    private static func mask(_ index: Int) -> String {
        "+142555501" + (index < 10 ? "0\(index)" : "\(index % 100)")
    }

    private mutating func mask(_ person: JSONValue?) {
        guard let number = person.flatMap(CommunicationIdentifier.init(json:))?.phoneNumber else { return }
        masks[number] = masks[number] ?? Self.mask(masks.count)
    }

    private mutating func add(_ person: JSONValue?, as name: String) {
        guard let identifier = person.flatMap(CommunicationIdentifier.init(json:)), names[identifier.rawID] == nil
        else {
            return
        }
        names[identifier.rawID] = name
        order.append(identifier.rawID)
    }

    /// What the person did: the first time counts.
    private mutating func react(_ person: JSONValue, _ record: RecordedJournal.Record, _ journal: RecordedJournal) {
        guard let id = CommunicationIdentifier(json: person)?.rawID, reactions[id] == nil else { return }
        let ends = [
            "CallConnected", "CreateCallFailed", "AddParticipantSucceeded", "AddParticipantFailed",
            "CallTransferAccepted", "CallTransferFailed",
        ]
        let end = journal.records.first {
            $0.kind == "event" && $0.operation == record.op && ends.contains($0.name)
        }
        guard let end else {
            reactions[id] = "never_answers()"
            return
        }
        let delay = max(0.1, ((end.at - record.at) * 10).rounded() / 10)
        guard end.name.hasSuffix("Failed") else {
            reactions[id] = "answers { after = \(delay.short) }"
            return
        }
        switch end.data["resultInformation"]?["code"]?.intValue {
        case 486: reactions[id] = "busy()"
        case 480, 487, 408: reactions[id] = "never_answers()"
        case 404: reactions[id] = "unreachable()"
        case 484: reactions[id] = "invalid_number()"
        default: reactions[id] = "declines { after = \(delay.short) }"
        }
    }

    /// The spec's name of a person; everybody else is a caller.
    func variable(_ person: JSONValue?) -> String {
        person.flatMap(CommunicationIdentifier.init(json:)).flatMap { names[$0.rawID] } ?? "caller"
    }

    /// The number or raw id of a person, as the spec writes it.
    func shown(_ person: JSONValue?) -> String {
        guard let identifier = person.flatMap(CommunicationIdentifier.init(json:)) else { return "" }
        let text = identifier.spoken
        return masks[text] ?? text
    }

    /// A text with other numbers in it.
    func replaced(_ text: String) -> String { masks.reduce(text) { $0.replacing($1.key, with: $1.value) } }

    /// A value of a launch with other numbers in it.
    func replaced(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): return .string(masks.reduce(text) { $0.replacing($1.key, with: $1.value) })
        case .array(let items): return .array(items.map(replaced))
        case .object(let object): return .object(JSONObject(object.members.map { ($0.name, replaced($0.value)) }))
        default: return value
        }
    }

    /// The lines that say who is there.
    var declarations: [String] {
        order.flatMap { id -> [String] in
            let text = id.hasPrefix("4:") ? String(id.dropFirst(2)) : id
            let name = names[id] ?? "caller"
            return ["local \(name) = phone \((masks[text] ?? text).lua)"]
                + (reactions[id].map { ["\(name):\($0)"] } ?? [])
        }
    }
}

extension PhoneNumber {
    /// Whether a text is a number with its +.
    fileprivate static func isNumber(_ text: String) -> Bool { text.hasPrefix("+") && (try? PhoneNumber(text)) != nil }
}

extension JSONValue {
    /// All texts in it.
    fileprivate var texts: [String] {
        switch self {
        case .string(let text): [text]
        case .array(let items): items.flatMap(\.texts)
        case .object(let object): object.members.flatMap(\.value.texts)
        default: []
        }
    }
}
