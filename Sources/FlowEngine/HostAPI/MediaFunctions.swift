import CallModel
import LuaEngine

/// Methods of a call that speak.
enum MediaFunctions {
    static let all: [HostFunction] = [play, cancelAllMedia]

    private static let play = HostFunction(
        "Call.play", "Plays texts, files or SSML and waits until they have been heard.",
        parameters: [
            HostParameter(
                "options",
                .options(
                    PromptReader.options + [
                        HostParameter(
                            "to", .oneOf([.identifier, .list(.identifier)]), "Who hears it; all by default."),
                        HostParameter("loop", .boolean, "Repeat until cancelled; returns an operation at once."),
                    ]), "What and how.", required: true)
        ], result: "the event, or nil and err; an operation with wait = false or loop = true", action: .play
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let sources = try PromptReader.sources(options, instance, arguments)
        guard !sources.isEmpty else {
            throw arguments.mistake("nothing to play: give text = \"…\", file = \"…\", ssml = \"…\" or sources = { … }")
        }
        let loop = options.boolean("loop") ?? false
        let action = PlayAction(
            sources: sources, targets: targets(options), loop: loop, interrupt: options.boolean("interrupt") ?? false,
            operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
        return ActionOptions.act(.play(action), options, instance, arguments, waits: !loop)
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
}
