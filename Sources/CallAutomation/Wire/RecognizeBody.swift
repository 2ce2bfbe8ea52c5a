import CallModel

extension RecognizeAction {
    /// `RecognizeRequest` of the contract, with the options of its input only. One prompt goes out as `playPrompt`, several as `playPrompts`, as
    /// the official clients do.
    var requestBody: [UInt8] {
        var writer = JSONWriter(capacity: 768)
        writer.object { writer in
            writer.member("recognizeInputType", inputType)
            if prompts.count == 1 {
                writer.name("playPrompt")
                writer.playSource(prompts[0])
            } else if prompts.count > 1 {
                writer.name("playPrompts")
                writer.array { writer in for prompt in prompts { writer.playSource(prompt) } }
            }
            writer.member("interruptCallMediaOperation", interrupt)
            writer.name("recognizeOptions")
            writer.object { options(in: &$0) }
            writer.member("operationContext", operationContext)
            writer.member("operationCallbackUri", operationCallbackURI)
        }
        return writer.bytes
    }

    private var inputType: String {
        switch input {
        case .dtmf: "dtmf"
        case .speech: "speech"
        case .speechOrDTMF: "speechOrDtmf"
        case .choices: "choices"
        }
    }

    private func options(in writer: inout JSONWriter) {
        writer.member("interruptPrompt", interruptPrompt)
        writer.member("initialSilenceTimeoutInSeconds", initialSilenceTimeout)
        writer.identifier("targetParticipant", target)
        if let keys = input.dtmf {
            writer.name("dtmfOptions")
            writer.object { keys.write(in: &$0) }
        }
        if case .choices(let choices, _) = input {
            writer.name("choices")
            writer.array { writer in for choice in choices { writer.object { choice.write(in: &$0) } } }
        }
        guard let speech = input.speech else { return }
        writer.member("speechLanguage", speech.language)
        writer.member("speechRecognitionModelEndpointId", speech.modelEndpointID)
        // The choices of a recognition end by themselves.
        if case .choices = input { return }
        if let silence = speech.endSilenceMilliseconds {
            writer.name("speechOptions")
            writer.object { $0.member("endSilenceTimeoutInMs", silence) }
        }
    }
}

extension DTMFOptions {
    fileprivate func write(in writer: inout JSONWriter) {
        writer.member("interToneTimeoutInSeconds", interToneTimeout)
        if let maxTones { writer.member("maxTonesToCollect", maxTones) }
        guard !stopTones.isEmpty else { return }
        writer.name("stopTones")
        writer.array { writer in for tone in stopTones { writer.string(tone.rawValue) } }
    }
}

extension Choice {
    fileprivate func write(in writer: inout JSONWriter) {
        writer.member("label", label)
        writer.name("phrases")
        writer.array { writer in for phrase in phrases { writer.string(phrase) } }
        writer.member("tone", tone?.rawValue)
    }
}
