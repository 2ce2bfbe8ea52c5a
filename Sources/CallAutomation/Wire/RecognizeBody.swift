import CallModel

extension RecognizeAction {
    /// `RecognizeRequest` of the contract, for keys. One prompt goes out as `playPrompt`, several as `playPrompts`, as
    /// the official clients do.
    var requestBody: [UInt8] {
        var writer = JSONWriter(capacity: 768)
        writer.object { writer in
            writer.member("recognizeInputType", "dtmf")
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

    private func options(in writer: inout JSONWriter) {
        writer.member("interruptPrompt", interruptPrompt)
        writer.member("initialSilenceTimeoutInSeconds", initialSilenceTimeout)
        writer.identifier("targetParticipant", target)
        writer.name("dtmfOptions")
        writer.object { writer in
            writer.member("interToneTimeoutInSeconds", interToneTimeout)
            writer.member("maxTonesToCollect", maxTones)
            guard !stopTones.isEmpty else { return }
            writer.name("stopTones")
            writer.array { writer in for tone in stopTones { writer.string(tone.rawValue) } }
        }
    }
}
