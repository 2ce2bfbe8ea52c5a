/// Cancels what plays, listens or waits, each with its own event.
enum CancelAllMedia {
    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        core.cancelMedia(try request.establishedLeg(core).id, callEnds: false)
        return ServiceResponse(status: 202)
    }
}
