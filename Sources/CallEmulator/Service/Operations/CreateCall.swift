import CallModel

/// Calls somebody, or several at once: a group. CallConnected follows when the first one picks up.
enum CreateCall {
    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let body = request.body
        let targets = try body.requiredIdentifiers("targets")
        try core.checkSize(targets.count + 1)
        let settings = try LegSettings(request, core)
        let source = try body.object("source")?.requiredString("id")
        let displayName = try body.string("sourceDisplayName")
        // The stable versions have no such member.
        let takesContext = request.apiVersion == ServiceVersion.unmutePreview
        let customContext = takesContext ? try CustomContext.read(body) : nil
        let callerNumber = try CallerID.read(body, for: targets, core)
        let sourceIdentity = source.map { CommunicationIdentifier(rawID: $0) } ?? core.generatedIdentity()
        var leg = CallLeg(
            id: core.makeID(), callID: "", origin: .created,
            identity: source == nil ? callerNumber.map { .init(rawID: "4:" + $0) } ?? sourceIdentity : sourceIdentity,
            callbackURI: settings.callbackURI, operationContext: settings.operationContext,
            apiVersion: request.apiVersion, hasAIResource: settings.hasAIResource)
        settings.streams.apply(to: &leg)
        leg.isListed = source != nil
        leg.targets = targets
        leg.source = sourceIdentity
        leg.callerNumber = callerNumber
        leg.displayName = displayName
        let created = core.createCall(leg, customContext: customContext)
        return ServiceResponse(status: 201, body: core.properties(of: created))
    }
}
