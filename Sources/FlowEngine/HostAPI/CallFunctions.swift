import CallModel
import LuaEngine

/// Methods of a call that are about the call itself.
enum CallFunctions {
    static let all: [HostFunction] = [hangUp, properties, use]

    private static let hangUp = HostFunction(
        "Call.hang_up", "Leaves the call, or ends it for everyone. Succeeds when the call has ended already.",
        parameters: [
            HostParameter(
                "options",
                .options([HostParameter("for_everyone", .boolean, "End the call; false by default.")]), "How.")
        ], result: "true, or nil and err", action: .hangUp
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        return ActionOptions.act(
            .hangUp(forEveryone: options.boolean("for_everyone") ?? false), options, instance, arguments)
    }

    private static let properties = HostFunction(
        "Call.properties", "Asks the service for the properties of the connection.",
        result: "{ call_connection_id = …, call_connection_state = …, targets = …, … }, or nil and err",
        action: .properties
    ) { instance, arguments throws(LuaRaise) in
        ActionOptions.act(.properties, HostOptions(.nil), instance, arguments)
    }

    private static let use = HostFunction(
        "Call.use", "Sets how text is spoken in this call from now on.",
        parameters: [
            HostParameter(
                "settings",
                .options([
                    HostParameter("locale", .string, "The language, such as \"pt-BR\"."),
                    HostParameter("voice", .string, "The voice, such as \"pt-BR-FranciscaNeural\"."),
                    HostParameter("voice_kind", .word(["male", "female"]), "The kind of voice, if none is named."),
                ]), "What to change.", required: true)
        ]
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        guard var view = instance.calls[arguments.object] else { throw Marshalling.callEnded }
        view.voice = PromptReader.usual(instance, arguments)
        // A new language with the old language's voice would be wrong, so the voice goes with it.
        if let locale = options.string("locale") {
            view.voice = Voice(name: nil, locale: locale, kind: view.voice.kind)
        }
        if let name = options.string("voice") { view.voice.name = name }
        if let kind = options.string("voice_kind") {
            view.voice.kind = kind
            // A named voice would win over the kind that was just asked for.
            if options.string("voice") == nil, view.voice.locale != nil { view.voice.name = nil }
        }
        instance.calls[arguments.object] = view
        return .values(0)
    }
}
