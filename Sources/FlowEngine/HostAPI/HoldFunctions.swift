import CallModel
import LuaEngine

/// Putting participants on hold.
enum HoldFunctions {
    static let all: [HostFunction] = [hold, unhold, announce]

    private static let target = HostParameter("target", .identifier, "Who is meant; the other party by default.")
    /// The service tells of failures only; whether it worked is asked for.
    private static let shared = [
        target, ActionOptions.timeout, ActionOptions.operationContext, ActionOptions.callbackURI,
    ]

    private static let hold = HostFunction(
        "Call.hold", "Puts a participant on hold: they hear music or a tone, and nobody hears them.",
        parameters: [
            HostParameter(
                "options",
                .options(
                    shared + [
                        HostParameter("text", .string, "What they hear meanwhile, again and again."),
                        HostParameter("file", .string, "The same, as the address of a file."),
                        HostParameter("ssml", .string, "The same, as an SSML document."),
                    ]), "Whom, and what they hear.")
        ], result: "true, or nil and err", action: .hold
    ) { instance, arguments throws(LuaRaise) in
        let music = try PromptReader.sources(HostOptions(arguments[0]), instance, arguments).first
        var action = try action(instance, arguments)
        action.music = music
        return ActionOptions.act(.hold(action), HostOptions(arguments[0]), instance, arguments)
    }

    private static let unhold = HostFunction(
        "Call.unhold", "Takes a participant back from hold.",
        parameters: [HostParameter("options", .options(shared), "Whom.")], result: "true, or nil and err",
        action: .unhold
    ) { instance, arguments throws(LuaRaise) in
        ActionOptions.act(
            .unhold(try action(instance, arguments)), HostOptions(arguments[0]), instance, arguments)
    }

    private static let announce = HostFunction(
        "Call.interrupt_audio_and_announce",
        "Speaks over whatever one participant hears, such as the music of a hold, which then goes on; only with --api-version "
            + "\(ActionOptions.previewVersion).",
        parameters: [
            HostParameter(
                "options", .options(PromptReader.announcement + [target]), "What, and to whom.", required: true)
        ], result: "the event, or nil and err", action: .interruptAudioAndAnnounce
    ) { instance, arguments throws(LuaRaise) in
        try ActionOptions.requirePreview("announcing", instance, arguments)
        let sources = try PromptReader.sources(HostOptions(arguments[0]), instance, arguments)
        guard !sources.isEmpty else { throw arguments.mistake("nothing to play: give text = \"…\" or file = \"…\"") }
        let action = AnnounceAction(sources: sources, target: try action(instance, arguments).target)
        return ActionOptions.act(.interruptAudioAndAnnounce(action), HostOptions(arguments[0]), instance, arguments)
    }

    private static func action(_ instance: FlowInstance, _ arguments: HostArguments) throws(LuaRaise) -> HoldAction {
        let options = HostOptions(arguments[0])
        let target = try TargetReader.otherParty(options, instance, arguments)
        return HoldAction(target: target, operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
    }
}
