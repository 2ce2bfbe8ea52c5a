import CallModel
import FlowEngine

/// What functions of ours give.
enum Results {
    /// The kinds of all results, where nothing is said of how the function is called.
    static func of(_ function: HostCatalogue.Function) -> [Kind] {
        let failing: (Kind) -> [Kind] = { [$0, .failure] }
        switch (function.signature.namespace, function.signature.name) {
        case ("", "create_call"), ("", "connect_call"): return failing(.call)
        case ("Call", "recognize"): return failing(recognition)
        case ("Call", "start_recording"): return failing(.object("Recording"))
        case ("Call", "list_participants"): return failing(.list(participant))
        case ("Call", "get_participant"): return failing(participant)
        case ("Call", "events"): return [.events(.unknown)]
        case ("Call", "tones"): return [.events(.text)]
        case ("Recording", "download"): return failing(download)
        case ("http", "get"), ("http", "post"), ("http", "request"): return failing(response)
        case ("http", "secret"): return [.object("Secret")]
        case ("json", "null"), ("json", "empty_list"): return [.object("JSON")]
        case ("json", "encode"): return [.text]
        case ("", "identifier"): return [parts]
        case ("", "now"): return [.number]
        case ("", "spawn"): return [.object("Task")]
        case ("", "pattern"): return [.table]
        case ("", "launch"): return failing(.text)
        case ("", "sleep"), ("", "flow"), ("", "on"), ("log", _): return [.nothing]
        case ("Call", "use"), ("Task", "cancel"), ("", "restart"): return [.nothing]
        default: break
        }
        let words = function.signature.result
        if words.hasPrefix("true") { return function.mayFail ? failing(.boolean) : [.boolean] }
        if words.hasPrefix("the event,"), let event = function.action.flatMap({ ActionRule.of($0).success }) {
            return failing(Kind.event(event))
        }
        return function.mayFail ? failing(.unknown) : [.unknown]
    }

    /// What a recognition gives.
    private static let recognition = Kind.record(
        Kind.Record(
            owner: "the result of call:recognize",
            fields: [
                "recognition_type": .text, "tones": .text, "tone_names": .list(.text), "speech": .text,
                "confidence": .number, "choice": .text, "phrase": .text, "event": Kind.event("RecognizeCompleted"),
                "awaited": .boolean,
            ]))

    private static let participant = Kind.record(
        Kind.Record(
            owner: "a participant",
            fields: ["identifier": .identifier, "is_muted": .boolean, "is_on_hold": .boolean], isCertain: false))

    private static let download = Kind.record(
        Kind.Record(
            owner: "the result of recording:download",
            fields: [
                "files": .list(
                    .record(
                        Kind.Record(
                            owner: "a file of a recording",
                            fields: ["path": .text, "bytes": .number, "sha256": .text], isCertain: false))),
                "duration": .number, "format": .text,
            ], isCertain: false))

    private static let response = Kind.record(
        Kind.Record(
            owner: "an answer of the web",
            fields: [
                "status": .number, "body": .text, "headers": .unknown, "url": .text, "json": .unknown,
                "json_error": .text,
            ]))

    private static let parts = Kind.record(
        Kind.Record(
            owner: "an identifier's parts",
            fields: [
                "kind": .text, "raw_id": .text, "id": .text, "phone_number": .text, "is_anonymous": .boolean,
                "asserted_id": .text, "user_id": .text, "cloud": .text, "app_id": .text, "tenant_id": .text,
                "resource_id": .text,
            ]))
}
