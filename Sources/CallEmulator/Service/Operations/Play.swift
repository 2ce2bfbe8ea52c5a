import CallModel

/// Plays prompts; the outcome comes as an event.
enum Play {
    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let body = request.body
        let sources = try body.objects("playSources")
        if sources.isEmpty { throw .invalid("playSources", "must hold at least one source") }
        let targets = try body.objects("playTo")
        let loop = try body.object("playOptions")?.bool("loop") ?? false
        let interrupt = try body.bool("interruptCallMediaOperation") ?? false
        let settings = try ActionSettings(request, core)
        let leg = try request.establishedLeg(core)
        var listeners: [CommunicationIdentifier] = []
        for target in targets { listeners.append(try core.partner(of: leg, target.identifier())) }
        let lane = core.lane(for: listeners, of: leg)
        try core.checkLane(lane, of: leg, interrupt: interrupt)
        var prompts: [Prompt] = []
        for source in sources {
            prompts.append(try PlaySources.read(source, core, hasAIResource: leg.hasAIResource))
        }
        let operation = MediaOperation(
            kind: .play(loop: loop), prompts: prompts, operationContext: settings.context,
            callbackURI: settings.callback,
            targets: listeners)
        core.enqueue(operation, interrupt: interrupt, leg: leg.id, lane)
        return ServiceResponse(status: 202)
    }

    /// Speaks over what one participant hears, in place of it.
    @Sendable static func announce(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let sources = try request.body.objects("playSources")
        if sources.isEmpty { throw .invalid("playSources", "must hold at least one source") }
        let target = try request.body.identifier("playTo")
        let settings = try ActionSettings(request, core)
        let leg = try request.establishedLeg(core)
        let listeners = try target.map { target throws(ServiceError) in [try core.partner(of: leg, target)] } ?? []
        var prompts: [Prompt] = []
        for source in sources {
            prompts.append(try PlaySources.read(source, core, hasAIResource: leg.hasAIResource))
        }
        core.enqueue(
            MediaOperation(
                kind: .play(loop: false), prompts: prompts, operationContext: settings.context, callbackURI: nil,
                targets: listeners), interrupt: true, leg: leg.id, core.lane(for: listeners, of: leg))
        return ServiceResponse(status: 202)
    }
}
