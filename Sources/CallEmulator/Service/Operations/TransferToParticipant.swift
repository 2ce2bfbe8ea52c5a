import CallModel

/// Gives somebody in the call to somebody else: accepted at once, the outcome comes as an event.
enum TransferToParticipant {
    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let body = request.body
        let target = try body.requiredIdentifier("targetParticipant")
        let wanted = try body.identifier("transferee")
        let settings = try ActionSettings(request, core)
        let customContext = try CustomContext.read(body)
        // Taken and ignored: the target sees the transferee's number (protocol reference, section 11).
        _ = try body.phone("sourceCallerIdNumber")
        if try request.leg(core).state == .transferring {
            throw ServiceError(status: 409, code: "8607", message: "A transfer of this call is running already.")
        }
        let leg = try request.establishedLeg(core)
        let others = core.others(than: leg)
        let isGroup = others.count > 1 || core.calls[leg.callID]?.kind != .twoParty
        if isGroup, wanted == nil { throw .invalid("transferee", "is required in a group call") }
        guard let transferee = wanted ?? others.first?.identifier,
            others.contains(where: { $0.identifier == transferee })
        else { throw .notFound("Participant \(wanted?.rawID ?? "")") }
        if others.contains(where: { $0.identifier == target }) {
            throw .invalid("targetParticipant", "is in the call already")
        }
        if core.calls[leg.callID]?.invitations.contains(where: { $0.transferee == transferee }) ?? false {
            throw ServiceError(status: 409, code: "8607", message: "A transfer of this call is running already.")
        }
        try Redirection.check(from: transferee, to: target)
        core.startTransfer(
            Transfer(
                leg: leg.id, transferee: transferee, isOfGroup: isGroup, context: settings.context,
                callback: settings.callback), to: target, customContext: customContext)
        return ServiceResponse(status: 202, body: .object(settings.response))
    }
}
