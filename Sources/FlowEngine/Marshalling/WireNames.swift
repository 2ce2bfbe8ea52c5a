import CallModel

/// The two spellings of a field: the service's camelCase and Lua's snake_case. By a list, not by a rule, since keys of
/// free maps (headers, custom context) must never change.
public enum WireNames {
    private static let fields: [String] =
        identifiers + calls + participants + results + media + streams + recordings + customContexts + eventGrid

    private static let identifiers = [
        "kind", "rawId", "id", "value", "isAnonymous", "assertedId", "communicationUser", "phoneNumber",
        "microsoftTeamsUser", "microsoftTeamsApp", "teamsExtensionUser", "userId", "appId", "tenantId", "resourceId",
        "cloud",
    ]

    private static let calls = [
        "to", "from", "serverCallId", "callConnectionId", "correlationId", "callerDisplayName", "incomingCallContext",
        "onBehalfOfCallee", "callConnectionState", "targets", "source", "sourceCallerIdNumber", "sourceDisplayName",
        "answeredBy", "answeredFor", "callbackUri", "mediaStreamingSubscription", "transcriptionSubscription",
        "subscribedContentTypes", "subscribedResultTypes", "locale", "version", "publicEventType", "eventSource",
    ]

    private static let participants = [
        "participants", "sequenceNumber", "identifier", "isMuted", "isOnHold", "participant", "invitationId",
        "fromCall", "transferTarget", "transferee", "nextLink",
    ]

    private static let results = [
        "operationContext", "resultInformation", "code", "subCode", "message", "sipDetails", "q850Details", "error",
        "target", "details", "innererror",
    ]

    private static let media = [
        "failedPlaySourceIndex", "recognitionType", "dtmfResult", "tones", "speechResult", "speech", "confidence",
        "choiceResult", "label", "recognizedPhrase", "tone", "sequenceId", "transcriptionUpdate",
        "transcriptionStatus", "transcriptionStatusDetails", "mediaStreamingUpdate", "contentType",
        "mediaStreamingStatus", "mediaStreamingStatusDetails",
    ]

    private static let streams = [
        "text", "format", "offset", "duration", "words", "resultStatus", "subscriptionId", "encoding", "sampleRate",
        "channels", "length",
    ]

    private static let recordings = [
        "recordingId", "state", "startDateTime", "recordingState", "recordingKind", "recordingStorageInfo",
        "recordingChunks", "documentId", "index", "endReason", "metadataLocation", "contentLocation",
        "deleteLocation", "recordingStartTime", "recordingDurationMs", "recordingContentType", "recordingChannelType",
        "recordingFormatType", "sessionEndReason",
    ]

    private static let customContexts = [
        "customContext", "sipHeaders", "voipHeaders", "teamsPhoneCallDetails", "teamsPhoneCallerDetails", "caller",
        "name", "recordId", "screenPopUrl", "isAuthenticated", "additionalCallerInformation",
        "teamsPhoneSourceDetails", "language", "status", "intendedTargets", "sessionId", "intent", "callTopic",
        "callContext", "transcriptUrl", "callSentiment", "suggestedActions",
    ]

    private static let eventGrid = [
        "startedBy", "communicationIdentifier", "role", "group", "room", "isTwoParty", "isRoomsCall", "endedBy",
        "type", "reason", "phrase", "callDurationInSeconds", "user", "displayName", "participantId", "userAgent",
    ]

    /// Maps whose keys belong to somebody else.
    private static let freeMaps: Set<String> = [
        "sipHeaders", "voipHeaders", "additionalCallerInformation", "intendedTargets", "params", "data",
    ]

    /// Fields whose value is a word of an enumeration, spelled in snake_case in Lua as well.
    private static let enumerations: Set<String> = [
        "kind", "recognitionType", "callConnectionState", "state", "recordingState", "recordingKind",
        "transcriptionStatus", "transcriptionStatusDetails", "mediaStreamingStatus", "mediaStreamingStatusDetails",
        "resultStatus",
    ]

    private static let toLua: [String: String] = Dictionary(
        fields.map { ($0, snake($0)) }, uniquingKeysWith: { first, _ in first })
    private static let toWire: [String: String] = Dictionary(
        fields.map { (snake($0), $0) }, uniquingKeysWith: { first, _ in first })

    /// A field's name in Lua; unknown names are kept as they are.
    public static func lua(_ wire: String) -> String { toLua[wire] ?? wire }

    /// A field's name on the wire; unknown names are kept as they are.
    public static func wire(_ lua: String) -> String { toWire[lua] ?? lua }

    /// A word of an enumeration in Lua's spelling.
    public static func luaWord(_ word: String) -> String { snake(word) }

    static func isFreeMap(_ wire: String) -> Bool { freeMaps.contains(wire) }
    /// Whether a field has a word of an enumeration, which Lua spells in its own way.
    package static func isEnumeration(_ wire: String) -> Bool { enumerations.contains(wire) }

    /// Whether the last field of a path of Lua names has a word of an enumeration.
    static func isEnumeration(path: String) -> Bool {
        isEnumeration(wire(path.split(separator: ".").last.map(String.init) ?? ""))
    }

    /// The value at a path of Lua names, such as `result_information.sub_code`.
    static func field(_ path: String, of value: JSONValue) -> JSONValue? {
        var found = value
        var isFree = false
        for name in path.split(separator: ".").map(String.init) {
            guard let next = found[isFree ? name : wire(name)] else { return nil }
            isFree = isFree || isFreeMap(wire(name))
            found = next
        }
        return found
    }

    private static func snake(_ camel: String) -> String {
        var text = ""
        for character in camel {
            if character.isUppercase {
                if !text.isEmpty { text.append("_") }
                text.append(character.lowercased())
            } else {
                text.append(character)
            }
        }
        return text
    }
}
