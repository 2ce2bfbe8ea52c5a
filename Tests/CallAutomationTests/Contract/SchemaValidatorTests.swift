import CallAutomation
import CallModel
import Testing

@Suite struct SchemaValidatorTests {
    private func faults(
        _ id: String, _ body: JSONValue?, apiVersion: String = ActionRequest.defaultAPIVersion
    ) throws -> [String] {
        let operation = try #require(ServiceContract.operation(id: id))
        return ServiceContract.validateRequest(operation: operation, body: body, apiVersion: apiVersion)
            .map(\.description)
    }

    private static let target: JSONValue = ["rawId": "8:acs:a_b"]
    private static let file: JSONValue = ["kind": "file", "file": ["uri": "https://f.test/a.wav"]]

    private static let wrong: [(id: String, body: JSONValue?, sentence: String)] = [
        ("CallMedia_Play", nil, "the body is missing"),
        ("CallMedia_Play", .null, "the body is missing"),
        ("CallMedia_Play", [], "the body must be an object, not a list"),
        ("CallMedia_Play", [:], "playSources is missing"),
        ("CallMedia_Play", ["playSources": .null], "playSources is missing"),
        ("CallMedia_Play", ["playSources": "a"], "playSources must be a list, not a text"),
        ("CallMedia_Play", ["playSources": [], "playto": []], "playto is unknown to the service"),
        (
            "CallMedia_Play", ["playSources": [["kind": "song"]]],
            "playSources[0].kind is 'song'; allowed are file, text, ssml"
        ),
        (
            "CallMedia_Play", ["playSources": [file, ["kind": "file", "file": [:]]]],
            "playSources[1].file.uri is missing"
        ),
        (
            "CallMedia_Play", ["playSources": [], "playOptions": ["loop": 1]],
            "playOptions.loop must be true or false, not a whole number"
        ),
        (
            "CallConnection_AddParticipant", ["participantToAdd": target, "invitationTimeoutInSeconds": 181],
            "invitationTimeoutInSeconds is 181, and 180 is the limit"
        ),
        (
            "CallConnection_AddParticipant", ["participantToAdd": target, "invitationTimeoutInSeconds": -1],
            "invitationTimeoutInSeconds is -1, and 0 is the least"
        ),
        (
            "CallConnection_AddParticipant", ["participantToAdd": target, "invitationTimeoutInSeconds": 1.5],
            "invitationTimeoutInSeconds must be a whole number, not a number"
        ),
        (
            "CallConnection_AddParticipant",
            ["participantToAdd": target, "customCallingContext": ["voipHeaders": ["a": 1]]],
            "customCallingContext.voipHeaders.a must be a text, not a whole number"
        ),
        (
            "CallConnection_Mute", ["targetParticipants": [["rawId": 7]]],
            "targetParticipants[0].rawId must be a text, not a whole number"
        ),
        ("CallConnection_HangupCall", [:], "the body must be empty: CallConnection_HangupCall takes none"),
        (
            "AnswerCall",
            [
                "incomingCallContext": "c", "callbackUri": "https://a.test/",
                "mediaStreamingOptions": [
                    "transportType": "websocket", "audioChannelType": "mixed", "transportUri": "",
                ],
            ], "mediaStreamingOptions.transportUri is unknown to the service"
        ),
        (
            "AnswerCall",
            [
                "incomingCallContext": "c", "callbackUri": "https://a.test/",
                "mediaStreamingOptions": ["transportType": "fax", "audioChannelType": "mixed", "number": ""],
            ], "mediaStreamingOptions.transportType is 'fax'; allowed are websocket"
        ),
        (
            "AnswerCall",
            [
                "incomingCallContext": "c", "callbackUri": "https://a.test/",
                "transcriptionOptions": ["transportType": "websocket", "startTranscription": true],
            ], "transcriptionOptions.locale is missing"
        ),
        (
            "CreateCall", ["targets": [], "callbackUri": "https://a.test/", "customCallingContext": [:]],
            "customCallingContext needs API version 2024-09-01-preview, not 2026-03-12"
        ),
        (
            "CallConnection_Unmute", ["targetParticipants": []],
            "the body cannot be: CallConnection_Unmute needs API version 2024-09-01-preview, not 2026-03-12"
        ),
    ]

    @Test(arguments: wrong)
    func aFaultNamesItsPlaceAndWhatIsWrong(_ id: String, _ body: JSONValue?, _ sentence: String) throws {
        #expect(try faults(id, body) == [sentence])
    }

    private static let right: [(id: String, body: JSONValue?, apiVersion: String)] = [
        ("CallMedia_Play", ["playSources": [file], "playTo": .null], "2026-03-12"),
        ("CallConnection_Mute", ["targetParticipants": [target]], "2023-03-06"),
        (
            "CallConnection_Mute",
            ["targetParticipants": [["microsoftTeamsUser": ["userId": "u", "cloud": "GCCH"]]]], "2026-03-12"
        ),
        ("CallConnection_Unmute", ["targetParticipants": [target]], "2024-09-01-preview"),
        (
            "CreateCall",
            ["targets": [target], "callbackUri": "u", "customCallingContext": ["sipHeaders": ["a": "b"]]],
            "2024-09-01-preview"
        ),
        ("CallConnection_TerminateCall", nil, "2026-03-12"),
        (
            "AnswerCall",
            [
                "incomingCallContext": "c", "callbackUri": "u",
                "mediaStreamingOptions": [
                    "transportType": "websocket", "audioChannelType": "mixed", "enableDtmfTones": true,
                ],
            ], "2026-03-12"
        ),
    ]

