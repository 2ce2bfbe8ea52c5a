import CallModel

/// Who is in a call.
enum GetParticipants {
    @Sendable static func handleAll(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let leg = try request.leg(core)
        return ServiceResponse(status: 200, body: ["value": .array(core.participants(seenBy: leg).map(\.json))])
    }

    @Sendable static func handleOne(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let leg = try request.leg(core)
        let rawID = request.parameters.last ?? ""
        guard let found = core.participants(seenBy: leg).first(where: { $0.identifier.rawID == rawID }) else {
            throw .notFound("Participant")
        }
        return ServiceResponse(status: 200, body: found.json)
    }
}
