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
        "Cancels the operation, and with it all media of its call: the service knows nothing finer.",
        result: "true, or nil and err", waits: true
    ) { instance, arguments throws(LuaRaise) in
        arguments.ask(.session(.cancelOperation(OperationID(arguments.object))), of: instance)
    }
}
