import CallModel
import LuaEngine

/// What a file's top level calls: `flow`, `on`, `require`, `config`, `pattern`; and `now`.
enum FlowFunctions {
    static let all: [HostFunction] = [flow, on, pattern, require, now]

    private static let flow = HostFunction(
        "flow", "Says how this flow speaks and behaves. Called once, at the top of its main file.",
        parameters: [
            HostParameter(
                "settings",
                .options([
                    HostParameter("locale", .string, "The language of texts, such as \"en-US\"."),
                    HostParameter("voice", .string, "The voice of texts, such as \"en-US-AvaNeural\"."),
                    HostParameter("voice_kind", .word(["male", "female"]), "The kind of voice, if none is named."),
                    HostParameter("caller_id", .identifier, "The number shown to phones that the flow calls."),
                    HostParameter("ai_resource", .string, "The address of the AI resource that speaks text."),
                    HostParameter("idle", .number(1...86_400), "Seconds a call may be left alone; 60 by default."),
                    HostParameter("linger", .number(0...86_400), "Seconds to go on after the last call; 300."),
                    HostParameter(
                        "on_unknown", .word(OnUnknown.allCases.map(\.rawValue)),
                        "When nobody knows whether a prompt was heard: \"repeat\" (default), \"skip\" or \"fail\"."),
                    HostParameter(
                        "on_stopped",
                        .oneOf([
                            .word(["hang_up", "leave"]),
                            .options([
                                HostParameter("transfer", .identifier, "Who gets the caller.", required: true)
                            ]),
                        ]), "What becomes of calls when the session has to be stopped; \"hang_up\" by default."),
                    HostParameter(
                        "on_failure",
                        .options([
                            HostParameter("text", .string, "Spoken before the runtime hangs up."),
                            HostParameter("file", .string, "Played before the runtime hangs up."),
                        ]), "What a caller hears when the flow failed."),
                ]), "Its settings.", required: true)
        ], phases: [.load]
    ) { instance, arguments throws(LuaRaise) in
        guard !instance.hasSettings else { throw arguments.mistake("called once, at the top of the main file") }
        let options = HostOptions(arguments[0])
        var settings = FlowSettings()
        settings.voice = Voice(
            name: options.string("voice"), locale: options.string("locale"), kind: options.string("voice_kind"))
        if let caller = options.identifier("caller_id") {
            settings.callerID = try CallerIDReader.checkedDefault(caller, instance, arguments)
        }
        settings.aiResource = try ActionOptions.aiResource(options, arguments)
        settings.idle = options.number("idle") ?? settings.idle
        settings.linger = options.number("linger") ?? settings.linger
        settings.onUnknown = options.string("on_unknown").flatMap { OnUnknown(rawValue: $0) } ?? settings.onUnknown
        if options.string("on_stopped") == "leave" { settings.onStopped = .leave }
        if let target = options.options("on_stopped")?.identifier("transfer") { settings.onStopped = .transfer(target) }
        if let failure = options.options("on_failure") {
            if let text = failure.string("text") {
                let voice = try PromptReader.completed(settings.voice, arguments)
                settings.failurePrompt = .text(text, voice: voice)
            } else if let file = failure.string("file") {
                settings.failurePrompt = .file(uri: try PromptReader.checkedAddress(file, arguments))
            }
        }
        instance.settings = settings
        instance.hasSettings = true
        return .values(0)
    }

    /// Of one flow: each event that comes is compared with all of them.
    private static let maxHooks = 1_000

