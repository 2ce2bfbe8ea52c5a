import CallAutomation
import CallModel
import FlowEngine

/// The events in the words of LuaCATS, from the service's contract; what it leaves out stands here.
enum EventTypes {
    private static let event = EditorPage.Class(
        "Event", "What happened.",
        fields: [
            ("name", "string", "The event's name."), ("id", "string", "Its id."),
            ("time", "string?", "When the service sent it."), ("raw", "string", "The payload as JSON."),
            ("call_connection_id", "string?", "The connection that it is about."),
            ("server_call_id", "string?", "The call that it is about."), ("correlation_id", "string?", "The trace id."),
            ("operation_context", "string?", "What the action was given as operation_context."),
        ])

    /// Types of what the contract says nothing of: messages of streams (protocol reference, section 14), and our own events.
    private static let own: [String: [(name: String, type: String)]] = [
        "TranscriptionData": [
            ("text", "string"), ("result_status", "\"intermediate\"|\"final\""), ("confidence", "number"),
            ("offset", "integer"), ("duration", "integer"),
        ],
        "TranscriptionMetadata": [("locale", "string"), ("subscription_id", "string")],
        "AudioMetadata": [
            ("encoding", "string"), ("sample_rate", "integer"), ("channels", "integer"), ("length", "integer"),
        ],
        "DtmfData": [("tone", "string")], "Launch": [("params", "table"), ("session", "string")],
        "Signal": [("signal", "string"), ("data", "any")],
        "Restart": [("handler", "string"), ("calls", "hookswitch.Call[]")],
        "FlowError": [("message", "string"), ("file", "string"), ("line", "integer"), ("traceback", "string")],
    ]

    /// The base and a class for each event.
    static let classes =
        [event]
        + EventName.all.map { name in
            EditorPage.Class(
                name, sentence(name), of: "Event",
                fields: fields(name).map { (name: $0.name + "?", type: $0.type, sentence: "") })
        }

    /// Names and types, sorted, without those that every event has: our own words first, then the contract's, then
    /// what is known of the field's form.
    private static func fields(_ event: String) -> [(name: String, type: String)] {
        var types: [String: String] = [:]
        for (name, shape) in EventFields.of(event) ?? [:] { types[WireNames.lua(name)] = type(shape) }
        for member in ServiceContract.eventMembers(event) { types[WireNames.lua(member.name)] = type(member) }
        for (name, type) in own[event] ?? [] { types[name] = type }
        let base = Set(Self.event.fields.map(\.name))
        return types.filter { !base.contains($0.key) }.sorted { $0.key < $1.key }.map { (name: $0.key, type: $0.value) }
    }

    private static func type(_ shape: EventFields.Shape) -> String {
        switch shape {
        case .value: "any"
        case .list: "table[]"
        case .identifier: "hookswitch.Identifier"
        case .free: "table"
        case .record(let members):
            "{ "
                + members.sorted { $0.key < $1.key }.map { "\(WireNames.lua($0.key))?: \(type($0.value))" }
                .joined(separator: ", ") + " }"
        }
    }

    /// Forms of `on`, one for each event and each place of the filter.
    static let handlers =
        form("\"*\"", "Event") + EventName.all.flatMap { form("\"\($0)\"", $0) }

    /// Forms of `wait_for`.
    static let waits = EventName.all.map {
        "fun(event: \"\($0)\", filter?: table|number, timeout?: number): hookswitch.\($0)?, hookswitch.Failure?"
    }

    private static func form(_ event: String, _ type: String) -> [String] {
        // A launch has no call yet; the other events of ours may have one.
        let call = EventName.own.contains(type) ? "hookswitch.Call?" : "hookswitch.Call"
        let takes = type == "Launch" ? "event: hookswitch.Launch" : "call: \(call), event: hookswitch.\(type)"
        return [
            "fun(event: \(event), handler: fun(\(takes)))",
            "fun(event: \(event), filter: table, handler: fun(\(takes)))",
        ]
    }

    private static func sentence(_ name: String) -> String {
        if EventName.streams.contains(name) { return "A message of a stream." }
        return EventName.own.contains(name) ? "An event of Hookswitch." : "An event of the service."
    }

    private static func type(_ member: ServiceContract.Member) -> String { type(member.shape, member.name) }

    private static func type(_ shape: ServiceContract.Member.Shape, _ name: String) -> String {
        switch shape {
        case .any: return "any"
        case .string: return "string"
        case .boolean: return "boolean"
        case .integer: return "integer"
        case .number: return "number"
        case .words(let words):
            let isSpelled = WireNames.isEnumeration(name)
            return words.map { "\"\(isSpelled ? WireNames.luaWord($0) : $0)\"" }.joined(separator: "|")
        case .list(let item):
            let item = type(item, name)
            return item.contains("|") ? "(\(item))[]" : "\(item)[]"
        case .record(let members):
            guard !members.isEmpty else { return "table" }
            if members.contains(where: { $0.name == "rawId" }), members.count > 1 { return "hookswitch.Identifier" }
            return "{ " + members.map { "\(WireNames.lua($0.name))?: \(type($0))" }.joined(separator: ", ") + " }"
        }
    }
}
