import CallModel

/// Mutes communication users at once; a preview also takes that back.
enum MuteParticipants {
    @Sendable static func mute(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        try set(true, &core, request)
    }

    @Sendable static func unmute(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        try set(false, &core, request)
    }

    private static func set(
        _ isMuted: Bool, _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let targets = try request.body.requiredIdentifiers("targetParticipants")
        let context = try request.body.string("operationContext")
        for target in targets {
            guard case .communicationUser = target.kind else {
                throw .invalid("targetParticipants", "must be communication users; \(target.rawID) is none")
            }
        }
        let leg = try request.establishedLeg(core)
        let present = core.participants(seenBy: leg).map(\.identifier)
        for target in targets where !present.contains(target) { throw .notFound("Participant \(target.rawID)") }
        core.setMuted(isMuted, targets, leg: leg)
        return ServiceResponse(status: 200, body: ["operationContext": context.map(JSONValue.string)])
    }
}
