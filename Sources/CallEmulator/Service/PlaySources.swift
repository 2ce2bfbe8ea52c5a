import CallAudio
import CallModel

/// The sources of a play or a prompt, as lengths and words.
enum PlaySources {
    /// Reads one source; checks what the service refuses at once.
    static func read(_ source: Fields, _ core: EmulatorCore, hasAIResource: Bool) throws(ServiceError) -> Prompt {
        guard let kind = try source.word("kind", PromptSource.Kind.self) else { throw source.missing("kind") }
        if kind != .file { try core.requireAIResource(hasAIResource, "Text") }
        switch kind {
        case .file:
            let address = try source.requiredObject("file").requiredString("uri")
            let seconds = core.configuration.fileLengths[address] ?? core.configuration.fileLength
            return Prompt(PromptSource(.file, address), text: address, seconds: seconds)
        case .text:
            let source = try source.requiredObject("text")
            guard let text = try source.string("text") else { throw source.missing("text") }
            try core.checkPrompt(text, "text.text")
            let voice = try source.string("voiceName").flatMap { PromptSource.locale(ofVoice: $0) }
            let locale = try source.string("sourceLocale") ?? voice
            return spoken(PromptSource(.text, text, locale: locale), core.configuration)
        case .ssml:
            let source = try source.requiredObject("ssml")
            guard let markup = try source.string("ssmlText") else { throw source.missing("ssmlText") }
            try core.checkPrompt(markup, "ssml.ssmlText")
            return spoken(PromptSource(.ssml, markup), core.configuration)
        }
    }

    private static func spoken(_ source: PromptSource, _ configuration: EmulatorConfiguration) -> Prompt {
        let document = source.kind == .ssml ? try? SSML(source.text) : nil
        let text = document?.text ?? source.words
        let pauses = document?.pauseSeconds ?? 0
        if text.allSatisfy(\.isWhitespace), pauses == 0 {
            let fault = ResultInformation(
                code: 400, subCode: 8582, message: "Action failed, the text or SSML of the play source is empty.")
            return Prompt(source, text: "", seconds: 0, fault: fault)
        }
        return Prompt(source, text: text, seconds: Prompt.seconds(speaking: text, configuration) + pauses)
    }
}

extension EmulatorCore {
    /// Refuses what needs an AI resource where none was given with the call (400 / 8567).
    func requireAIResource(_ leg: CallLeg, _ what: String) throws(ServiceError) {
        try requireAIResource(leg.hasAIResource, what)
    }

    fileprivate func requireAIResource(_ isThere: Bool, _ what: String) throws(ServiceError) {
        guard configuration.requiresAIResource, !isThere else { return }
        throw ServiceError(
            status: 400, code: "8567",
            message: "\(what) needs callIntelligenceOptions.cognitiveServicesEndpoint when the call is answered.")
    }
}
