import CallModel

/// Rings somebody who shall join; the outcome comes as an event, unless the invitation is taken back.
enum AddParticipant {
    /// Seconds that an invitation lasts when the request does not say.
    private static let defaultPatience = 30

    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let body = request.body
        let target = try body.requiredIdentifier("participantToAdd")
        let patience = try body.integer("invitationTimeoutInSeconds", in: 0...180) ?? defaultPatience
        let displayName = try body.string("sourceDisplayName") ?? ""
        let customContext = try CustomContext.read(body)
        let settings = try ActionSettings(request, core)
        let leg = try request.establishedLeg(core)
        guard let call = core.calls[leg.callID] else { throw .notFound("Call") }
        let isKnown =
            call.participants.contains { $0.identifier == target } || call.invitations.contains { $0.target == target }
        if isKnown { throw .invalid("participantToAdd", "is in the call or rung already") }
        try core.checkSize(call.participants.count + call.invitations.count + 1)
        let number = try CallerID.read(body, for: [target], core)
        let callerNumber = target.phoneNumber == nil ? nil : number
        let invitation = Invitation(
            id: core.makeID(), target: target,
            caller: callerNumber.map { .init(rawID: "4:" + $0) } ?? leg.identity, displayName: displayName,
            customContext: customContext, callerNumber: callerNumber,
            purpose: .add(leg: leg.id, context: settings.context, callback: settings.callback),
            patience: Double(patience))
        core.addParticipant(invitation, leg: leg)
        var response = settings.response
        response["participant"] = Participant(identifier: target).json
        response["invitationId"] = .string(invitation.id)
        return ServiceResponse(status: 202, body: .object(response))
    }

    @Sendable static func cancel(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let id = try request.body.requiredString("invitationId")
        let settings = try ActionSettings(request, core)
        let leg = try request.establishedLeg(core)
        let isOpen = core.calls[leg.callID]?.invitations.contains { $0.id == id && $0.inviter == leg.id } ?? false
        let isTaken = core.liveLegs(of: leg.callID).contains { $0.accepts?.id == id }
        guard isOpen || isTaken || leg.decidedInvitations.contains(id) else { throw .notFound("Invitation") }
        core.cancelInvitation(id, leg: leg, context: settings.context, callback: settings.callback)
        var response = settings.response
        response["invitationId"] = .string(id)
        return ServiceResponse(status: 202, body: .object(response))
    }
}
