import CallModel
import Testing

@testable import CallAutomation

@Suite struct ActionRequestTests {
    private let number = CommunicationIdentifier(rawID: "4:+18005550199")
    private let user = CommunicationIdentifier(rawID: "8:acs:b9614373_da7be3a9")
    private let connection = "18dea47f-b081-4107-9a5c-4300819d2c6c"

    private func body(_ action: CallAction) throws -> JSONValue {
        try JSONValue(parsing: try ActionRequest.prepare(action, callConnectionID: connection).body)
    }

    @Test func playSendsWhatTheOfficialClientsAlwaysSend() throws {
        let play = PlayAction(sources: [.file(uri: "https://some.file.azure.com/sample.wav")], interrupt: true)
        #expect(
            try body(.play(play)) == [
                "playSources": [["kind": "file", "file": ["uri": "https://some.file.azure.com/sample.wav"]]],
                "playTo": [], "interruptCallMediaOperation": true, "playOptions": ["loop": false],
            ])
        let some = PlayAction(sources: play.sources, targets: [user], interrupt: true)
        #expect(try body(.play(some))["interruptCallMediaOperation"] == false)
    }

    @Test func onePromptIsPlayPromptAndSeveralArePlayPrompts() throws {
        let file = PlaySource.file(uri: "https://f.test/a.wav")
        let one = try body(.recognize(RecognizeAction(target: number, prompts: [file], maxTones: 5)))
        #expect(one["playPrompt"]?["kind"] == "file")
        #expect(one["playPrompts"] == nil)
        let two = try body(.recognize(RecognizeAction(target: number, prompts: [file, file], maxTones: 5)))
        #expect(two["playPrompt"] == nil)
        #expect(two["playPrompts"]?.arrayValue?.count == 2)
    }

    private static let user = CommunicationIdentifier(rawID: "8:acs:b9614373_da7be3a9")
    private static let lines: [(action: CallAction, line: String)] = [
        (
            .createCall(CreateCallAction(targets: [user], callbackURI: "u")),
            "POST /calling/callConnections?api-version=2026-03-12 id"
        ),
        (
            .connectCall(ConnectCallAction(locator: .room(id: "1"), callbackURI: "u")),
            "POST /calling/callConnections:connect?api-version=2026-03-12 id"
        ),
        (
            .answer(AnswerAction(incomingCallContext: "c", callbackURI: "u")),
            "POST /calling/callConnections:answer?api-version=2026-03-12 id"
        ),
        (
            .reject(RejectAction(incomingCallContext: "c", reason: .busy)),
            "POST /calling/callConnections:reject?api-version=2026-03-12 id"
        ),
        (
            .redirect(RedirectAction(incomingCallContext: "c", target: user)),
            "POST /calling/callConnections:redirect?api-version=2026-03-12 id"
        ),
        (.hangUp(forEveryone: true), "POST /calling/callConnections/a%2Fb:terminate?api-version=2026-03-12 id"),
        (.hangUp(forEveryone: false), "DELETE /calling/callConnections/a%2Fb?api-version=2026-03-12"),
        (.properties, "GET /calling/callConnections/a%2Fb?api-version=2026-03-12"),
        (
            .transfer(TransferAction(target: user)),
            "POST /calling/callConnections/a%2Fb:transferToParticipant?api-version=2026-03-12 id"
        ),
        (
            .addParticipant(AddParticipantAction(target: user)),
            "POST /calling/callConnections/a%2Fb/participants:add?api-version=2026-03-12 id"
        ),
        (
            .cancelAddParticipant(CancelAddParticipantAction(invitation: .id("i"))),
            "POST /calling/callConnections/a%2Fb/participants:cancelAddParticipant?api-version=2026-03-12 id"
        ),
        (
            .removeParticipant(RemoveParticipantAction(target: user)),
            "POST /calling/callConnections/a%2Fb/participants:remove?api-version=2026-03-12 id"
        ),
        (
            .moveParticipants(MoveParticipantsAction(targets: [user], fromCall: "f")),
            "POST /calling/callConnections/a%2Fb/participants:moveHere?api-version=2026-03-12 id"
        ),
        (
            .muteParticipant(MuteParticipantAction(targets: [user])),
            "POST /calling/callConnections/a%2Fb/participants:mute?api-version=2026-03-12 id"
        ),
        (
            .listParticipants(page: nil),
            "GET /calling/callConnections/a%2Fb/participants?api-version=2026-03-12"
        ),
        (
            .getParticipant(CommunicationIdentifier(rawID: "4:+14255550123")),
            "GET /calling/callConnections/a%2Fb/participants/4%3A%2B14255550123?api-version=2026-03-12"
        ),
        (
            .getParticipant(CommunicationIdentifier(rawID: "8:acs:r_u/..?x=é")),
            "GET /calling/callConnections/a%2Fb/participants/8%3Aacs%3Ar_u%2F..%3Fx%3D%C3%A9?api-version=2026-03-12"
        ),
        (
            .play(PlayAction(sources: [.file(uri: "u")])),
            "POST /calling/callConnections/a%2Fb:play?api-version=2026-03-12"
        ),
        (
            .recognize(RecognizeAction(target: user, maxTones: 1)),
            "POST /calling/callConnections/a%2Fb:recognize?api-version=2026-03-12"
        ),
        (
            .cancelAllMedia, "POST /calling/callConnections/a%2Fb:cancelAllMediaOperations?api-version=2026-03-12"
        ),
    ]

    @Test(arguments: lines)
    func pathMethodAndRepeatabilityAreThoseOfTheOperation(_ action: CallAction, _ line: String) throws {
        let request = try ActionRequest.prepare(action, callConnectionID: "a/b")
        #expect("\(request.method) \(request.path)\(request.takesRepeatability ? " id" : "")" == line)
    }

    @Test func theSameActionGivesTheSameBytes() throws {
        let action = CallAction.transfer(TransferAction(target: number, transferee: user, operationContext: "x"))
        let first = try ActionRequest.prepare(action, callConnectionID: connection)
        #expect(try ActionRequest.prepare(action, callConnectionID: connection) == first)
    }

    @Test func detailsForTeamsGoOutWithoutHeadersAndInOneOrder() throws {
        var details = TeamsPhoneCallDetails()
        details.caller = TeamsPhoneCallDetails.Caller(
            identifier: CommunicationIdentifier(rawID: "4:+14255550123"), name: "Ada", phoneNumber: "+14255550123",
            isAuthenticated: false, additionalInformation: ["b": "2", "a": "1"])
        details.intent = "refund"
        let action = CallAction.transfer(
            TransferAction(
                target: CommunicationIdentifier(rawID: "8:orgid:t"),
                customCallingContext: CustomCallingContext(teamsPhoneCallDetails: details)))
        let body = try ActionRequest.prepare(action, callConnectionID: connection).body
        #expect(
            String(decoding: body, as: UTF8.self).hasSuffix(
                #""customCallingContext":{"teamsPhoneCallDetails":{"teamsPhoneCallerDetails":{"caller":"#
                    + #"{"rawId":"4:+14255550123","phoneNumber":{"value":"+14255550123"}},"name":"Ada","#
                    + #""phoneNumber":"+14255550123","isAuthenticated":false,"#
                    + #""additionalCallerInformation":{"a":"1","b":"2"}},"intent":"refund"}}}"#))
    }

    private static var longTopic: TeamsPhoneCallDetails {
        var details = TeamsPhoneCallDetails()
        details.callTopic = String(repeating: "t", count: 49)
        return details
    }

    private static let mistakes: [(action: CallAction, sentence: String)] = [
        (.play(PlayAction(sources: [])), "play needs at least one source"),
        (.createCall(CreateCallAction(targets: [], callbackURI: "u")), "create_call needs at least one target"),
        (.createCall(CreateCallAction(targets: [user], callbackURI: "")), "create_call needs a callback address"),
        (
            .createCall(CreateCallAction(targets: [user], callbackURI: "u", customCallingContext: .init())),
            "create_call with a custom context needs API version 2024-09-01-preview; the client speaks 2026-03-12"
        ),
        (
            .connectCall(ConnectCallAction(locator: .groupCall(id: ""), callbackURI: "u")),
            "connect_call needs the id of a call that is running"
        ),
        (
            .addParticipant(AddParticipantAction(target: user, invitationTimeout: 181)),
            "add_participant takes an invitation timeout of 0 to 180 seconds, not 181"
        ),
        (
            .addParticipant(AddParticipantAction(target: user, invitationTimeout: -1)),
            "add_participant takes an invitation timeout of 0 to 180 seconds, not -1"
        ),
        (
            .addParticipant(
                AddParticipantAction(target: user, customCallingContext: .init(sipHeaders: [.init("Subject", "a")]))),
            "add_participant: the SIP header 'Subject' must be User-To-User or begin with X-MS-Custom-"
        ),
        (
            .transfer(
                TransferAction(
                    target: user,
                    customCallingContext: .init(voipHeaders: [.init("a", String(repeating: "x", count: 1_025))]))),
            "transfer: the VoIP header 'a' is longer than 1024 characters"
        ),
        (
            .transfer(TransferAction(target: user, customCallingContext: .init(teamsPhoneCallDetails: longTopic))),
            "transfer: the call topic has 49 characters, and 48 is the limit"
        ),
        (
            .cancelAddParticipant(CancelAddParticipantAction(invitation: .id(""))),
            "cancel_add_participant needs the id that the service gave the invitation"
        ),
        (
            .moveParticipants(MoveParticipantsAction(targets: [], fromCall: "f")),
            "move_participants needs at least one target"
        ),
        (
            .moveParticipants(MoveParticipantsAction(targets: [user], fromCall: "")),
            "move_participants needs the connection of the call that they are in"
        ),
        (.muteParticipant(MuteParticipantAction(targets: [])), "mute_participant needs at least one target"),
        (
            .unmuteParticipant(MuteParticipantAction(targets: [user])),
            "unmute_participant needs API version 2024-09-01-preview; the client speaks 2026-03-12"
        ),
        (
            .getParticipant(CommunicationIdentifier(rawID: "")),
            "get_participant needs the raw id of a participant"
        ),
    ]

    @Test(arguments: mistakes)
    func mistakesAreToldBeforeAnythingIsSent(_ action: CallAction, _ sentence: String) {
        #expect(throws: RequestFault(description: sentence)) {
            try ActionRequest.prepare(action, callConnectionID: connection)
        }
    }

    @Test func anInvitationThatHasNoIDYetCannotBeTakenBack() {
        let pending = CancelAddParticipantAction(invitation: .operation(OperationID(1)))
        #expect(throws: RequestFault.self) {
            try ActionRequest.prepare(.cancelAddParticipant(pending), callConnectionID: connection)
        }
    }

    @Test(arguments: lines.map(\.action))
    func whatIsAboutAConnectionNeedsOne(_ action: CallAction) throws {
        let free: Set<ActionKind> = [.createCall, .connectCall, .answer, .reject, .redirect]
        for id in [nil, ""] {
            if free.contains(action.kind) {
                _ = try ActionRequest.prepare(action, callConnectionID: id)
            } else {
                #expect(throws: RequestFault(description: "\(action.name) needs the id of a call connection")) {
                    try ActionRequest.prepare(action, callConnectionID: id)
                }
            }
        }
    }

    @Test func idsAreEncodedStrictly() {
        #expect(RequestPath.encoded("8:acs:a_b") == "8%3Aacs%3Aa_b")
        #expect(RequestPath.encoded("4:+15550100") == "4%3A%2B15550100")
        #expect(RequestPath.encoded("rid/=+") == "rid%2F%3D%2B")
        #expect(RequestPath.encoded("é ~-.") == "%C3%A9%20~-.")
    }

    @Test func connectionPropertiesForgiveWhatIsMissing() throws {
        let bare = try CallConnectionProperties(body: Array("{\"callConnectionState\":\"new\",\"x\":[1]}".utf8))
        #expect(bare.state == .unknown && bare.callConnectionID == nil && bare.targets.isEmpty)
        #expect(bare.mediaStreaming == nil && bare.transcription == nil)
        #expect(throws: JSONError.self) { try CallConnectionProperties(body: []) }
    }

    @Test(arguments: ["{}", "[]", "7", "{\"value\":{}}", "{\"value\":[1,{}],\"nextLink\":\"\",\"participant\":7}"])
    func everyAnswerForgivesWhatItDoesNotUnderstand(_ body: String) throws {
        let body = Array(body.utf8)
        let page = try ParticipantsPage(body: body)
        #expect(page.participants.isEmpty && page.nextLink == nil)
        let added = try AddParticipantResult(body: body)
        #expect(added.participant == nil && added.invitationID == nil && added.operationContext == nil)
        #expect(try MoveParticipantsResult(body: body).participants.isEmpty)
        #expect(try TransferResult(body: body).operationContext == nil)
        #expect(try RemoveParticipantResult(body: body).operationContext == nil)
        #expect(try MuteParticipantsResult(body: body).operationContext == nil)
        #expect(try CancelAddParticipantResult(body: body).invitationID == nil)
    }
}
