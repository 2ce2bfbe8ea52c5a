import CallModel
import LuaEngine

/// Reads `teams_phone_call_details`: what Teams shows beside a call. The declaration checks what must be there; the limits
/// are those of `TeamsPhoneCallDetails`.
enum TeamsDetailsReader {
    static let option = HostParameter(
        "teams_phone_call_details",
        .options([
            HostParameter("teams_phone_caller_details", .options(callerFields), "Who called in the first place."),
            HostParameter("teams_phone_source_details", .options(sourceFields), "Who sends these details."),
            HostParameter("session_id", .string, "Names this session in your own reports."),
            HostParameter("intent", .string, "What the caller wants."),
            HostParameter(
                "call_topic", .string,
                "A few words for the notification; at most \(TeamsPhoneCallDetails.topicLimit) characters."),
            HostParameter("call_context", .string, "The call so far, for the panel beside it."),
            HostParameter("transcript_url", .string, "Where the transcript is."),
            HostParameter("call_sentiment", .string, "The mood of the call so far."),
            HostParameter("suggested_actions", .string, "What could be done for the caller."),
        ]), "For Teams: what it shows beside the call.")

    private static let callerFields = [
        HostParameter("caller", .identifier, "Who called.", required: true),
        HostParameter("name", .string, "The caller's name.", required: true),
        HostParameter("phone_number", .string, "The caller's number, as it is shown.", required: true),
        HostParameter("record_id", .string, "The caller's record, in a customer database for instance."),
        HostParameter("screen_pop_url", .string, "The page that opens with the call."),
        HostParameter("is_authenticated", .boolean, "Whether the caller has proved who they are."),
        HostParameter(
            "additional_caller_information", .map(.string),
            "More to show, by name; at most \(TeamsPhoneCallDetails.informationLimit)."),
    ]

    private static let sourceFields = [
        HostParameter("source", .identifier, "Who sends the call on.", required: true),
        HostParameter("language", .string, "The sender's language, such as \"en\".", required: true),
        HostParameter("status", .string, "How it stands with the sender.", required: true),
        HostParameter("intended_targets", .map(.identifier), "For whom the call is meant, by name."),
    ]

    /// The details that a custom context gives; nil when there is nothing in them.
    static func details(_ context: HostOptions) -> TeamsPhoneCallDetails? {
        guard let given = context.options("teams_phone_call_details") else { return nil }
        var details = TeamsPhoneCallDetails()
        details.caller = given.options("teams_phone_caller_details").flatMap(caller)
        details.source = given.options("teams_phone_source_details").flatMap(source)
        details.sessionID = given.string("session_id")
        details.intent = given.string("intent")
        details.callTopic = given.string("call_topic")
        details.callContext = given.string("call_context")
        details.transcriptURL = given.string("transcript_url")
        details.callSentiment = given.string("call_sentiment")
        details.suggestedActions = given.string("suggested_actions")
        return details.isEmpty ? nil : details
    }

    private static func caller(_ given: HostOptions) -> TeamsPhoneCallDetails.Caller? {
        guard let identifier = given.identifier("caller"), let name = given.string("name"),
            let number = given.string("phone_number")
        else { return nil }
        return TeamsPhoneCallDetails.Caller(
            identifier: identifier, name: name, phoneNumber: number, recordID: given.string("record_id"),
            screenPopURL: given.string("screen_pop_url"), isAuthenticated: given.boolean("is_authenticated"),
            additionalInformation: Dictionary(
                given.texts("additional_caller_information").map { ($0.name, $0.text) },
                uniquingKeysWith: { first, _ in first }))
    }

    private static func source(_ given: HostOptions) -> TeamsPhoneCallDetails.Source? {
        guard let identifier = given.identifier("source"), let language = given.string("language"),
            let status = given.string("status")
        else { return nil }
        return TeamsPhoneCallDetails.Source(
            identifier: identifier, language: language, status: status,
            intendedTargets: given.identifiers("intended_targets"))
    }
}
