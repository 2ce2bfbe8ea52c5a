import CallModel
import LuaEngine

/// Reads how a call is transcribed and how its sound is streamed: options of what creates, answers or connects.
enum StreamReader {
    /// Set up with the call; start and stop only toggle it.
    static let options = [transcription, mediaStreaming]

    static let locale = HostParameter(
        "locale", .string, "The language, with its region, such as \"en-US\"; that of the call or the flow.")
    static let model = HostParameter("model", .string, "The endpoint of a custom speech model.")
    private static let transportURL = HostParameter(
        "transport_url", .string, "A web socket of your own, wss://…; without one it comes here, to hooks.")

    private static let transcription = HostParameter(
        "transcription",
        .options([
            locale, model,
            HostParameter("intermediate", .boolean, "Guesses come before what is final; false by default."),
            HostParameter(
                "start", .boolean, "It begins with the call; false waits for start_transcription, the default."),
            transportURL,
        ]), "What is said is told as TranscriptionData.")

    private static let mediaStreaming = HostParameter(
        "media_streaming",
        .options([
            HostParameter(
                "channel", .word(MediaStreamingOptions.Channel.allCases.map(\.rawValue)),
                "One stream for all, or one for each who speaks; \"mixed\" by default."),
            HostParameter(
                "format", .word(MediaStreamingOptions.Format.allCases.map(\.word)),
                "16 bits, one channel, 16 or 24 thousand samples a second; \"pcm16k\" by default."),
            HostParameter("bidirectional", .boolean, "The call hears what is sent back; false by default."),
            HostParameter("dtmf", .boolean, "Keys are told as DtmfData; false by default."),
            HostParameter(
                "start", .boolean, "It begins with the call; false waits for start_media_streaming, the default."),
            HostParameter(
                "audio", .word(MediaStreamingOptions.Audio.allCases.map(\.rawValue)),
                "What becomes of the sound here: \"file\" writes WAV files (--streams), \"echo\" sends it back; "
                    + "dropped by default."),
            transportURL,
        ]), "The call's sound is streamed.")

    /// How the call is transcribed; nil when it is not.
    /// - Parameter call: the call, for its language; nil when it is yet to be made.
    static func transcription(
        _ options: HostOptions, call: Int?, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> TranscriptionOptions? {
        guard let given = options.options("transcription") else { return nil }
        let voice = call.flatMap { instance.calls[$0]?.voice.locale } ?? instance.settings.voice.locale
        guard let locale = try locale(given, arguments) ?? voice else {
            throw arguments.mistake(
                "a transcription needs a language: transcription = { locale = \"en-US\" }, or flow { locale = … }")
        }
        return TranscriptionOptions(
            locale: locale, transportURL: try transportURL(given, arguments),
            speechModelEndpointID: given.string("model"), startTranscription: given.boolean("start") ?? false,
            enableIntermediateResults: given.boolean("intermediate") ?? false)
    }

    /// How the call's sound is streamed; nil when it is not.
    static func mediaStreaming(
        _ options: HostOptions, _ arguments: HostArguments
    ) throws(LuaRaise) -> MediaStreamingOptions? {
        guard let given = options.options("media_streaming") else { return nil }
        let url = try transportURL(given, arguments)
        let audio = given.string("audio").flatMap(MediaStreamingOptions.Audio.init)
        let isBidirectional = given.boolean("bidirectional") ?? false
        if audio != nil, url != nil {
            throw arguments.mistake("'audio' is about sound that comes here, and 'transport_url' sends it elsewhere")
        }
        if audio == .echo, !isBidirectional {
            throw arguments.mistake("audio = \"echo\" sends sound back, which needs bidirectional = true")
        }
        return MediaStreamingOptions(
            channel: given.string("channel").flatMap(MediaStreamingOptions.Channel.init) ?? .mixed,
            transportURL: url,
            format: MediaStreamingOptions.Format.allCases.first { $0.word == given.string("format") } ?? .pcm16K,
            isBidirectional: isBidirectional, enableDTMFTones: given.boolean("dtmf") ?? false,
            startMediaStreaming: given.boolean("start") ?? false, audio: audio)
    }

    /// A language with its region, as the service wants it for transcriptions.
    static func locale(_ options: HostOptions, _ arguments: HostArguments) throws(LuaRaise) -> String? {
        guard let text = options.string("locale") else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { Character(UnicodeScalar($0)).isLetter || (48...57).contains($0) }
        }
        guard parts.count >= 2, isPlain else {
            throw arguments.mistake("'locale' must be a language with its region, such as \"en-US\", not \"\(text)\"")
        }
        return text
    }

    private static func transportURL(
        _ options: HostOptions, _ arguments: HostArguments
    ) throws(LuaRaise) -> String? {
        guard let text = options.string("transport_url") else { return nil }
        // The same rules as for pages: wss is to https what ws is to http.
        let page = text.hasPrefix("ws") ? "http" + text.dropFirst(2) : ""
        guard WebAddress.isUsable(page) else {
            throw arguments.mistake(
                "'transport_url' must be an address like wss://example.com/stream, not \"\(text)\" (ws only for "
                    + "127.0.0.1 and localhost)")
        }
        return text
    }
}
