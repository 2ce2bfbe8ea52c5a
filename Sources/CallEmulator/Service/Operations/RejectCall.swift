import CallModel

/// Declines an offer.
enum RejectCall {
    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let token = try request.body.requiredString("incomingCallContext")
        let reason = try request.body.word("callRejectReason", RejectAction.Reason.self) ?? .none
        if case .redirected = core.offers[token] { return ServiceResponse(status: 204) }
        guard let (call, invitation) = core.offer(token) else { throw .notFound("Incoming call") }
        core.reject(call, invitation, reason: reason)
        return ServiceResponse(status: 204)
    }
}
