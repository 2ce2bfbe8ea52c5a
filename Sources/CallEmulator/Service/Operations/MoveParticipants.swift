import CallModel

/// Brings participants of another call of the application into this one, each with its own event.
enum MoveParticipants {
    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let targets = try request.body.requiredIdentifiers("targetParticipants")
        let fromCall = try request.body.requiredString("fromCall")
        let settings = try ActionSettings(request, core)
        let leg = try request.establishedLeg(core)
        guard let old = core.leg(fromCall) else { throw .notFound("The call to move from was") }
        guard old.state == .connected else {
            throw ServiceError(status: 400, code: "8501", message: "The call to move from is not established.")
        }
        if old.callID == leg.callID { throw .invalid("fromCall", "is a connection of this very call") }
        try core.checkSize((core.calls[leg.callID]?.participants.count ?? 0) + targets.count)
        core.move(targets, from: old, to: leg, context: settings.context, callback: settings.callback)
        var response = settings.response
        response["participants"] = .array(targets.map { Participant(identifier: $0).json })
        response["fromCall"] = .string(fromCall)
        return ServiceResponse(status: 202, body: .object(response))
    }
}
