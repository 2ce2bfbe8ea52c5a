import CallModel

/// Recordings of calls.
enum Recordings {
    private enum Locator: String, CaseIterable {
        case serverCallLocator, groupCallLocator
    }

    private enum Storage: String, CaseIterable {
        case azureCommunicationServices, azureBlobStorage
    }

    @Sendable static func start(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let settings = try settings(request.body, core)
        let (call, leg) = try call(request.body, core)
        guard core.recording(of: call.id) == nil else {
            throw ServiceError(status: 400, code: "8559", message: "A recording of this call is running already.")
        }
        // The answer is older than the state.
        let recording = core.record(call, settings, leg: leg, apiVersion: request.apiVersion)
        var answer = recording.json.objectValue ?? JSONObject()
        answer["recordingState"] = "inactive"
        return ServiceResponse(status: 200, body: .object(answer))
    }

    @Sendable static func state(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        ServiceResponse(status: 200, body: try recording(core, request).json)
    }

    @Sendable static func stop(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        core.endRecording(try recording(core, request).id, .initiatorLeft)
        return ServiceResponse(status: 204)
    }

    @Sendable static func pause(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let recording = try recording(core, request)
        guard recording.isActive else { throw .wrongRecordingState("The recording is paused already.") }
        core.pauseRecording(recording.id)
        return ServiceResponse(status: 202)
    }

    @Sendable static func resume(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let recording = try recording(core, request)
        guard !recording.isActive else { throw .wrongRecordingState("The recording runs already.") }
        core.resumeRecording(recording.id)
        return ServiceResponse(status: 202)
    }

    // MARK: - The request

    private static func recording(_ core: EmulatorCore, _ request: OperationRequest) throws(ServiceError) -> Recording {
        guard let recording = core.recordings[request.parameters.first ?? ""], recording.end == nil else {
            throw .notFound("Recording")
        }
        return recording
    }

    private static func call(_ body: Fields, _ core: EmulatorCore) throws(ServiceError) -> (Call, CallLeg?) {
        let connection = try body.string("callConnectionId").flatMap { $0.isEmpty ? nil : $0 }
        let locator = try body.object("callLocator")
        guard (connection == nil) != (locator == nil) else {
            throw .invalid("callLocator", "or callConnectionId must be given, and not both")
        }
        if let connection {
            guard let leg = core.leg(connection), let call = core.calls[leg.callID] else { throw .notFound("Call") }
            guard leg.state == .connected || leg.state == .transferring else {
                throw ServiceError(status: 400, code: "8501", message: "The call is not established yet.")
            }
            return (call, leg)
        }
        guard let locator, let kind = try locator.word("kind", Locator.self) else {
            throw .invalid("callLocator.kind", "is required")
        }
        let wanted: String?
        switch kind {
        case .serverCallLocator:
            let id = try locator.requiredString("serverCallId")
            wanted = core.calls.values.first { $0.serverCallID == id && $0.outcome == nil }?.id
        case .groupCallLocator: wanted = core.groups[try locator.requiredString("groupCallId")]
        }
        guard let wanted, let call = core.calls[wanted] else { throw .notFound("Call") }
        return (call, core.connectedLegs(of: wanted).first)
    }

    private static func settings(_ body: Fields, _ core: EmulatorCore) throws(ServiceError) -> StartRecordingAction {
        var settings = StartRecordingAction()
        settings.content = try body.word("recordingContentType", StartRecordingAction.Content.self) ?? .audioVideo
        settings.channel = try body.word("recordingChannelType", StartRecordingAction.Channel.self) ?? .mixed
        let usual: StartRecordingAction.Format =
            settings.content == .audioVideo ? .mp4 : settings.channel == .mixed ? .mp3 : .wav
        settings.format = try body.word("recordingFormatType", StartRecordingAction.Format.self) ?? usual
        for participant in try body.objects("audioChannelParticipantOrdering") {
            settings.channelOrder.append(try participant.identifier())
        }
        for affinity in try body.objects("channelAffinity") {
            settings.channelAffinity.append(
                .init(
                    channel: try affinity.integer("channel", in: 0...4) ?? 0,
                    participant: try affinity.requiredIdentifier("participant")))
        }
        if let fault = settings.fault { throw .invalid("recordingFormatType", "does not fit: \(fault)") }
        settings.pauseOnStart = try body.bool("pauseOnStart") ?? false
        settings.stateCallbackURI =
            try body.callbackAddress(
                "recordingStateCallbackUri", allowHTTP: core.configuration.allowHTTPCallbacks) ?? ""
        if let storage = try body.object("externalStorage"),
            try storage.word("recordingStorageKind", Storage.self) == .azureBlobStorage
        {
            settings.storage = try storage.requiredString("recordingDestinationContainerUrl")
        }
        return settings
    }
}

extension ServiceError {
    fileprivate static func wrongRecordingState(_ message: String) -> ServiceError {
        ServiceError(status: 400, code: "8573", message: message)
    }
}
