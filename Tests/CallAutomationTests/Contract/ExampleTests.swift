import CallModel
import Testing

@testable import CallAutomation

/// The examples that the service publishes, one per operation.
@Suite struct ExampleTests {
    private static let names = Fixture.names(in: "operations").map { $0.replacing(".json", with: "") }

    /// One operation has two examples.
    private func operation(_ name: String) throws -> ServiceContract.Operation {
        let id = name.replacing("_WithConnectionId", with: "")
        return try #require(ServiceContract.operation(id: id), "\(id)")
    }

    @Test func thereIsAnExampleForAllButTwoOperations() {
        let shown = Set(Self.names.map { $0.replacing("_WithConnectionId", with: "") })
        let stable = ServiceContract.operations.filter { $0.previewVersion == nil }.map(\.id)
        #expect(Set(stable).subtracting(shown) == ["CallConnection_TerminateCall", "CallRecording_PauseRecording"])
        #expect(shown.isSubset(of: stable))
    }

    @Test(arguments: names)
    func everyExampleFitsTheContract(_ name: String) throws {
        let example = try Fixture.json("operations/\(name).json")
        let operation = try operation(name)
        let body = ExampleActions.body(try #require(example["parameters"]))
        #expect(ServiceContract.validateRequest(operation: operation, body: body) == [])
        for answer in try #require(example["responses"]?.objectValue).members {
            let status = try #require(Int(answer.name))
            #expect(
                ServiceContract.validateResponse(operation: operation, status: status, body: answer.value["body"])
                    == [])
        }
    }

    @Test(arguments: names)
    func theClientSendsWhatTheExampleShows(_ name: String) throws {
        let operation = try operation(name)
        let parameters = try #require(try Fixture.json("operations/\(name).json")["parameters"])
        guard ServiceContract.notYet[operation.id] == nil else {
            #expect(ExampleActions.action(operation.id, parameters) == nil)
            return
        }
        let action = try #require(ExampleActions.action(operation.id, parameters))
        let id = parameters["callConnectionId"]?.stringValue
        let request = try ActionRequest.prepare(action, callConnectionID: id)
        #expect(ServiceContract.operation(method: request.method, path: request.path) == operation)
        guard let shown = ExampleActions.body(parameters) else {
            #expect(request.body.isEmpty)
            return
        }
        // What the client has no field for yet, and what the official clients send always.
        let unsupported: Set<String> = ["playSourceCacheId"]
        let always: [String: Set<String>] = [
            "CallMedia_Play": ["interruptCallMediaOperation", "playOptions", "playTo"],
            "CallMedia_Recognize": ["interruptCallMediaOperation"],
            "RejectCall": ["callRejectReason"],
            "CallRecording_StartRecording": [
                "channelAffinity", "recordingContentType", "recordingChannelType", "recordingFormatType",
            ],
        ]
        let sent = try JSONValue(parsing: request.body)
        let added = Set(sent.objectValue?.members.map(\.name) ?? [])
            .subtracting(shown.objectValue?.members.filter { $0.value != .null }.map(\.name) ?? [])
        #expect(added.isSubset(of: always[operation.id, default: []]), "\(added)")
        #expect(sent.without(added).plain == shown.without(unsupported).plain)
    }

    @Test(arguments: names.filter { ServiceContract.notYet[$0.replacing("_WithConnectionId", with: "")] == nil })
    func everyFieldOfTheAnswerIsRead(_ name: String) throws {
        let responses = try #require(try Fixture.json("operations/\(name).json")["responses"]?.objectValue)
        for answer in responses.members {
            guard let body = answer.value["body"] else { continue }
            let definition = try #require(try operation(name).responses[Int(answer.name) ?? 0])
            let written = try #require(Self.written(body, as: definition), "\(definition)")
            #expect(written.plain == Self.complete(body).plain)
        }
    }

    /// An answer read into its type and written down again from the fields of the type.
    private static func written(_ body: JSONValue, as definition: String) -> JSONValue? {
        func text(_ text: String?) -> JSONValue? { text.map(JSONValue.string) }
        switch definition {
        case "CallConnectionProperties": return written(CallConnectionProperties(json: body))
        case "CallParticipant": return CallParticipant(json: body)?.json
        case "GetParticipantsResponse":
            let page = ParticipantsPage(json: body)
            return ["value": .array(page.participants.map(\.json)), "nextLink": text(page.nextLink)]
        case "AddParticipantResponse":
            let result = AddParticipantResult(json: body)
            return [
                "participant": result.participant?.json, "invitationId": text(result.invitationID),
                "operationContext": text(result.operationContext),
            ]
        case "CancelAddParticipantResponse":
            let result = CancelAddParticipantResult(json: body)
            return ["invitationId": text(result.invitationID), "operationContext": text(result.operationContext)]
        case "RemoveParticipantResponse":
            return ["operationContext": text(RemoveParticipantResult(json: body).operationContext)]
        case "MuteParticipantsResult":
            return ["operationContext": text(MuteParticipantsResult(json: body).operationContext)]
        case "SendDtmfTonesResult": return ["operationContext": text(SendDTMFResult(json: body).operationContext)]
        case "TransferCallResponse": return ["operationContext": text(TransferResult(json: body).operationContext)]
        case "MoveParticipantsResponse":
            let result = MoveParticipantsResult(json: body)
            return [
                "participants": .array(result.participants.map(\.json)), "fromCall": text(result.fromCall),
                "operationContext": text(result.operationContext),
            ]
        case "RecordingStateResponse":
            let result = RecordingStateResult(json: body)
            return [
                "recordingId": text(result.recordingID), "recordingState": text(result.state),
                "recordingKind": text(result.kind),
            ]
        default: return nil
        }
    }

    private static func written(_ call: CallConnectionProperties) -> JSONValue {
        func text(_ text: String?) -> JSONValue? { text.map(JSONValue.string) }
        func stream(_ stream: StreamSubscription?, _ contents: String) -> JSONValue? {
            guard let stream else { return nil }
            var object: JSONObject = [
                "id": text(stream.id), "state": text(stream.state), "locale": text(stream.locale),
            ]
            object[contents] = .array(stream.contents.map(JSONValue.string))
            return .object(object)
        }
        return [
            "callConnectionId": text(call.callConnectionID), "serverCallId": text(call.serverCallID),
            "correlationId": text(call.correlationID), "callConnectionState": .string(call.state.rawValue),
            "callbackUri": text(call.callbackURI), "source": call.source?.json,
            "targets": .array(call.targets.map(\.json)),
            "sourceCallerIdNumber": call.sourceCallerIDNumber.map { ["value": .string($0)] },
            "sourceDisplayName": text(call.sourceDisplayName),
            "answeredBy": call.answeredBy.map { ["id": .string($0)] },
            "answeredFor": call.answeredFor.map { ["value": .string($0)] },
            "mediaStreamingSubscription": stream(call.mediaStreaming, "subscribedContentTypes"),
            "transcriptionSubscription": stream(call.transcription, "subscribedResultTypes"),
        ]
    }

    /// The examples leave out what is not on hold; the type has a value for it.
    private static func complete(_ json: JSONValue) -> JSONValue {
        switch json {
        case .array(let items): return .array(items.map(complete))
        case .object(let object):
            var whole = JSONObject(object.members.map { ($0.name, complete($0.value)) })
            if object["identifier"] != nil {
                for name in ["isMuted", "isOnHold"] where object[name] == nil { whole[name] = false }
            }
            return .object(whole)
        default: return json
        }
    }
}

