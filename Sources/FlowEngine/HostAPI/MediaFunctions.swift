import CallModel
import LuaEngine

/// Methods of a call that speak and listen.
enum MediaFunctions {
    static let all: [HostFunction] = [play, recognize, cancelAllMedia]

    private static let promptOptions =
        [
            HostParameter("text", .oneOf([.string, .list(.string)]), "What to say; a list is said in order."),
            HostParameter(
                "file", .oneOf([.string, .list(.string)]), "The address of a WAV file, mono, 16-bit, 16 kHz."),
            HostParameter("voice", .string, "The voice of this text."),
            HostParameter("locale", .string, "The language of this text."),
            HostParameter("interrupt", .boolean, "Cancel what plays or listens instead of queueing behind it."),
            HostParameter(
                "on_unknown", .word(OnUnknown.allCases.map(\.rawValue)),
                "When nobody knows whether it was heard; the flow's setting by default."),
        ] + ActionOptions.ofEventsAnywhere

    private static let play = HostFunction(
        "Call.play", "Plays texts or files and waits until they have been heard.",
        parameters: [
            HostParameter(
                "options",
                .options(
                    promptOptions + [
                        HostParameter(
                            "to", .oneOf([.identifier, .list(.identifier)]), "Who hears it; all by default."),
                        HostParameter("loop", .boolean, "Repeat until cancelled; returns an operation at once."),
                    ]), "What and how.", required: true)
        ], result: "the event, or nil and err; an operation with wait = false or loop = true", action: .play
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let sources = try PromptReader.sources(options, instance, arguments)
        guard !sources.isEmpty else { throw arguments.mistake("nothing to play: give text = \"…\" or file = \"…\"") }
        let loop = options.boolean("loop") ?? false
        let action = PlayAction(
            sources: sources, targets: targets(options), loop: loop, interrupt: options.boolean("interrupt") ?? false,
            operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
        return ActionOptions.act(.play(action), options, instance, arguments, waits: !loop)
    }

    private static let recognize = HostFunction(
        "Call.recognize", "Listens for keys, after a prompt if there is one.",
        parameters: [
            HostParameter(
                "options",
                .options(
                    promptOptions + [
                        HostParameter(
                            "dtmf",
                            .options([
                                HostParameter("max", .integer(1...128), "How many keys at most.", required: true),
                                HostParameter(
                                    "stop", .oneOf([.string, .list(.string)]), "Keys that end the entry, such as \"#\"."
                                ),
                                HostParameter("inter_tone_timeout", .integer(1...60), "Seconds between keys; 2."),
                            ]), "Which keys.", required: true),
                        HostParameter("target", .identifier, "Who is listened to; the other party by default."),
                        HostParameter("initial_silence_timeout", .integer(0...300), "Seconds until the first key; 5."),
                        HostParameter("interrupt_prompt", .boolean, "A key stops the prompt; true by default."),
                    ]), "What and how.", required: true)
        ], result: "{ tones = \"12\", … }, or nil and err (\"initial_silence\", …)", action: .recognize
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        guard let dtmf = options.options("dtmf"), let max = dtmf.integer("max") else {
            throw arguments.mistake("option 'dtmf' is missing, as in dtmf = { max = 1 }")
        }
        let view = instance.calls[arguments.object]
        guard let target = options.identifier("target") ?? view?.otherParty ?? view?.incomingCaller else {
            throw arguments.mistake("option 'target' is missing: this call has nobody at its other end to listen to")
        }
        let action = RecognizeAction(
            target: target, prompts: try PromptReader.sources(options, instance, arguments), maxTones: max,
            stopTones: try stopTones(dtmf, arguments), interToneTimeout: dtmf.integer("inter_tone_timeout") ?? 2,
            initialSilenceTimeout: options.integer("initial_silence_timeout") ?? 5,
            interruptPrompt: options.boolean("interrupt_prompt") ?? true,
            interrupt: options.boolean("interrupt") ?? false,
            operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
        return ActionOptions.act(.recognize(action), options, instance, arguments)
    }

    private static let cancelAllMedia = HostFunction(
        "Call.cancel_all_media", "Ends everything that plays or listens in the call.", result: "true, or nil and err",
        action: .cancelAllMedia
    ) { instance, arguments throws(LuaRaise) in
        ActionOptions.act(.cancelAllMedia, HostOptions(.nil), instance, arguments)
    }

    /// Those that `to` names: one or a list, a record being one.
    private static func targets(_ options: HostOptions) -> [CommunicationIdentifier] {
        if let one = options.identifier("to") { return [one] }
        return options.values("to").compactMap(HostOptions.identifier)
    }

    private static func stopTones(_ dtmf: HostOptions, _ arguments: HostArguments) throws(LuaRaise) -> [Tone] {
        var tones: [Tone] = []
        for text in dtmf.values("stop").compactMap(\.stringValue) {
            tones += try ToneReader.tones(text, of: "stop", arguments)
        }
        return tones
    }
}

/// Reads prompts and checks what can be checked before anything leaves.
enum PromptReader {
    /// The sources that options name: files first when both are given in one call is a mistake.
    static func sources(
        _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> [PlaySource] {
        let texts = options.values("text").compactMap(\.stringValue)
        let files = options.values("file").compactMap(\.stringValue)
        guard texts.isEmpty || files.isEmpty else {
            throw arguments.mistake("give either text or file, not both in one action")
        }
        var sources: [PlaySource] = []
        for file in files { sources.append(.file(uri: try checkedAddress(file, arguments))) }
        if texts.isEmpty { return sources }
        let voice = try self.voice(options, instance, arguments)
        for text in texts {
            guard text.contains(where: { !$0.isWhitespace }) else { throw arguments.mistake("'text' is empty") }
            sources.append(.text(text, voice: voice))
        }
        return sources
    }

    /// An address that the service can fetch.
    static func checkedAddress(_ text: String, _ arguments: HostArguments) throws(LuaRaise) -> String {
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), text.count > 10, !text.contains(" ") else {
            throw arguments.mistake("'file' must be an address like https://example.com/prompt.wav, not \"\(text)\"")
        }
        return text
    }

    /// The action's voice, the call's, then the flow's. A language of its own drops a voice of another language.
    private static func voice(
        _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> Voice {
        var voice = instance.calls[arguments.object]?.voice ?? Voice()
        if voice == Voice() { voice = instance.settings.voice }
        if let locale = options.string("locale") {
            voice = Voice(name: nil, locale: locale, kind: voice.kind)
        }
        if let name = options.string("voice") { voice.name = name }
        return try completed(voice, arguments)
    }

    /// A voice that the service can speak with.
    static func completed(_ voice: Voice, _ arguments: HostArguments) throws(LuaRaise) -> Voice {
        var voice = voice
        if voice.name == nil, voice.locale != nil, voice.kind == nil { voice.kind = "female" }
        guard voice.name != nil || voice.locale != nil else {
            throw arguments.mistake(
                "a text needs a voice: write flow { locale = \"en-US\", voice = \"en-US-AvaNeural\" } at the top")
        }
        return voice
    }
}
