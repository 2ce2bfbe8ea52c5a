import CallModel
import FlowEngine
import LuaEngine

/// An action that a spec expects: its name, and some of its fields as a flow would write them.
struct ActionMatch {
    private let name: String
    private let fields: [(String, LuaValue)]
    private let world: SpecWorld

    init(_ name: String, _ fields: LuaValue, _ world: SpecWorld) {
        self.name = name
        self.world = world
        if case .table(let table) = fields { self.fields = table.namedFields } else { self.fields = [] }
    }

    var shown: String {
        fields.isEmpty
            ? name : "\(name) { " + fields.map { "\($0.0) = \(show($0.1))" }.joined(separator: ", ") + " }"
    }

    private func show(_ value: LuaValue) -> String { world.spoken(value) ?? value.shown(quoted: false) }

    func fits(_ action: SpecWorld.Action) -> Bool {
        if let view = OwnRequestMatch.view(action), action.name == name {
            return fields.allSatisfy { OwnRequestMatch.fits($0.1, view[$0.0], world, field: $0.0) }
        }
        return action.name == name && fields.allSatisfy { fits($0.1, field: $0.0, in: action) }
    }

    /// Flows write some fields otherwise than the wire; the rest has the wire's name in snake_case.
    private static let others: [String: [[String]]] = [
        "target": [
            ["targetParticipant"], ["participantToAdd"], ["participantToRemove"], ["target"], ["targetParticipants"],
            ["targets"], ["recognizeOptions", "targetParticipant"],
        ],
        "targets": [["targets"], ["targetParticipants"]],
        "to": [["playTo"], ["target"], ["targets"]],
        "text": [["playSources", "text", "text"], ["playPrompt", "text", "text"]],
        "file": [["playSources", "file", "uri"], ["playPrompt", "file", "uri"]],
        "reason": [["callRejectReason"]],
        "caller_id": [["sourceCallerIdNumber"]],
        "voice": [["playSources", "text", "voiceName"], ["playPrompt", "text", "voiceName"]],
        "locale": [["playSources", "text", "sourceLocale"], ["playPrompt", "text", "sourceLocale"]],
        "transcription": [["transcriptionOptions"]], "media_streaming": [["mediaStreamingOptions"]],
        "model": [["speechModelEndpointId"]], "intermediate": [["enableIntermediateResults"]],
        "start": [["startTranscription"], ["startMediaStreaming"]], "transport_url": [["transportUrl"]],
        "bidirectional": [["enableBidirectional"]],
        "loop": [["playOptions", "loop"]],
        "interrupt": [["interruptCallMediaOperation"]],
        "interrupt_prompt": [["recognizeOptions", "interruptPrompt"]],
        "initial_silence_timeout": [["recognizeOptions", "initialSilenceTimeoutInSeconds"]],
        "dtmf": [["recognizeOptions", "dtmfOptions"]],
        "choices": [["recognizeOptions", "choices"]],
        "language": [["recognizeOptions", "speechLanguage"]],
        "ssml": [["playSources", "ssml", "ssmlText"], ["playPrompt", "ssml", "ssmlText"]],
        "content": [["recordingContentType"]],
        "channel": [["recordingChannelType"], ["channel"], ["audioChannelType"]],
        "format": [["recordingFormatType"]], "channel_order": [["audioChannelParticipantOrdering"]],
        "storage": [["externalStorage", "recordingDestinationContainerUrl"]],
        "max": [["maxTonesToCollect"]], "stop": [["stopTones"]], "inter_tone_timeout": [["interToneTimeoutInSeconds"]],
        "display_name": [["sourceDisplayName"]],
        "server_call_id": [["callLocator", "serverCallId"]], "group_call_id": [["callLocator", "groupCallId"]],
        "room_id": [["callLocator", "roomId"]],
        "invitation_timeout": [["invitationTimeoutInSeconds"]],
        "custom_context": [["customCallingContext"]],
    ]

    /// A field that no action has would make any sentence with `not` true.
    static func check(_ name: LuaValue, _ fields: LuaValue, _ arguments: HostArguments) throws(LuaRaise) {
        guard case .table(let table) = fields else { return }
        guard table.array.isEmpty, !table.hasOtherKeys else {
            throw arguments.mistake("fields are written with names, like { target = \"+1…\" }")
        }
        if let name = name.stringValue, OwnRequestMatch.names.contains(name) {
            return try OwnRequestMatch.check(name, table, arguments)
        }
        let known = Set(others.keys).union(HostAPI.actionOptions).union(["for_everyone", "reason"])
        for (field, _) in table.namedFields where !known.contains(field) && WireNames.wire(field) == field {
            // The wire's own names are taken as they are.
            guard !field.contains(where: \.isUppercase) else { continue }
            throw arguments.mistake(
                "no action has a field '\(field)'" + Nearest.suggestion(for: field, among: known.sorted()))
        }
    }

    private func fits(_ wanted: LuaValue, field: String, in action: SpecWorld.Action) -> Bool {
        if field == "for_everyone" { return .boolean(action.path.contains(":terminate")) == wanted }
        let paths = (Self.others[field] ?? []) + [[WireNames.wire(field)], [field]]
        return paths.contains { path in Self.values(at: path, of: action.body).contains { fits(wanted, $0) } }
    }

    /// The values at a path; lists on the way are gone into.
    private static func values(at path: [String], of body: JSONValue) -> [JSONValue] {
        guard let name = path.first else {
            return body.arrayValue.map { [body] + $0 } ?? [body]
        }
        if let items = body.arrayValue { return items.flatMap { values(at: path, of: $0) } }
        guard let next = body[name] else { return [] }
        return values(at: Array(path.dropFirst()), of: next)
    }

    private func fits(_ wanted: LuaValue, _ actual: JSONValue) -> Bool {
        switch (wanted, actual) {
        case (.table(let table), .string(let text)) where table["pattern"]?.stringValue != nil:
            return world.patterns.matches(text, table["pattern"]?.stringValue ?? "")
        case (.string(let text), .string(let found)): return text == found
        case (.table(let table), .array(let items)):
            return table.array.count == items.count && zip(table.array, items).allSatisfy { fits($0, $1) }
        case (_, .object):
            if let wanted = world.spoken(wanted), let found = CommunicationIdentifier(json: actual) {
                return wanted == found.spoken
            }
            // `{ value = "+1…" }` of caller ids.
            if case .string(let text) = wanted { return actual["value"]?.stringValue == text }
            guard case .table(let table) = wanted else { return false }
            return table.namedFields.allSatisfy { field in
                let paths = (Self.others[field.0] ?? []) + [[WireNames.wire(field.0)], [field.0]]
                return paths.contains { Self.values(at: $0, of: actual).contains { fits(field.1, $0) } }
            }
        default: return Marshalling.value(actual, field: "").same(as: wanted)
        }
    }

    /// Actions for a person.
    static func list(_ actions: [SpecWorld.Action]) -> String {
        actions.isEmpty
            ? "none"
            : actions.map { "\($0.name)\(OwnRequestMatch.summary($0) ?? summary($0.body))" }.joined(separator: ", ").cut
    }

    private static func summary(_ body: JSONValue) -> String {
        for name in ["target", "text", "file", "reason"] {
            for path in others[name] ?? [] {
                guard let found = values(at: path, of: body).first else { continue }
                if let text = found.stringValue { return " { \(name) = \"\(text)\" }" }
                if let who = CommunicationIdentifier(json: found) {
                    return " { \(name) = \"\(who.spoken)\" }"
                }
            }
        }
        return ""
    }
}
