import CallModel
import LuaEngine

/// Methods of a call that is offered: one of them decides what becomes of it.
enum OfferFunctions {
    static let all: [HostFunction] = [answer, reject, redirect]

    private static let answer = HostFunction(
        "Call.answer", "Takes the call and waits until it is connected. If that fails, the call has ended.",
        parameters: [
            HostParameter(
                "options",
                .options(
                    [
                        ActionOptions.aiResource,
                        HostParameter(
                            "answered_by", .identifier, "The communication user that answers; made up by default."),
                    ] + StreamReader.options + ActionOptions.ofEvents), "How.")
        ], result: "true; an operation with wait = false", action: .answer
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let answer = AnswerAction(
            incomingCallContext: "", callbackURI: "",
            cognitiveServicesEndpoint: try ActionOptions.aiResource(options, instance, arguments),
            answeredBy: try TargetReader.user("answered_by", options, arguments),
            transcription: try StreamReader.transcription(options, call: arguments.object, instance, arguments),
            mediaStreaming: try StreamReader.mediaStreaming(options, arguments))
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
        ], result: "true, or nil and err", action: .reject
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let reason = options.string("reason").flatMap(RejectAction.Reason.init) ?? .none
        return ActionOptions.act(
            .reject(RejectAction(incomingCallContext: "", reason: reason)), options, instance, arguments)
    }

    private static let redirect = HostFunction(
        "Call.redirect", "Sends the call on to somebody else, unanswered. They are shown the caller's own number.",
        parameters: [
            HostParameter(
                "options",
                .options([
                    HostParameter("target", .identifier, "Who gets the call.", required: true),
                    HostParameter(
                        "caller_id", CallerIDReader.option.type,
                        "Only checked: a redirect to a phone needs a number of the resource, which is not sent."),
                ]), "To whom.")
        ], result: "true, or nil and err", action: .redirect
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let target = try TargetReader.reachable(options, arguments)
        try CallerIDReader.checkOnward(.redirect, to: target, instance, arguments)
        _ = try CallerIDReader.callerID(for: .redirect, targets: [target], options, instance, arguments)
        return ActionOptions.act(
            .redirect(RedirectAction(incomingCallContext: "", target: target)), options, instance, arguments)
    }
}
