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
        let context = try body.string("operationContext")
        let callback = try body.callbackAddress(
            "operationCallbackUri", allowHTTP: core.configuration.allowHTTPCallbacks)
        let call = try request.establishedCall(core)
        // In a call of two, playing to the caller and playing to all are heard alike.
        for target in targets where try target.identifier() != call.caller {
            throw .notFound("Participant \(try target.identifier().rawID)")
        }
        var prompts: [Prompt] = []
        for source in sources {
            prompts.append(try PlaySources.read(source, core, hasAIResource: call.connection?.hasAIResource ?? false))
        }
        let operation = MediaOperation(
            kind: .play(loop: loop), prompts: prompts, operationContext: context, callbackURI: callback)
        core.enqueue(operation, interrupt: interrupt, call: call.id)
        return ServiceResponse(status: 202)
    }
}
