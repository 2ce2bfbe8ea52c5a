import CallModel
import Testing

@Suite struct CallControlEventTests {
    private func read(_ name: String, _ data: JSONValue) throws(EventFault) -> CallControlEvent? {
        try CallControlEvent(CallEvent(id: "1", name: name, data: data.encoded))
    }

    private static let user = CommunicationIdentifier(rawID: "8:acs:r_u")
    private static let phone = CommunicationIdentifier(rawID: "4:+14255550123")
    private static let call = CallOutcome(
        callConnectionID: "c", serverCallID: "s", correlationID: "t", operationContext: "x",
        result: ResultInformation(
            code: 486, subCode: 560486, message: "busy", sipDetails: .init(code: 486, message: "Busy Here"),
            q850Details: .init(code: 17)))
    private static let facts = CallFacts(
        startedBy: .init(user, role: "Presenter"), serverCallID: "s", correlationID: "t", groupID: "g", roomID: "r",
        isTwoParty: false, isRoomsCall: true)

    private static let all: [CallControlEvent] = [
        .callConnected(call), .callDisconnected(call), .createCallFailed(call), .answerFailed(call),
        .connectFailed(call), .callTransferFailed(call),
        .participantsUpdated(
            ParticipantsUpdated(
                call: call,
                participants: [CallParticipant(user, isMuted: true), CallParticipant(phone, isOnHold: true)],
                sequenceNumber: 3)),
        .addParticipantSucceeded(ParticipantOutcome(call: call, participant: phone)),
        .addParticipantFailed(ParticipantOutcome(call: call, participant: user)),
        .removeParticipantSucceeded(ParticipantOutcome(call: call, participant: phone)),
        .removeParticipantFailed(ParticipantOutcome(call: call, participant: user)),
        .cancelAddParticipantSucceeded(InvitationOutcome(call: call, invitationID: "i")),
        .cancelAddParticipantFailed(InvitationOutcome(call: call, invitationID: "i")),
        .moveParticipantSucceeded(MoveOutcome(call: call, participant: phone, fromCall: "d")),
        .moveParticipantFailed(MoveOutcome(call: call, participant: user)),
        .callTransferAccepted(TransferAccepted(call: call, target: user, transferee: phone)),
        .incomingCall(
            IncomingCall(
                to: user, from: phone, incomingCallContext: "o", callerDisplayName: "n", serverCallID: "s",
                correlationID: "t",
                customContext: CustomCallingContext(
                    voipHeaders: [.init("a", "b")], sipHeaders: [.init("User-To-User", "c")]),
                onBehalfOfCallee: user)),
        .callStarted(facts),
        .callEnded(
            CallEnded(
                call: facts, endedBy: .init(user, type: "Participant", name: "n"),
                reason: .init(code: 0, subCode: 560000, phrase: "p"), duration: 12.5)),
        .callParticipantAdded(
            CallParticipantChange(
                call: facts, user: .init(user), displayName: "n", participantID: "p", userAgent: "a")),
        .callParticipantRemoved(CallParticipantChange(call: facts, user: .init(user, role: "Attendee"))),
    ]

    @Test func everyCaseIsInTheTableOfNames() {
        #expect(Set(Self.all.map(\.name)) == CallControlEvent.names)
        #expect(CallControlEvent.names.isSubset(of: EventName.service))
    }

    @Test func everyCallControlEventOfTheServiceIsTyped() {
        let media = ["Play", "Recogni", "Dtmf", "Hold", "Transcription", "MediaStreaming", "Recording"]
        let others = EventName.service.filter { name in !media.contains { name.contains($0) } }
        #expect(Set(others) == CallControlEvent.names)
    }

    @Test(arguments: all)
    func whatIsWrittenIsReadAgain(_ event: CallControlEvent) throws {
        #expect(try read(event.name, event.data) == event)
    }

    @Test(arguments: ["PlayCompleted", "CallSung", "", "callConnected", "Contoso.CallConnected", "FlowError"])
    func otherEventsAreNil(_ name: String) throws {
        #expect(try read(name, []) == nil)
    }

    @Test func whatIsNotTheEventsIsIgnoredAndNullIsAbsent() throws {
        let event = try read(
            "CallConnected",
            ["callConnectionId": "c", "version": "x", "operationContext": .null, "future": ["a": [1]]])
        #expect(event == .callConnected(CallOutcome(callConnectionID: "c")))
    }

