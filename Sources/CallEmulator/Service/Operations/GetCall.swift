/// The properties of a connection as they are now.
enum GetCall {
    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        ServiceResponse(status: 200, body: core.properties(of: try request.leg(core)))
    }
}