/// The published bodies of callbacks and of Event Grid.
@Suite struct EventExampleTests {
    private static let carried: Set<String> = ["version", "publicEventType", "eventSource"]

    private func event(_ path: String) throws -> CallEvent {
        try #require(try CloudEventDecoder.decode(body: try Fixture.bytes(path), headers: lookup([:])).first)
    }

    @Test(
        arguments: Fixture.names(in: "events").map { "events/\($0)" }
            + Fixture.names(in: "eventgrid").map { "eventgrid/\($0)" })
    func everyEventFitsTheContractAndIsWrittenAsItWasRead(_ path: String) throws {
        let event = try event(path)
        let data = try event.parsedData()
        #expect(ServiceContract.validateEvent(name: event.name, data: data) == [])
        guard let typed = try CallControlEvent(event) else {
            #expect(!CallControlEvent.names.contains(event.name))
            return
        }
        #expect(typed.name == event.name)
        #expect(typed.data.plain == data.without(Self.carried).plain)
        #expect(ServiceContract.validateEvent(name: typed.name, data: typed.data) == [])
    }

    @Test func theIncomingCallOfTheExampleIsRead() throws {
        let event = try event("eventgrid/incoming_call.cloudevents.json")
        guard case .incomingCall(let call) = try CallControlEvent(event) else {
            Issue.record("no IncomingCall")
            return
        }
        #expect(call.from.rawID == "{caller-id}" && call.to.rawID == "{recipient-id}")
        #expect(call.callerDisplayName == "VOIP Caller")
        #expect(call.incomingCallContext == "{incoming-call-contextValue}")
        #expect(call.serverCallID == "{server-call-id}" && call.correlationID == "correlationId")
        #expect(call.sipHeader("User-To-User") == "616d617a6f6e5f6368696;encoding=hex")
        #expect(call.sipHeader("x-ms-custom-myhader1") == "35567842")
        #expect(call.voipHeader("customHeader") == "customValue" && call.voipHeader("other") == nil)
        #expect(call.onBehalfOfCallee == nil)
    }
}
