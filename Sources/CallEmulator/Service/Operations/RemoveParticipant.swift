import CallModel

/// Takes somebody out of the call. One who is not there is told by RemoveParticipantFailed.
enum RemoveParticipant {
    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let target = try request.body.requiredIdentifier("participantToRemove")
        let settings = try ActionSettings(request, core)
        let leg = try request.establishedLeg(core)
        core.removeParticipant(target, leg: leg, context: settings.context, callback: settings.callback)
        return ServiceResponse(status: 202, body: .object(settings.response))
    }
}
