import CallModel

/// Listens for keys; the outcome comes as an event.
enum Recognize {
    private enum InputType: String, CaseIterable {
        case dtmf, speech, speechOrDtmf, choices
    }

    @Sendable static func handle(
        _ core: inout EmulatorCore, _ request: OperationRequest
    ) throws(ServiceError) -> ServiceResponse {
        let body = request.body
        guard let input = try body.word("recognizeInputType", InputType.self) else {
            throw .invalid("recognizeInputType", "is required")
        }
        guard input == .dtmf else {
            throw ServiceError(
                status: 501, code: "8520", message: "The emulator does not emulate Recognize of \(input.rawValue) yet.")
        }
        let options = try body.requiredObject("recognizeOptions")
        let target = try options.requiredIdentifier("targetParticipant")
        let recognition = try Self.settings(options)
        let interrupt = try body.bool("interruptCallMediaOperation") ?? true
        let settings = try ActionSettings(request, core)
        let leg = try request.establishedLeg(core)
        let lane = core.lane(for: [try core.partner(of: leg, target)], of: leg)
        try core.checkLane(lane, of: leg, interrupt: interrupt)
        var sources = try body.objects("playPrompts")
        if let single = try body.object("playPrompt") { sources.insert(single, at: 0) }
        var prompts: [Prompt] = []
        for source in sources {
            prompts.append(try PlaySources.read(source, core, hasAIResource: leg.hasAIResource))
        }
        let operation = MediaOperation(
            kind: .recognize(recognition), prompts: prompts, operationContext: settings.context,
            callbackURI: settings.callback,
            targets: [target])
        core.enqueue(operation, interrupt: interrupt, leg: leg.id, lane)
        return ServiceResponse(status: 202)
    }

    private static func settings(_ options: Fields) throws(ServiceError) -> RecognizeSettings {
        let keys = try options.object("dtmfOptions")
        let maxTones = try keys?.integer("maxTonesToCollect", in: 1...Int.max)
        guard let maxTones else {
            throw .invalid("recognizeOptions.dtmfOptions.maxTonesToCollect", "is required for dtmf")
        }
        return RecognizeSettings(
            maxTones: maxTones, stopTones: try keys?.words("stopTones", Tone.self) ?? [],
            interToneTimeout: Double(try keys?.integer("interToneTimeoutInSeconds", in: 1...60) ?? 2),
            initialSilenceTimeout: Double(try options.integer("initialSilenceTimeoutInSeconds", in: 0...300) ?? 5),
            interruptPrompt: try options.bool("interruptPrompt") ?? true)
    }
}
