import CallModel

/// The sources of a play or a prompt, as lengths and words.
enum PlaySources {
    private enum Kind: String, CaseIterable {
        case file, text, ssml
    }

    /// Reads one source; checks what the service refuses at once.
    static func read(_ source: Fields, _ core: EmulatorCore, hasAIResource: Bool) throws(ServiceError) -> Prompt {
        guard let kind = try source.word("kind", Kind.self) else { throw source.missing("kind") }
        if kind != .file { try core.requireAIResource(hasAIResource, "Text") }
        switch kind {
        case .file:
            let address = try source.requiredObject("file").requiredString("uri")
            let seconds = core.configuration.fileLengths[address] ?? core.configuration.fileLength
            return Prompt(text: address, seconds: seconds)
        case .text:
            let source = try source.requiredObject("text")
            guard let text = try source.string("text") else { throw source.missing("text") }
            try core.checkPrompt(text, "text.text")
            return spoken(text, core.configuration)
        case .ssml:
            let source = try source.requiredObject("ssml")
            guard let markup = try source.string("ssmlText") else { throw source.missing("ssmlText") }
            try core.checkPrompt(markup, "ssml.ssmlText")
            return spoken(withoutTags(markup), core.configuration)
        }
    }

    private static func spoken(_ text: String, _ configuration: EmulatorConfiguration) -> Prompt {
        if text.allSatisfy(\.isWhitespace) {
            let fault = ResultInformation(
                code: 400, subCode: 8582, message: "Action failed, the text or SSML of the play source is empty.")
            return Prompt(text: "", seconds: 0, fault: fault)
        }
        return Prompt(text: text, seconds: Prompt.seconds(speaking: text, configuration))
    }

    /// What an SSML document says.
    private static func withoutTags(_ markup: String) -> String {
        var isTag = false
        var text = ""
        for character in markup {
            switch character {
            case "<": isTag = true
            case ">": isTag = false
            default: if !isTag { text.append(character) }
            }
        }
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
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
