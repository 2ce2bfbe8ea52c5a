import CallModel
import LuaEngine

/// Options that actions share, and how an action is asked for.
enum ActionOptions {
    static let timeout = HostParameter(
        "timeout", .number(1...86_400), "Seconds to wait for the outcome; the default follows from the action.")
    static let operationContext = HostParameter(
        "operation_context", .string, "Your own words; they come back in the events of this action.")
    static let wait = HostParameter(
        "wait", .boolean, "false returns an operation at once, with wait() and cancel().")
    static let callbackURI = HostParameter(
        "operation_callback_uri", .string,
        "An address of your own for the events of this action. It is then not awaited: the result is "
            + "{ awaited = false, … } as soon as the service has accepted it.")
    static let aiResource = HostParameter(
        "ai_resource", .string, "The address of the AI resource that speaks text in this call.")
    static let displayName = HostParameter(
        "display_name", .string, "The name that users of the service and of Teams are shown.")

    /// What every action has whose outcome is an event.
    static let ofEvents = [timeout, operationContext, wait]
    /// The same for actions whose events can be sent elsewhere.
    static let ofEventsAnywhere = ofEvents + [callbackURI]

    /// Asks the session to act on the object that the method was called on.
    /// - Parameter call: the number of the call, where the object is none.
    static func act(
        _ action: CallAction, _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments,
        waits: Bool = true, call: Int? = nil
    ) -> LuaReturn {
        let flowAction = flowAction(action, options, arguments, waits: waits)
        return arguments.ask(.session(.act(call: call ?? arguments.object, flowAction)), of: instance)
    }

    /// Asks the session to open a call of its own.
    static func open(
        _ action: CallAction, _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments
    ) -> LuaReturn {
        arguments.ask(.session(.open(flowAction(action, options, arguments, waits: true))), of: instance)
    }

    private static func flowAction(
        _ action: CallAction, _ options: HostOptions, _ arguments: HostArguments, waits: Bool
    ) -> FlowAction {
        FlowAction(
            action: action, waits: waits && options.boolean("wait") != false, timeout: options.number("timeout"),
            context: options.string("operation_context"),
            onUnknown: options.string("on_unknown").flatMap { OnUnknown(rawValue: $0) }, place: arguments.place)
    }

    /// The address that an action's events go to instead; nil for the call's own.
    static func callbackURI(_ options: HostOptions, _ arguments: HostArguments) throws(LuaRaise) -> String? {
        try address("operation_callback_uri", like: "https://example.com/events", options, arguments)
    }

    /// The AI resource of an action, the flow's, or that of the settings.
    static func aiResource(
        _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> String? {
        try aiResource(options, arguments) ?? instance.settings.aiResource
            ?? instance.environment.aiResource
    }

    /// The AI resource that is given here; nil for none.
    static func aiResource(_ options: HostOptions, _ arguments: HostArguments) throws(LuaRaise) -> String? {
        try address("ai_resource", like: "https://name.cognitiveservices.azure.com", options, arguments)
    }

    /// An option that is an address of the web.
    static func address(
        _ name: String, like example: String, _ options: HostOptions, _ arguments: HostArguments
    ) throws(LuaRaise) -> String? {
        guard let text = options.string(name) else { return nil }
        guard WebAddress.isUsable(text) else {
            throw arguments.mistake(
                "'\(name)' must be an address like \(example), not \"\(text)\" (http only for "
                    + "127.0.0.1 and localhost)")
        }
        return text
    }

    /// Refuses what only a preview version of the service's interface has.
    static func requirePreview(
        _ what: String, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) {
        guard instance.environment.apiVersion != previewVersion else { return }
        throw arguments.mistake(
            "\(what) needs the preview version \(previewVersion) of the service's interface, and this node asks for "
                + "\(instance.environment.apiVersion); set --api-version \(previewVersion)")
    }

    /// The version that has unmuting, and a custom context with new calls.
    static let previewVersion = ServiceVersion.unmutePreview
}
