import CallModel
import LuaEngine

/// Methods of a call that are about the call itself.
enum CallFunctions {
    static let all: [HostFunction] = [answer, reject, transfer, hangUp, use]

    private static let answer = HostFunction(
        "Call.answer", "Takes the call and waits until it is connected. If that fails, the call has ended.",
        parameters: [
            HostParameter(
                "options",
                .options([
                    HostParameter("ai_resource", .string, "The AI resource for this call."),
                    ActionOptions.timeout, ActionOptions.operationContext,
                ]), "How.")
        ], result: "true", waits: true
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let resource =
            options.string("ai_resource") ?? instance.settings.aiResource ?? instance.environment.aiResource
        let answer = AnswerAction(
            incomingCallContext: "", callbackURI: "", cognitiveServicesEndpoint: resource)
        return ActionOptions.act(.answer(answer), options, instance, arguments)
    }

    private static let reject = HostFunction(
        "Call.reject", "Refuses the call.",
        parameters: [
            HostParameter(
                "options",
                .options([
                    HostParameter(
                        "reason", .word(RejectAction.Reason.allCases.map(\.rawValue)),
                        "What the caller is told; \"none\" by default.")
                ]), "How.")
        ], result: "true, or nil and err", waits: true
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let reason = options.string("reason").flatMap(RejectAction.Reason.init) ?? .none
        return ActionOptions.act(
            .reject(RejectAction(incomingCallContext: "", reason: reason)), options, instance, arguments)
    }

    private static let transfer = HostFunction(
        "Call.transfer", "Gives the call to somebody else and waits until they have taken it, or not.",
        parameters: [
            HostParameter(
                "options",
                .options([
                    HostParameter("target", .identifier, "Who gets the call.", required: true),
                    HostParameter("transferee", .identifier, "Who is transferred out of a group."),
                    ActionOptions.timeout, ActionOptions.operationContext,
                ]), "To whom.")
        ], result: "the event, or nil and err (\"busy\", \"declined\", \"no_answer\", …)", waits: true
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        guard let target = options.identifier("target") else { throw arguments.mistake("option 'target' is missing") }
        let action = TransferAction(target: target, transferee: options.identifier("transferee"))
        return ActionOptions.act(.transfer(action), options, instance, arguments)
    }

    private static let hangUp = HostFunction(
        "Call.hang_up", "Leaves the call, or ends it for everyone. Succeeds when the call has ended already.",
        parameters: [
            HostParameter(
                "options",
                .options([HostParameter("for_everyone", .boolean, "End the call; false by default.")]), "How.")
        ], result: "true, or nil and err", waits: true
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        return ActionOptions.act(
            .hangUp(forEveryone: options.boolean("for_everyone") ?? false), options, instance, arguments)
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
        if view.voice == Voice() { view.voice = instance.settings.voice }
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

    /// The fields of a call: `call.from`, `call.to` and so on.
    static let field = LuaHostFunction(namespace: HostAPI.callClass, name: "index") {
        call throws(LuaRaise) -> LuaReturn in
        guard let instance = call.world.owner as? FlowInstance,
            let id = call.objectID(at: 1, class: HostAPI.callClass)
        else { throw LuaRaise("this is no call") }
        let name = call.string(at: 2) ?? ""
        let view = instance.calls[Int(id)]
        func text(_ value: String?) -> LuaValue { value.map { .string($0) } ?? .nil }
        switch name {
        case "from": call.push(view?.from.map(Marshalling.identifier) ?? .nil)
        case "to": call.push(view?.to.map(Marshalling.identifier) ?? .nil)
        case "caller_display_name": call.push(text(view?.callerDisplayName))
        case "correlation_id": call.push(text(view?.correlationID))
        case "server_call_id": call.push(text(view?.serverCallID))
        case "call_connection_id": call.push(text(view?.callConnectionID))
        case "state": call.push(.string(view?.state ?? "disconnected"))
        default:
            let methods = HostAPI.functions.filter { $0.namespace == HostAPI.callClass }.map(\.name)
            throw LuaRaise("a call has no '\(name)'" + Nearest.suggestion(for: name, among: fieldNames + methods))
        }
        return .values(1)
    }

    private static let fieldNames = [
        "from", "to", "caller_display_name", "correlation_id", "server_call_id", "call_connection_id", "state", "data",
    ]
}

/// Options that actions share.
enum ActionOptions {
    static let timeout = HostParameter(
        "timeout", .number(1...86_400), "Seconds to wait for the outcome; the default follows from the action.")
    static let operationContext = HostParameter(
        "operation_context", .string, "Your own words; they come back in the events of this action.")
    static let wait = HostParameter(
        "wait", .boolean, "false returns an operation at once, with wait() and cancel().")

    /// Asks the session to act on the object that the method was called on.
    static func act(
        _ action: CallAction, _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments,
        waits: Bool = true
    ) -> LuaReturn {
        let flowAction = FlowAction(
            action: action, waits: waits, timeout: options.number("timeout"),
            context: options.string("operation_context"), place: arguments.place)
        return arguments.ask(.session(.act(call: arguments.object, flowAction)), of: instance)
    }
}
