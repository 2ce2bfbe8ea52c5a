import CallModel

/// Who is in a call.
enum GetParticipants {
    @Sendable static func handleAll(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let call = try request.call(core)
        return ServiceResponse(status: 200, body: ["value": .array(call.participants)])
    }

    @Sendable static func handleOne(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let call = try request.call(core)
        guard let participant = call.participant(rawID: request.parameters.last ?? "") else {
            throw .notFound("Participant")
        }
        return ServiceResponse(status: 200, body: participant)
    }
}