    @Test(arguments: right)
    func whatFitsHasNoFaults(_ id: String, _ body: JSONValue?, _ apiVersion: String) throws {
        #expect(try faults(id, body, apiVersion: apiVersion) == [])
    }

    @Test func allFaultsAreToldUpToALimit() throws {
        let two: JSONValue = ["loud": true, "operationContext": 7]
        #expect(
            try faults("CallMedia_Play", two) == [
                "playSources is missing", "loud is unknown to the service",
                "operationContext must be a text, not a whole number",
            ])
        let many = JSONValue.array(Array(repeating: 1, count: 1_000))
        #expect(try faults("CallMedia_Play", ["playSources": many]).count == 20)
    }

    @Test func kindsTellFaultsApart() throws {
        func kind(_ id: String, _ body: JSONValue) throws -> [ContractFault.Kind] {
            let operation = try #require(ServiceContract.operation(id: id))
            return ServiceContract.validateRequest(operation: operation, body: body).map(\.kind)
        }
        #expect(try kind("CallMedia_Play", [:]) == [.missing])
        #expect(try kind("CallMedia_Play", ["playSources": 1]) == [.wrongType])
        #expect(try kind("CallMedia_Play", ["playSources": [], "x": 1]) == [.unexpected])
        #expect(try kind("RejectCall", ["incomingCallContext": "", "callRejectReason": "no"]) == [.notAllowed])
        #expect(try kind("CallConnection_Unmute", [:]) == [.notInVersion])
        let wide: JSONValue = ["participantToAdd": Self.target, "invitationTimeoutInSeconds": 4_294_967_296]
        #expect(try kind("CallConnection_AddParticipant", wide) == [.outOfRange, .outOfRange])
    }

    @Test func answersAreCheckedByStatus() throws {
        let get = try #require(ServiceContract.operation(id: "CallConnection_GetCall"))
        func faults(_ status: Int, _ body: JSONValue?) -> [String] {
            ServiceContract.validateResponse(operation: get, status: status, body: body).map(\.description)
        }
        #expect(faults(200, ["callConnectionState": "connected"]) == [])
        #expect(
            faults(200, ["callConnectionState": "gone"]) == [
                "callConnectionState is 'gone'; allowed are unknown, connecting, connected, transferring, "
                    + "transferAccepted, disconnecting, disconnected"
            ])
        #expect(faults(201, [:]) == ["the body comes with 201, but CallConnection_GetCall answers 200"])
        #expect(faults(404, ["error": ["code": "8522", "message": "m"]]) == [])
        #expect(faults(404, ["error": ["code": "8522"]]) == ["error.message is missing"])
        #expect(faults(500, nil) == ["the body is missing"])
        let hangUp = try #require(ServiceContract.operation(id: "CallConnection_HangupCall"))
        #expect(ServiceContract.validateResponse(operation: hangUp, status: 204, body: nil) == [])
        #expect(ServiceContract.validateResponse(operation: hangUp, status: 204, body: [:]).count == 1)
    }

    @Test func eventsAreCheckedWithWhatEveryCallbackCarries() {
        func faults(_ name: String, _ data: JSONValue) -> [String] {
            ServiceContract.validateEvent(name: name, data: data).map(\.description)
        }
        let common: JSONValue = ["callConnectionId": "c", "version": "2026-03-12", "publicEventType": "x"]
        #expect(faults("CallConnected", common) == [])
        #expect(faults("CallConnected", ["callconnectionid": "c"]) == ["callconnectionid is unknown to the service"])
        #expect(
            faults("ParticipantsUpdated", ["sequenceNumber": "1"]) == [
                "sequenceNumber must be a whole number, not a text"
            ])
        #expect(faults("CallStarted", ["serverCallId": "s", "correlationId": "c"]) == ["startedBy is missing"])
        #expect(faults("CallSung", [:]) == ["the body belongs to no event of the service: CallSung"])
        #expect(
            faults("RecordingStateChanged", ["startDateTime": "yesterday"]) == [
                "startDateTime is 'yesterday', which is no date like 2026-03-12T10:00:00Z"
            ])
    }

    @Test(arguments: ["2026-03-12T10:00:00Z", "2026-03-12T10:00:00.1234567+00:00", "2026-03-12T10:00:00"])
    func datesOfTheServiceAreDates(_ date: String) {
        let faults = ServiceContract.validateEvent(
            name: "RecordingStateChanged", data: ["startDateTime": .string(date)])
        #expect(faults == [])
    }

    @Test(arguments: ["", "2026-03-12", "2026-03-12T10:00:00.Z", "2026-03-12T10:00:00Zz", "2026-03-12 10:00:00Z"])
    func otherTextsAreNoDates(_ date: String) {
        let faults = ServiceContract.validateEvent(
            name: "RecordingStateChanged", data: ["startDateTime": .string(date)])
        #expect(faults.map(\.kind) == [.malformed])
    }
}
