import CallModel

/// Listens to somebody; the outcome comes as an event.
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
        let options = try body.requiredObject("recognizeOptions")
        let target = try options.requiredIdentifier("targetParticipant")
        let recognition = try Self.settings(input, options)
        let interrupt = try body.bool("interruptCallMediaOperation") ?? true
        let settings = try ActionSettings(request, core)
        let leg = try request.establishedLeg(core)
        if recognition.input.speech != nil { try core.requireAIResource(leg, "Speech") }
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

    private static func settings(_ type: InputType, _ options: Fields) throws(ServiceError) -> RecognizeSettings {
        let input: RecognizeInput
        switch type {
        case .dtmf:
            let keys = try dtmf(options)
            guard keys.maxTones != nil else {
                throw .invalid("recognizeOptions.dtmfOptions.maxTonesToCollect", "is required for dtmf")
            }
            input = .dtmf(keys)
        case .speech: input = .speech(try speech(options))
        case .speechOrDtmf: input = .speechOrDTMF(try speech(options), try dtmf(options))
        case .choices: input = .choices(try choices(options), try speech(options))
        }
        return RecognizeSettings(
            input: input,
            initialSilenceTimeout: Double(
                try options.integer("initialSilenceTimeoutInSeconds", in: 0...input.silenceLimit) ?? 5),
            interruptPrompt: try options.bool("interruptPrompt") ?? true)
    }

    private static func dtmf(_ options: Fields) throws(ServiceError) -> DTMFOptions {
        let keys = try options.object("dtmfOptions")
        return DTMFOptions(
            maxTones: try keys?.integer("maxTonesToCollect", in: 1...Int.max),
            stopTones: try keys?.words("stopTones", Tone.self) ?? [],
            interToneTimeout: try keys?.integer("interToneTimeoutInSeconds", in: 1...60) ?? 2)
    }

    private static func speech(_ options: Fields) throws(ServiceError) -> SpeechOptions {
        SpeechOptions(
            language: try options.string("speechLanguage"),
            modelEndpointID: try options.string("speechRecognitionModelEndpointId"),
            endSilenceMilliseconds: try options.object("speechOptions")?.integer(
                "endSilenceTimeoutInMs", in: 1...Int.max))
    }

    private static func choices(_ options: Fields) throws(ServiceError) -> [Choice] {
        var choices: [Choice] = []
        for choice in try options.objects("choices") {
            let phrases = try choice.strings("phrases")
            guard !phrases.isEmpty else { throw choice.missing("phrases") }
            choices.append(
                Choice(
                    label: try choice.requiredString("label"), phrases: phrases,
                    tone: try choice.word("tone", Tone.self)))
        }
        guard !choices.isEmpty else { throw .invalid("recognizeOptions.choices", "must hold at least one choice") }
        return choices
    }
}