    private static let on = HostFunction(
        "on", "Registers a handler for an event of the service, \"*\", or Launch, Signal, Restart, FlowError.",
        parameters: [
            HostParameter("event", .string, "The event's name, such as \"IncomingCall\".", required: true),
            HostParameter("filter", .oneOf([.function, .table]), "Fields the event must have; or the handler."),
            HostParameter("handler", .function, "Called with the call and the event."),
        ], phases: [.load]
    ) { instance, arguments throws(LuaRaise) in
        guard case .string(let event) = arguments[0] else { throw arguments.mistake("an event name is needed") }
        guard instance.hooks.count < maxHooks else { throw arguments.mistake("a flow has at most \(maxHooks) hooks") }
        guard EventName.isKnown(event) else {
            throw arguments.mistake(
                "there is no event '\(event)'" + Nearest.suggestion(for: event, among: EventName.all))
        }
        var filter = EventFilter()
        var handler = arguments[2]
        if case .function = arguments[1] {
            handler = arguments[1]
        } else {
            filter = try FilterReader.filter(arguments[1], arguments)
        }
        guard case .function(let function) = handler else {
            // A launch has no call.
            let parameters = event == "Launch" ? "event" : "call, event"
            throw arguments.mistake("the handler is missing: on(\"\(event)\", function(\(parameters)) … end)")
        }
        var place = instance.world.definition(of: function)
        // What the standard library listens to it does for a line of the flow.
        let library = FlowSources.libraryFolder
        if place.source.hasPrefix(library) { place = arguments.call.currentLine(outside: library) ?? place }
        instance.hooks.append(HookDefinition(event: event, filter: filter, file: place.source, line: place.line))
        instance.handlers.append(function)
        arguments.keep(function)
        return .values(0)
    }

    private static let pattern = HostFunction(
        "pattern", "Makes a condition of a filter from a Lua pattern; a plain text is compared as it is.",
        parameters: [HostParameter("text", .string, "A Lua pattern, such as \"^%+1800\".", required: true)],
        result: "the condition", phases: [.load, .call]
    ) { _, arguments throws(LuaRaise) in
        // A wrong one would only be found where a text comes as far as the mistake, and then nobody would be told.
        if case .string(let text) = arguments[0], let fault = LuaPatternFault.find(in: Array(text.utf8)) {
            throw arguments.mistake("'\(text)' is no Lua pattern: \(fault)")
        }
        arguments.call.push(.record([("pattern", arguments[0])]))
        return .values(1)
    }

    private static let require = HostFunction(
        "require", "Loads a module: \"std.…\" (ours), \"lib.…\" (the flow's folder) or \"shared.…\".",
        parameters: [HostParameter("name", .string, "Such as \"std.menu\".", required: true)],
        result: "what the module returned", phases: [.load, .call]
    ) { instance, arguments throws(LuaRaise) in
        guard case .string(let name) = arguments[0] else { throw arguments.mistake("a name is needed") }
        guard let chunk = instance.modules[name] else {
            throw arguments.mistake(
                "there is no module '\(name)'"
                    + Nearest.suggestion(for: name, among: Array(instance.modules.keys).sorted())
                    + " (std.… is ours, lib.… the flow's folder, shared.… flows/shared)")
        }
        instance.requiredModules?.insert(name)
        do throws(LuaError) {
            return .callOnce(key: name, try instance.world.instantiate(chunk))
        } catch {
            throw LuaRaise(error.message)
        }
    }

    private static let now = HostFunction(
        "now", "The time of the event that is handled, in seconds since 1970. It stands still until the next wait.",
        result: "a number"
    ) { instance, arguments throws(LuaRaise) in
        arguments.call.push(.number(instance.now))
        return .values(1)
    }

    /// `config.NAME`: a setting of the node.
    static let configValue = LuaHostFunction(namespace: configClassName, name: "index") {
        call throws(LuaRaise) -> LuaReturn in
        guard let instance = call.world.owner as? FlowInstance else { throw LuaRaise("config: no flow") }
        let name = call.string(at: 2) ?? ""
        guard let value = instance.environment.config[name] else {
            let known = instance.environment.config.keys.sorted()
            throw LuaRaise(
                "config.\(name) is not set; give it with --config \(name)=… or HOOKSWITCH_CONFIG_\(name)"
                    + Nearest.suggestion(for: name, among: known))
        }
        call.push(.string(value))
        return .values(1)
    }

    private static let configClassName = HostAPI.configClass
}
