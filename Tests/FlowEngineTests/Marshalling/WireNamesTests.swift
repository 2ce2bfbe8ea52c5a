import CallModel
import LuaEngine
import Testing

@testable import FlowEngine

/// Every field that the service's contract puts into a response or an event, by model.
struct WireNamesTests {
    private static let models: [(name: String, fields: String)] = [
        (
            "CallConnectionProperties",
            """
            callConnectionId serverCallId targets callConnectionState callbackUri sourceCallerIdNumber sourceDisplayName
            source correlationId mediaStreamingSubscription transcriptionSubscription answeredBy answeredFor
            """
        ),
        ("MediaStreamingSubscription", "id state subscribedContentTypes"),
        ("TranscriptionSubscription", "id state subscribedResultTypes locale"),
        ("CallParticipant", "identifier isMuted isOnHold"),
        ("GetParticipantsResponse", "value nextLink"),
        ("AddParticipantResponse", "participant operationContext invitationId"),
        ("MoveParticipantsResponse", "participants operationContext fromCall"),
        ("RecordingStateResponse", "recordingId recordingState recordingKind"),
        ("CommunicationError", "code message target details innererror"),
        (
            "CommunicationIdentifierModel",
            """
            kind rawId communicationUser phoneNumber microsoftTeamsUser microsoftTeamsApp teamsExtensionUser id value
            isAnonymous assertedId userId cloud appId tenantId resourceId
            """
        ),
        ("events", "version publicEventType eventSource resultInformation subCode sipDetails q850Details"),
        ("CallTransferAccepted", "transferTarget transferee"),
        ("ParticipantsUpdated", "participants sequenceNumber"),
        ("PlayFailed", "failedPlaySourceIndex"),
        (
            "RecognizeCompleted",
            "recognitionType dtmfResult tones choiceResult label recognizedPhrase confidence speechResult speech"
        ),
        ("ContinuousDtmfRecognitionToneReceived", "sequenceId tone"),
        ("TranscriptionUpdate", "transcriptionUpdate transcriptionStatus transcriptionStatusDetails"),
        ("MediaStreamingUpdate", "mediaStreamingUpdate contentType mediaStreamingStatus mediaStreamingStatusDetails"),
        ("RecordingStateChanged", "recordingId state startDateTime recordingKind"),
        (
            "IncomingCall",
            "to from callerDisplayName serverCallId customContext incomingCallContext onBehalfOfCallee correlationId"
        ),
        ("CustomCallingContext", "voipHeaders sipHeaders teamsPhoneCallDetails"),
        (
            "TeamsPhoneCallDetails",
            """
            teamsPhoneCallerDetails teamsPhoneSourceDetails sessionId intent callTopic callContext transcriptUrl
            callSentiment suggestedActions caller name phoneNumber recordId screenPopUrl isAuthenticated
            additionalCallerInformation source language status intendedTargets
            """
        ),
        (
            "Event Grid",
            """
            startedBy communicationIdentifier role group room isTwoParty isRoomsCall endedBy type reason phrase
            callDurationInSeconds user displayName participantId userAgent recordingStorageInfo recordingChunks
            documentId index endReason metadataLocation contentLocation deleteLocation recordingStartTime
            recordingDurationMs recordingContentType recordingChannelType recordingFormatType sessionEndReason
            """
        ),
    ]

    @Test(arguments: models)
    func everyFieldHasTwoSpellings(model: (name: String, fields: String)) {
        for field in model.fields.split(whereSeparator: \.isWhitespace).map(String.init) {
            let lua = WireNames.lua(field)
            #expect(lua == lua.lowercased(), "\(model.name).\(field) has no name in Lua")
            #expect(WireNames.wire(lua) == field, "\(model.name).\(field)")
        }
    }

    @Test(arguments: [
        ("callConnectionState", "transferAccepted", "transfer_accepted"),
        ("kind", "teamsExtensionUser", "teams_extension_user"),
        ("state", "inactive", "inactive"),
        ("recordingState", "active", "active"),
        ("recordingKind", "azureCommunicationServices", "azure_communication_services"),
        ("recognitionType", "speechOrDtmf", "speech_or_dtmf"),
        ("transcriptionStatus", "transcriptionResumed", "transcription_resumed"),
        ("transcriptionStatusDetails", "transcriptionLocaleUpdated", "transcription_locale_updated"),
        ("mediaStreamingStatus", "unspecifiedError", "unspecified_error"),
        ("mediaStreamingStatusDetails", "initialWebSocketConnectionFailed", "initial_web_socket_connection_failed"),
        ("serverCallId", "aHR0cHM6", "aHR0cHM6"),
        ("operationContext", "myContext", "myContext"),
    ])
    func wordsOfEnumerationsChangeAndOtherTextsDoNot(field: String, wire: String, lua: String) {
        guard case .table(let table) = Marshalling.value(.object(JSONObject([(field, .string(wire))])), field: "")
        else {
            Issue.record("no table")
            return
        }
        #expect(table[WireNames.lua(field)] == .string(lua))
    }

    @Test(arguments: ["sipHeaders", "voipHeaders", "additionalCallerInformation", "intendedTargets", "params", "data"])
    func keysOfFreeMapsNeverChange(map: String) {
        let members: JSONValue = ["callConnectionId": "a", "Kind": "B", "kind": "phoneNumber"]
        let json = JSONValue.object(JSONObject([(name: map, value: members)]))
        guard case .table(let table) = Marshalling.value(json, field: ""),
            case .table(let inner)? = table[WireNames.lua(map)]
        else {
            Issue.record("no tables")
            return
        }
        #expect(inner["callConnectionId"] == .string("a"))
        #expect(inner["Kind"] == .string("B"))
        #expect(inner["kind"] == .string("phoneNumber"))
    }
}
