import CallModel
import LuaEngine

/// Inviting somebody into a call, and taking that back.
enum InvitationFunctions {
    static let all: [HostFunction] = [add, cancel]

    private static let add = HostFunction(
        "Call.add_participant", "Invites somebody into the call and waits until they have joined, or not.",
        parameters: [
            HostParameter(
                "options",
                .options(
                    [
                        HostParameter("target", .identifier, "Who is invited.", required: true),
                        CallerIDReader.option, ActionOptions.displayName,
                        HostParameter(
                            "invitation_timeout", .integer(0...180),
                            "Seconds that it rings; the service decides by default."),
                        CustomContextReader.option,
                    ] + ActionOptions.ofEventsAnywhere), "Whom and how.")
        ],
        result: "the event, or nil and err (\"busy\", \"declined\", \"no_answer\", …); an operation with wait = false",
        action: .addParticipant
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let target = try TargetReader.reachable(options, arguments)
        let callerID = try CallerIDReader.callerID(
            for: .addParticipant, targets: [target], options, instance, arguments)
        let action = AddParticipantAction(
            target: target, sourceCallerIDNumber: callerID, sourceDisplayName: options.string("display_name"),
            invitationTimeout: options.integer("invitation_timeout"),
            customCallingContext: try CustomContextReader.context(options, arguments),
            operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
        return ActionOptions.act(.addParticipant(action), options, instance, arguments)
    }

    private static let cancel = HostFunction(
        "Call.cancel_add_participant", "Takes an invitation back that nobody has accepted yet.",
        parameters: [
            HostParameter(
                "options",
                .options(
                    [
                        HostParameter(
                            "operation", .object(HostAPI.operationClass),
                            "What add_participant { …, wait = false } returned."),
                        HostParameter("invitation_id", .string, "The invitation's id, as the service told it."),
                    ] + ActionOptions.ofEventsAnywhere), "Which invitation.")
        ], result: "the event, or nil and err", action: .cancelAddParticipant
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let invitation: CancelAddParticipantAction.Invitation
        switch (options.object("operation"), options.string("invitation_id")) {
        case (let operation?, nil): invitation = .operation(OperationID(operation))
        case (nil, let id?) where !id.isEmpty: invitation = .id(id)
        case (nil, .some): throw arguments.mistake("'invitation_id' is empty")
        default: throw arguments.mistake("give exactly one of the options 'operation' and 'invitation_id'")
        }
        let action = CancelAddParticipantAction(
            invitation: invitation, operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
        return ActionOptions.act(.cancelAddParticipant(action), options, instance, arguments)
    }
}
