import CallModel

/// Sends an offered call elsewhere. The application hears no more of it, unless it is rung anew.
enum RedirectCall {
    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let token = try request.body.requiredString("incomingCallContext")
        let target = try request.body.requiredIdentifier("target")
        if case .redirected = core.offers[token] { return ServiceResponse(status: 204) }
        guard let (call, invitation) = core.offer(token) else { throw .notFound("Incoming call") }
        try Redirection.check(from: invitation.caller, to: target)
        core.redirect(call, invitation, token: token, to: target)
        return ServiceResponse(status: 204)
    }
}

/// What redirect and transfer have in common.
enum Redirection {
    /// A VoIP caller cannot be sent to a phone number (protocol reference, section 11).
    static func check(from caller: CommunicationIdentifier, to target: CommunicationIdentifier) throws(ServiceError) {
        guard target.phoneNumber != nil, case .communicationUser = caller.kind else { return }
        throw ServiceError(
            status: 405, code: "8520", message: "A VoIP caller cannot be redirected or transferred to a phone number.")
    }
}
