import CallModel
import LuaEngine

/// Methods of an operation that was started with `wait = false` or `loop = true`.
enum OperationFunctions {
    static let all: [HostFunction] = [wait, cancel]

    private static let wait = HostFunction(
        "Operation.wait", "Waits for the outcome of the operation.",
        parameters: [HostParameter("timeout", .number(0.01...86_400), "Seconds.")],
        result: "as the action itself", waits: true
    ) { instance, arguments throws(LuaRaise) in
        arguments.ask(
            .session(.awaitOperation(OperationID(arguments.object), timeout: arguments[0].numberValue)), of: instance)
    }

    private static let cancel = HostFunction(
        "Operation.cancel",
        "Cancels the operation as far as the service can: takes an invitation back, hangs up the call that is being "
            + "opened, or ends a play or recognition, and with it all media of its call.",
        result: "true, or nil and err", waits: true
    ) { instance, arguments throws(LuaRaise) in
        arguments.ask(.session(.cancelOperation(OperationID(arguments.object))), of: instance)
    }
}
