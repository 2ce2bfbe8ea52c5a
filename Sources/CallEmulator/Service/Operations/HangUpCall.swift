/// Ends the application's part of a call, or the call of everyone.
enum HangUpCall {
    @Sendable static func leave(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        core.applicationHangsUp(try request.leg(core).id, forEveryone: false)
        return ServiceResponse(status: 204)
    }

    @Sendable static func terminate(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        core.applicationHangsUp(try request.leg(core).id, forEveryone: true)
        return ServiceResponse(status: 204)
    }
}