    private static let malformed: [(name: String, data: JSONValue, sentence: String)] = [
        ("CallConnected", [], "data of CallConnected is no object"),
        ("CallConnected", [:], "callConnectionId of CallConnected is missing"),
        ("CallConnected", ["callConnectionId": 7], "callConnectionId of CallConnected must be a text"),
        (
            "CallDisconnected", ["callConnectionId": "c", "resultInformation": "ok"],
            "resultInformation of CallDisconnected must be an object"
        ),
        (
            "CreateCallFailed", ["callConnectionId": "c", "resultInformation": ["code": "603"]],
            "resultInformation.code of CreateCallFailed must be a whole number"
        ),
        (
            "CreateCallFailed", ["callConnectionId": "c", "resultInformation": ["sipDetails": ["code": "603"]]],
            "resultInformation.sipDetails.code of CreateCallFailed must be a whole number"
        ),
        (
            "ParticipantsUpdated", ["callConnectionId": "c", "sequenceNumber": 1],
            "participants of ParticipantsUpdated is missing"
        ),
        (
            "ParticipantsUpdated", ["callConnectionId": "c", "participants": []],
            "sequenceNumber of ParticipantsUpdated is missing"
        ),
        (
            "ParticipantsUpdated",
            [
                "callConnectionId": "c", "sequenceNumber": 1,
                "participants": [["identifier": ["rawId": "a"]], ["identifier": [:]]],
            ], "participants[1].identifier of ParticipantsUpdated names nobody"
        ),
        (
            "ParticipantsUpdated",
            [
                "callConnectionId": "c", "sequenceNumber": 1,
                "participants": [["identifier": ["rawId": "a"], "isMuted": "no"]],
            ], "participants[0].isMuted of ParticipantsUpdated must be true or false"
        ),
        (
            "ParticipantsUpdated", ["callConnectionId": "c", "sequenceNumber": 1, "participants": ["a"]],
            "participants[0] of ParticipantsUpdated is no object"
        ),
        (
            "AddParticipantFailed", ["callConnectionId": "c"], "participant of AddParticipantFailed is missing"
        ),
        (
            "CancelAddParticipantFailed", ["callConnectionId": "c"],
            "invitationId of CancelAddParticipantFailed is missing"
        ),
        (
            "CallTransferAccepted", ["callConnectionId": "c", "transferee": [:]],
            "transferee of CallTransferAccepted names nobody"
        ),
        (
            "MoveParticipantFailed", ["callConnectionId": "c", "participant": ["rawId": "a"], "fromCall": [:]],
            "fromCall of MoveParticipantFailed must be a text"
        ),
        ("CallStarted", [:], "startedBy of CallStarted is missing"),
        ("CallEnded", ["startedBy": [:], "correlationId": "t"], "serverCallId of CallEnded is missing"),
        (
            "CallParticipantAdded",
            ["startedBy": [:], "serverCallId": "s", "correlationId": "t", "user": ["communicationIdentifier": [:]]],
            "user.communicationIdentifier of CallParticipantAdded names nobody"
        ),
    ]

    @Test(arguments: malformed)
    func aMalformedPayloadNamesItsField(_ name: String, _ data: JSONValue, _ sentence: String) throws {
        #expect(try #require(throws: EventFault.self) { try read(name, data) }.description == sentence)
    }

    @Test(arguments: all)
    func whateverIsWrongInOnePlaceIsAFaultOrIsRead(_ event: CallControlEvent) throws {
        // Every member of every event, replaced by everything that JSON has, never crashes.
        for member in event.data.objectValue?.members ?? [] {
            for value: JSONValue in [.null, true, 1, 1.5, "a", [], [[]], [:], ["a": 1]] {
                var object = try #require(event.data.objectValue)
                object[member.name] = value
                do throws(EventFault) {
                    #expect(try read(event.name, .object(object))?.name == event.name)
                } catch {
                    #expect(error.field.hasPrefix(member.name), "\(error)")
                }
            }
        }
    }

    @Test func theDurationHasASecondName() throws {
        let data: JSONValue = ["startedBy": [:], "serverCallId": "s", "correlationId": "t", "durationOfCall": 3]
        guard case .callEnded(let end) = try read("CallEnded", data) else {
            Issue.record("no CallEnded")
            return
        }
        #expect(end.duration == 3)
    }
}

@Suite struct EventTwinsTests {
    @Test func successAndFailureKnowEachOther() {
        #expect(Set(EventName.twins(of: "CallConnected")) == ["CreateCallFailed", "ConnectFailed", "AnswerFailed"])
        #expect(EventName.twins(of: "AddParticipantFailed") == ["AddParticipantSucceeded"])
        #expect(EventName.twins(of: "CallTransferAccepted") == ["CallTransferFailed"])
        #expect(EventName.twins(of: "PlayCanceled") == ["PlayCompleted"])
        #expect(EventName.twins(of: "CallDisconnected").isEmpty && EventName.twins(of: "nothing").isEmpty)
        for name in EventName.service {
            for twin in EventName.twins(of: name) {
                #expect(EventName.twins(of: twin).contains(name))
                #expect(EventName.isFailure(name) != EventName.isFailure(twin))
            }
        }
    }

    @Test func everyEventWithATwinInItsNameHasOne() {
        let pairs = CallControlEvent.names.filter { $0.hasSuffix("Failed") || $0.hasSuffix("Succeeded") }
        #expect(pairs.count == 12)
        for name in pairs { #expect(!EventName.twins(of: name).isEmpty, "\(name)") }
    }
}
