import CallModel

/// Presses keys for somebody on a phone; the outcome comes as an event.
enum SendDTMFTones {
    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let tones = try request.body.words("tones", Tone.self)
        guard (1...SendDTMFAction.mostTones).contains(tones.count) else {
            throw .invalid("tones", "must hold 1 to \(SendDTMFAction.mostTones) tones")
        }
        let target = try request.body.requiredIdentifier("targetParticipant")
        guard target.isPhone else { throw .invalid("targetParticipant", "must be a phone; \(target.rawID) is none") }
        let settings = try ActionSettings(request, core)
        let leg = try request.establishedLeg(core)
        let listener = try core.partner(of: leg, target)
        try core.checkLane(.side, of: leg, interrupt: false)
        core.send(
            ToneSending(
                tones: tones, target: listener, operationContext: settings.context, callbackURI: settings.callback),
            leg: leg.id)
        return ServiceResponse(status: 202, body: .object(settings.response))
    }
}

/// Tells every key of a participant, or no longer.
enum ContinuousDTMFRecognition {
    @Sendable static func start(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let (leg, target, settings) = try parts(core, request)
        try core.checkLane(.side, of: leg, interrupt: false)
        core.legs[leg.id]?.toneListeners[target.rawID] = ToneListening(
            operationContext: settings.context, callbackURI: settings.callback)
        return ServiceResponse(status: 200)
    }

    @Sendable static func stop(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let (leg, target, settings) = try parts(core, request)
        core.stopTelling(target.rawID, to: leg.id, settings)
        return ServiceResponse(status: 200)
    }

    private static func parts(
        _ core: EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> (CallLeg, CommunicationIdentifier, ActionSettings) {
        let target = try request.body.requiredIdentifier("targetParticipant")
        let settings = try ActionSettings(request, core)
        let leg = try request.establishedLeg(core)
        return (leg, try core.partner(of: leg, target), settings)
    }
}
