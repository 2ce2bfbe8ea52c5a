import CallModel

/// Declines an offer.
enum RejectCall {
    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let offer = try request.body.requiredString("incomingCallContext")
        let reason = try request.body.word("callRejectReason", RejectAction.Reason.self) ?? .none
        guard let id = core.offers[offer] else { throw .notFound("Incoming call") }
        core.reject(id, reason: reason)
        return ServiceResponse(status: 204)
    }
}
