/// What is done about something audible of which nobody knows whether it happened (durable-calls, "Recovery").
public enum OnUnknown: String, CaseIterable, Sendable, Codable {
    /// All media of the call is cancelled, then whatever has no outcome is sent again: hearing a prompt twice is better
    /// than silence.
    case repeats = "repeat"
    /// The flow goes on as if the prompt had been heard; a recognition as if no key had been pressed.
    case skip
    /// The action fails with `outcome_unknown`.
    case fail
}
