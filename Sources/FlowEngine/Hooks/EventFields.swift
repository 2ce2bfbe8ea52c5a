/// The fields of the service's events, in its own spelling, and of our `Restart`: what a filter may name. A test holds
/// them against the service's published schemas.
package enum EventFields {
    /// What a field holds.
    package indirect enum Shape: Sendable, Hashable {
        case value
        /// A list, which no filter can be compared with.
        case list
        /// A record that stands for its raw id.
        case identifier
        case record([String: Shape])
        /// A record of any fields.
        case free

        /// The fields inside; nil when there are none, or any.
        package var members: [String: Shape]? {
            switch self {
            case .value, .list, .free: nil
            case .identifier: EventFields.identifier
            case .record(let members): members
            }
        }
    }

    /// The fields of an event; nil when it may have any, as `"*"`, `Launch` and `Signal` may.
    package static func of(_ event: String) -> [String: Shape]? { table[event] }

    private typealias Fields = [String: Shape]

    private static let table: [String: Fields] = {
        var table: [String: Fields] = [:]
        for (events, own) in rows {
            for event in events { table[event] = own }
        }
        return table
    }()

    private static let rows: [([String], Fields)] =
        outcomes + [
            (["IncomingCall"], incomingCall), (["ParticipantsUpdated"], ofCall + ["participants": .list] + sequence),
            (["CallStarted"], facts),
            (
                ["CallEnded"],
                facts + [
                    "endedBy": .record(["communicationIdentifier": .identifier, "type": .value, "name": .value]),
                    "reason": record("code", "subCode", "phrase"), "callDurationInSeconds": .value,
                ]
            ),
            (
                ["CallParticipantAdded", "CallParticipantRemoved"],
                facts + ["user": member] + values("displayName", "participantId", "userAgent")
            ),
            (
                ["TranscriptionMetadata"],
                values("subscriptionId", "locale", "callConnectionId", "correlationId")
            ),
            (
                ["TranscriptionData"],
                values("text", "format", "confidence", "offset", "duration", "resultStatus") + [
                    "words": .list, "participant": .identifier,
                ]
            ),
            (
                ["AudioMetadata"],
                values("subscriptionId", "encoding", "sampleRate", "channels", "length")
            ),
            (["DtmfData"], ["tone": .value, "participant": .identifier]),
            (["Restart"], ["handler": .value, "data": .free, "calls": .list]),
            (["RecordingStateChanged"], ofCall + values("recordingId", "state", "startDateTime", "recordingKind")),
            (
                ["RecordingFileStatusUpdated"],
                ["recordingStorageInfo": .record(["recordingChunks": .list])]
                    + values(
                        "recordingStartTime", "recordingDurationMs", "recordingContentType", "recordingChannelType",
                        "recordingFormatType", "sessionEndReason")
            ),
        ]

    /// Events that end an operation and repeat its context.
    private static let outcomes: [([String], Fields)] = [
        (
            [
                "CallConnected", "CallDisconnected", "CreateCallFailed", "AnswerFailed", "ConnectFailed",
                "CallTransferFailed", "PlayStarted", "PlayCompleted", "PlayCanceled", "RecognizeCanceled",
                "ContinuousDtmfRecognitionToneFailed", "ContinuousDtmfRecognitionStopped", "SendDtmfTonesCompleted",
                "SendDtmfTonesFailed", "HoldFailed",
            ], ofAction
        ),
        (
            [
                "AddParticipantSucceeded", "AddParticipantFailed", "RemoveParticipantSucceeded",
                "RemoveParticipantFailed",
            ], ofAction + ["participant": .identifier]
        ),
        (
            ["MoveParticipantSucceeded", "MoveParticipantFailed"],
            ofAction + ["participant": .identifier, "fromCall": .value]
        ),
        (["CancelAddParticipantSucceeded", "CancelAddParticipantFailed"], ofAction + values("invitationId")),
        (["CallTransferAccepted"], ofAction + ["transferTarget": .identifier, "transferee": .identifier]),
        (["PlayFailed", "RecognizeFailed"], ofAction + values("failedPlaySourceIndex")),
        (
            ["RecognizeCompleted"],
            ofAction + [
                "recognitionType": .value, "dtmfResult": .record(["tones": .list]),
                "speechResult": record("speech", "confidence"),
                "choiceResult": record("label", "recognizedPhrase", "confidence"),
            ]
        ),
        (["ContinuousDtmfRecognitionToneReceived"], ofAction + values("tone", "sequenceId")),
        (
            ["TranscriptionStarted", "TranscriptionStopped", "TranscriptionUpdated", "TranscriptionFailed"],
            ofAction + ["transcriptionUpdate": record("transcriptionStatus", "transcriptionStatusDetails")]
        ),
        (
            ["MediaStreamingStarted", "MediaStreamingStopped", "MediaStreamingFailed"],
            ofAction + [
                "mediaStreamingUpdate": record("contentType", "mediaStreamingStatus", "mediaStreamingStatusDetails")
            ]
        ),
        (["StartRecordingFailed"], ofAction + values("recordingId")),
    ]

    /// The fields of an identifier.
    package static let identifier: [String: Shape] =
        values("kind", "rawId") + [
            "communicationUser": record("id"), "phoneNumber": record("value", "isAnonymous", "assertedId"),
            "microsoftTeamsUser": record("userId", "isAnonymous", "cloud"),
            "microsoftTeamsApp": record("appId", "cloud"),
            "teamsExtensionUser": record("userId", "tenantId", "resourceId", "cloud"),
        ]

    private static let incomingCall: Fields =
        values("callerDisplayName", "correlationId", "serverCallId", "incomingCallContext") + [
            "to": .identifier, "from": .identifier, "onBehalfOfCallee": .identifier,
            // The details of Teams are no part of the schema, and come all the same.
            "customContext": .record(["sipHeaders": .free, "voipHeaders": .free, "teamsPhoneCallDetails": .free]),
        ]

    /// What every callback carries; the last three stand in no schema (protocol reference, 7.1).
    private static let ofCall: Fields =
        values(
            "callConnectionId", "serverCallId", "correlationId", "version", "publicEventType", "eventSource")
        + [
            "resultInformation": .record([
                "code": .value, "subCode": .value, "message": .value, "sipDetails": record("code", "message"),
                "q850Details": record("code", "message"),
            ])
        ]

    private static let ofAction = ofCall + values("operationContext")
    private static let sequence = values("sequenceNumber")

    /// What Event Grid tells of every call.
    private static let facts: Fields =
        values("serverCallId", "correlationId", "isTwoParty", "isRoomsCall") + [
            "startedBy": member, "group": record("id"), "room": record("id"),
        ]

    private static let member = Shape.record(["communicationIdentifier": .identifier, "role": .value])

    private static func values(_ names: String...) -> Fields { fields(names) }
    private static func record(_ names: String...) -> Shape { .record(fields(names)) }

    private static func fields(_ names: [String]) -> Fields {
        Fields(names.map { ($0, .value) }, uniquingKeysWith: { first, _ in first })
    }
}

extension [String: EventFields.Shape] {
    fileprivate static func + (left: Self, right: Self) -> Self { left.merging(right) { _, new in new } }
}
