import CallModel

/// Puts a participant on hold, or takes that back. Success is silent but for the list of participants.
enum HoldParticipant {
    @Sendable static func hold(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        try set(true, &core, request)
    }

    @Sendable static func unhold(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        try set(false, &core, request)
    }

    private static func set(
        _ isOnHold: Bool, _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let target = try request.body.requiredIdentifier("targetParticipant")
        let settings = try ActionSettings(request, core)
        let leg = try request.establishedLeg(core)
        let listener = try core.partner(of: leg, target)
        var music: Prompt?
        if isOnHold, let source = try request.body.object("playSourceInfo") {
            music = try PlaySources.read(source, core, hasAIResource: leg.hasAIResource)
        }
        if let fault = music?.fault {
            core.emit(
                "HoldFailed", leg: leg.id, result: fault, context: settings.context, address: settings.callback)
        } else {
            core.setOnHold(isOnHold, listener, music: music?.text, leg: leg)
        }
        return ServiceResponse(status: 200)
    }
}
