import FlowEngine

/// The types of the spec language for editors with a Lua language server.
public enum SpecTypes {
    /// The file `spec.d.lua`.
    public static let text = EditorPage(
        space: "spec", title: "The language of flow specs.",
        classes: [
            EditorPage.Class(
                SpecAPI.phoneClass, "A phone or a device in somebody's hand.",
                fields: [
                    ("number", "string", "Its number, or its raw id."),
                    ("call", "spec.Call?", "The call that it is in."),
                    ("state", "\"idle\"|\"calling\"|\"ringing\"|\"in_call\"", "What it does."),
                ]),
            EditorPage.Class(
                SpecAPI.callClass, "A call as the service has it.",
                fields: [
                    ("id", "string", "Its name in the emulator."),
                    ("state", "\"ringing\"|\"connecting\"|\"connected\"|\"transferring\"|\"ended\"", "How it stands."),
                    ("outcome", "string?", "How it ended; nil while it goes on."),
                    ("correlation_id", "string", "The trace id."), ("server_call_id", "string", "The service's id."),
                    ("participants", "string[]", "The people in it."), ("ringing", "string[]", "Who is rung."),
                    ("timeline", "table[]", "What happened: kind, text and seconds."),
                    ("session", "spec.Session?", "The session that has it."),
                ]),
            EditorPage.Class(
                SpecAPI.sessionClass, "One run of a flow.",
                fields: [
                    ("id", "string", "Its name."), ("flow", "string", "The flow that runs."),
                    ("call", "spec.Call?", "Its first call."), ("calls", "spec.Call[]", "Its calls, oldest first."),
                    ("way", "string?", "How it ended: finished, failed or stopped."),
                    ("report", "string?", "Why, when it did not finish."),
                ]),
            EditorPage.Class(SpecAPI.expectationClass, "A sentence that must be so."),
        ], functions: SpecAPI.functions.map(\.signature)
    ).text
}
