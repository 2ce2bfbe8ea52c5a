import CallModel

/// Connects the application to a running call, a group call or a room. ConnectFailed tells when there is none.
enum Connect {
    private enum Kind: String, CaseIterable {
        case serverCallLocator, groupCallLocator, roomCallLocator
    }

    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let place = try place(try request.body.requiredObject("callLocator"))
        let settings = try LegSettings(request, core)
        var leg = CallLeg(
            id: core.makeID(), callID: "", origin: .connected, identity: core.generatedIdentity(),
            callbackURI: settings.callbackURI, operationContext: settings.operationContext,
            apiVersion: request.apiVersion, hasAIResource: settings.hasAIResource)
        settings.streams.apply(to: &leg)
        // A step of its own: in one expression the properties would be read from the core before the connecting.
        let connecting = core.connectCall(leg, to: place)
        return ServiceResponse(status: 200, body: core.properties(of: connecting))
    }

    private static func place(_ locator: Fields) throws(ServiceError) -> CallPlace {
        guard let kind = try locator.word("kind", Kind.self) else { throw locator.missing("kind") }
        return switch kind {
        case .serverCallLocator: .serverCall(try locator.requiredString("serverCallId"))
        case .groupCallLocator: .group(try locator.requiredString("groupCallId"))
        case .roomCallLocator: .room(try locator.requiredString("roomId"))
        }
    }
}
