import CallModel

/// A session as `calls export` writes it, in the parts that a spec is made of.
struct RecordedJournal {
    /// One record.
    struct Record {
        let json: JSONValue

        var kind: String { json["kind"]?.stringValue ?? "" }
        var at: Double { json["at"]?.doubleValue ?? 0 }
        var name: String { json["name"]?.stringValue ?? "" }
        var action: String { json["action"]?.stringValue ?? "" }
        var op: String { json["op"]?.stringValue ?? "" }
        var data: JSONValue { json["data"] ?? .null }
        var body: JSONValue { json["body"] ?? .null }

        /// The operation that an event belongs to, by its operation context.
        var operation: String? {
            data["operationContext"]?.stringValue.map { String($0.prefix { $0 != "." && $0 != "|" }) }
        }

        /// The number of the leg that an event came to.
        func leg(in journal: RecordedJournal) -> Int {
            guard let opener = json["leg"]?.stringValue, let request = journal.request(opener) else { return 1 }
            return request.json["leg"]?.intValue ?? 1
        }

        /// Whom a request is about.
        var targets: [JSONValue] {
            let names = ["targets", "target", "targetParticipant", "participantToAdd", "participantToRemove", "playTo"]
            let found = names.compactMap { body[$0] }.flatMap { $0.arrayValue ?? [$0] }
            return found + [body["recognizeOptions"]?["targetParticipant"]].compactMap { $0 }
        }

        /// What is heard of a request, one text for each play or recognition.
        var prompts: [String] {
            let sources = body["playSources"]?.arrayValue ?? [body["playPrompt"]].compactMap { $0 }
            let texts = sources.compactMap { $0["text"]?["text"]?.stringValue }
            return texts.isEmpty ? [] : [texts.joined(separator: " ")]
        }
    }

    let session: String
    let flow: String
    let began: Double
    let records: [Record]

    /// Nil when this is no journal.
    init?(_ export: JSONValue) {
        guard let session = export["session"]?.stringValue, let flow = export["flow"]?.stringValue,
            let records = export["records"]?.arrayValue, !records.isEmpty
        else { return nil }
        self.session = session
        self.flow = flow
        self.records = records.map { Record(json: $0) }
        began = export["began"]?.doubleValue ?? self.records[0].at
    }

    /// The request of an operation, as it was first decided.
    func request(_ op: String) -> Record? { records.first { $0.kind == "request" && $0.op == op } }

    /// Whether anybody heard a play or recognition: the service told of it.
    func isHeard(_ op: String) -> Bool {
        records.contains {
            $0.kind == "event" && $0.operation == op && ($0.name.hasPrefix("Play") || $0.name.hasPrefix("Rec"))
        }
    }
}
