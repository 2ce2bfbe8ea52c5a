import CallModel
import LuaEngine

/// Methods of a call that turn its streams on and off: what is said as text, and its sound.
enum StreamFunctions {
    static let all: [HostFunction] = [
        startTranscription, stopTranscription, updateTranscription, startMediaStreaming, stopMediaStreaming,
    ]

    private static let language = [StreamReader.locale, StreamReader.model] + ActionOptions.ofEventsAnywhere

    private static let startTranscription = HostFunction(
        "Call.start_transcription",
        "Begins to tell what is said as TranscriptionData. It was set up with the call: answer { transcription = … }.",
        parameters: [HostParameter("options", .options(language), "In which language.")],
        result: "the event, or nil and err", action: .startTranscription
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let action = try transcription(options, arguments)
        return ActionOptions.act(.startTranscription(action), options, instance, arguments)
    }

    private static let updateTranscription = HostFunction(
        "Call.update_transcription", "Goes on to transcribe in another language.",
        parameters: [
            HostParameter(
                "options",
                .options(
                    [
                        HostParameter(
                            "locale", .string, "The language, with its region, such as \"de-DE\".", required: true),
                        StreamReader.model,
                    ] + ActionOptions.ofEventsAnywhere), "In which language.", required: true)
        ], result: "the event, or nil and err", action: .updateTranscription
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let action = try transcription(options, arguments)
        return ActionOptions.act(.updateTranscription(action), options, instance, arguments)
    }

    private static let toggle = [HostParameter("options", .options(ActionOptions.ofEventsAnywhere), "How.")]

    private static let stopTranscription = HostFunction(
        "Call.stop_transcription", "Ends that.", parameters: toggle, result: "the event, or nil and err",
        action: .stopTranscription
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let action = StreamAction(operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
        return ActionOptions.act(.stopTranscription(action), options, instance, arguments)
    }

    private static let startMediaStreaming = HostFunction(
        "Call.start_media_streaming",
        "Begins to stream the call's sound. It was set up with the call: answer { media_streaming = … }.",
        parameters: toggle, result: "the event, or nil and err", action: .startMediaStreaming
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let action = StreamAction(operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
        return ActionOptions.act(.startMediaStreaming(action), options, instance, arguments)
    }

    private static let stopMediaStreaming = HostFunction(
        "Call.stop_media_streaming", "Ends that.", parameters: toggle, result: "the event, or nil and err",
        action: .stopMediaStreaming
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let action = StreamAction(operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
        return ActionOptions.act(.stopMediaStreaming(action), options, instance, arguments)
    }

    private static func transcription(
        _ options: HostOptions, _ arguments: HostArguments
    ) throws(LuaRaise) -> TranscriptionAction {
        TranscriptionAction(
            locale: try StreamReader.locale(options, arguments), speechModelEndpointID: options.string("model"),
            operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
    }
}
