import CallModel
import LuaEngine

/// Reads prompts and checks what can be checked before anything leaves.
enum PromptReader {
    /// How a text is spoken.
    private static let voiceOptions = [
        HostParameter("voice", .string, "The voice of this text."),
        HostParameter("voice_kind", .word(["male", "female"]), "The kind of voice, if none is named."),
        HostParameter("locale", .string, "The language of this text."),
        HostParameter("custom_voice", .string, "The endpoint of a custom voice, for text and SSML."),
    ]

    private static let cacheID = HostParameter(
        "cache_id", .string, "The service keeps what is heard for an hour under this name; for a single source.")

    private static let source = HostType.options(
        [
            HostParameter("text", .string, "What to say."),
            HostParameter("file", .string, "The address of a WAV file, mono, 16-bit, 16 kHz, or MP3."),
            HostParameter("ssml", .string, "A whole SSML document, with its voice."), cacheID,
        ] + voiceOptions)

    /// The options of an announcement: its events cannot be sent elsewhere.
    static let announcement = options.filter { !["operation_callback_uri", "interrupt"].contains($0.name) }

    /// The options of a play, and of the prompt of a recognition.
    static let options =
        [
            HostParameter("text", .oneOf([.string, .list(.string)]), "What to say; a list is said in order."),
            HostParameter(
                "file", .oneOf([.string, .list(.string)]),
                "The address of a WAV file, mono, 16-bit, 16 kHz, or MP3; a list is played in order."),
            HostParameter("ssml", .oneOf([.string, .list(.string)]), "A whole SSML document, with its voice."),
            HostParameter(
                "sources", .list(source), "Texts, files and SSML in one order, each with options of its own."),
        ] + voiceOptions + [
            cacheID,
            HostParameter("interrupt", .boolean, "Cancel what plays or listens instead of queueing behind it."),
            HostParameter(
                "on_unknown", .word(OnUnknown.allCases.map(\.rawValue)),
                "When nobody knows whether it was heard; the flow's setting by default."),
        ] + ActionOptions.ofEventsAnywhere

    /// The sources that options name, in order; none where nothing is named.
    static func sources(
        _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> [PlaySource] {
        let named = ["text", "file", "ssml", "sources"].filter { options.value($0) != .nil }
        guard named.count < 2 else {
            throw arguments.mistake("give either \(named[0]) or \(named[1]), not both; sources = { … } mixes them")
        }
        guard named.first == "sources" else {
            let sources = try simple(options, instance, arguments)
            guard options.value("cache_id") == .nil || sources.count == 1 else {
                throw arguments.mistake(
                    "'cache_id' is for a single source; give each one of its own in sources = { … }")
            }
            return sources
        }
        var sources: [PlaySource] = []
        for item in options.values("sources") {
            let one = try simple(HostOptions(item), instance, arguments)
            guard one.count == 1 else {
                throw arguments.mistake("each of 'sources' has one of text, file and ssml")
            }
            sources += one
        }
        guard !sources.isEmpty else { throw arguments.mistake("'sources' is empty") }
        return sources
    }

    private static func simple(
        _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> [PlaySource] {
        var sources: [PlaySource] = []
        for file in options.values("file").compactMap(\.stringValue) {
            sources.append(.file(uri: try checkedAddress(file, arguments)))
        }
        for markup in options.values("ssml").compactMap(\.stringValue) {
            sources.append(
                .ssml(try checkedSSML(markup, arguments), customVoiceEndpointID: options.string("custom_voice")))
        }
        let texts = options.values("text").compactMap(\.stringValue)
        if !texts.isEmpty {
            let voice = try self.voice(options, instance, arguments)
            for text in texts {
                guard text.contains(where: { !$0.isWhitespace }) else { throw arguments.mistake("'text' is empty") }
                sources.append(.text(text, voice: voice))
            }
        }
        guard let id = options.string("cache_id") else { return sources }
        guard !id.isEmpty else { throw arguments.mistake("'cache_id' is empty") }
        return sources.map { .cached($0, id: id) }
    }

    /// An address that the service can fetch.
    static func checkedAddress(_ text: String, _ arguments: HostArguments) throws(LuaRaise) -> String {
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), text.count > 10, !text.contains(" ") else {
            throw arguments.mistake("'file' must be an address like https://example.com/prompt.wav, not \"\(text)\"")
        }
        return text
    }

    /// A document that is one from its first to its last tag; what it says in between is the service's to judge.
    private static func checkedSSML(_ markup: String, _ arguments: HostArguments) throws(LuaRaise) -> String {
        let body = markup.drop { $0.isWhitespace }
        let root = body.hasPrefix("<?xml") ? body.drop { $0 != ">" }.dropFirst().drop { $0.isWhitespace } : body
        let end = markup.split(whereSeparator: \.isWhitespace).last ?? ""
        guard root.hasPrefix("<speak"), end.hasSuffix("</speak>") || end.hasSuffix("speak>") else {
            throw arguments.mistake("'ssml' must be a whole document, <speak …>…</speak>, with a voice inside")
        }
        return markup
    }

    /// The action's voice, the call's, then the flow's. A language of its own drops a voice of another language.
    private static func voice(
        _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> Voice {
        var voice = usual(instance, arguments)
        if let locale = options.string("locale") {
            voice = Voice(name: nil, locale: locale, kind: voice.kind)
        }
        if let kind = options.string("voice_kind") {
            voice.kind = kind
            // A named voice would win over the kind that was just asked for.
            if voice.locale != nil { voice.name = nil }
        }
        if let name = options.string("voice") { voice.name = name }
        if let endpoint = options.string("custom_voice") {
            voice.customEndpointID = endpoint
            guard voice.name != nil else {
                throw arguments.mistake("'custom_voice' needs the name of the voice too: voice = \"…\"")
            }
        }
        return try completed(voice, arguments)
    }

    /// The voice of the call, or else of the flow.
    static func usual(_ instance: FlowInstance, _ arguments: HostArguments) -> Voice {
        let voice = instance.calls[arguments.object]?.voice ?? Voice()
        return voice == Voice() ? instance.settings.voice : voice
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
