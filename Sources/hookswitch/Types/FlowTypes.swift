import CallAutomation
import CallModel
import FlowEngine

/// The types of the flow language for editors with a Lua language server.
enum FlowTypes {
    /// The file `hookswitch.d.lua`.
    static let text = EditorPage(
        space: "hookswitch", title: "The language of flows.", classes: classes + EventTypes.classes,
        functions: HostCatalogue.functions.map(\.signature),
        overloads: ["on": EventTypes.handlers, "wait_for": EventTypes.waits],
        globals: [(name: "config", type: "table<string, string>"), (name: "session", type: "hookswitch.Session")]
    ).text

    private static let reasons = FailureReason.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: "|")

    private static let classes = [
        EditorPage.Class(
            "Call", "A call of the session.",
            fields: [
                ("from", "string?", "Who calls: a number or a raw id."), ("to", "string?", "Who is called."),
                ("other_party", "string?", "The one at the other end, whoever called."),
                ("caller_display_name", "string?", "The caller's name, where the service knows it."),
                ("correlation_id", "string?", "The trace id."), ("server_call_id", "string?", "The service's id."),
                ("call_connection_id", "string?", "The id of this connection."),
                ("state", "string", "How it stands: \"ringing\", \"connecting\", \"connected\", \"disconnected\", …"),
                ("data", "table", "What the flow keeps with the call."),
            ]),
        EditorPage.Class(
            "Session", "This run of the flow.",
            fields: [
                ("id", "string", "Its name, which `signal` takes."), ("flow", "string", "The name of the flow."),
            ]),
        EditorPage.Class("Operation", "Something that goes on: `wait = false` gives it."),
        EditorPage.Class("Task", "A function that runs beside others."),
        EditorPage.Class(
            "Recording", "A recording of a call.", fields: [("id", "string", "The service's id of the recording.")]),
        EditorPage.Class("Events", "Events for a loop: `for event in call:events \"…\" do`."),
        EditorPage.Class("Secret", "A secret that no flow can read; `bearer = http.secret(\"NAME\")`."),
        EditorPage.Class("Pattern", "A Lua pattern as a condition of a filter."),
        EditorPage.Class(
            "Failure", "Why an action had no success.",
            fields: [
                ("reason", reasons, "One word, to compare."), ("code", "integer?", "The service's code."),
                ("sub_code", "integer?", "The service's sub-code."), ("message", "string", "What happened, in words."),
                ("remedy", "string?", "What to do."), ("event", "hookswitch.Event?", "The event that told of it."),
            ]),
        EditorPage.Class(
            "Identifier", "Who somebody is.",
            fields: [
                ("kind", "string", "Such as \"phone_number\" or \"communication_user\"."),
                ("raw_id", "string", "Such as \"4:+18005550199\"."), ("phone_number", "string?", "Of a phone."),
                ("id", "string?", "Of a communication user."), ("user_id", "string?", "Of a Teams user."),
                ("app_id", "string?", "Of a Teams app."), ("tenant_id", "string?", "Of a Teams phone extension."),
                ("resource_id", "string?", "Of a Teams phone extension."), ("cloud", "string?", "Of Teams."),
                ("is_anonymous", "boolean?", "Whether the caller hides."),
                ("asserted_id", "string?", "What tells anonymous callers apart."),
            ]),
    ]
}
