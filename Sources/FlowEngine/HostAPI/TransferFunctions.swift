import CallModel
import LuaEngine

/// Giving a call away.
enum TransferFunctions {
    static let all: [HostFunction] = [transfer]

    private static let transfer = HostFunction(
        "Call.transfer", "Gives the call to somebody else and waits until they have taken it, or not.",
        parameters: [
            HostParameter(
                "options",
                .options(
                    [
                        HostParameter("target", .identifier, "Who gets the call.", required: true),
                        HostParameter("transferee", .identifier, "Who is transferred out of a group."),
                        CustomContextReader.option,
                        HostParameter(
                            "caller_id", CallerIDReader.option.type,
                            "Always refused: the target is shown the transferee's own caller ID."),
                    ] + ActionOptions.ofEventsAnywhere), "To whom.")
        ], result: "the event, or nil and err (\"busy\", \"declined\", \"no_answer\", …)", action: .transfer
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let target = try TargetReader.reachable(options, arguments)
        let transferee = options.identifier("transferee")
        guard transferee != target else { throw arguments.mistake("'target' and 'transferee' are the same") }
        _ = try CallerIDReader.callerID(for: .transfer, targets: [target], options, instance, arguments)
        try CallerIDReader.checkOnward(.transfer, transferee: transferee, to: target, instance, arguments)
        let action = TransferAction(
            target: target, transferee: transferee,
            customCallingContext: try CustomContextReader.context(options, arguments),
            operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
        return ActionOptions.act(.transfer(action), options, instance, arguments)
    }
}
