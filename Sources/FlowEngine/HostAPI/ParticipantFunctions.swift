import CallModel
import LuaEngine

/// Who is in a call: asking, removing, and bringing over from another call.
enum ParticipantFunctions {
    static let all: [HostFunction] = [list, get, remove, move]

    private static let target = HostParameter("target", .identifier, "Who is meant.", required: true)

    private static let list = HostFunction(
        "Call.list_participants", "Asks the service who is in the call.",
        result: "a list of { identifier = …, is_muted = …, is_on_hold = … }, or nil and err", action: .listParticipants
    ) { instance, arguments throws(LuaRaise) in
        ActionOptions.act(.listParticipants(page: nil), HostOptions(.nil), instance, arguments)
    }

    private static let get = HostFunction(
        "Call.get_participant", "Asks the service about one participant.",
        parameters: [HostParameter("options", .options([target]), "About whom.")],
        result: "{ identifier = …, is_muted = …, is_on_hold = … }, or nil and err (\"not_found\", …)",
        action: .getParticipant
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        return ActionOptions.act(
            .getParticipant(try TargetReader.one("target", options, arguments)), options, instance, arguments)
    }

    private static let remove = HostFunction(
        "Call.remove_participant", "Takes somebody out of the call.",
        parameters: [
            HostParameter("options", .options([target] + ActionOptions.ofEventsAnywhere), "Whom.")
        ], result: "the event, or nil and err", action: .removeParticipant
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let action = RemoveParticipantAction(
            target: try TargetReader.one("target", options, arguments),
            operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
        return ActionOptions.act(.removeParticipant(action), options, instance, arguments)
    }

    private static let move = HostFunction(
        "Call.move_participants", "Brings participants of another call into this one.",
        parameters: [
            HostParameter(
                "options",
                .options(
                    [
                        HostParameter("targets", .list(.identifier), "Who moves.", required: true),
                        HostParameter(
                            "from", .oneOf([.object(HostAPI.callClass), .string]),
                            "The call that they are in now, or its call_connection_id.", required: true),
                    ] + ActionOptions.ofEventsAnywhere), "Whom, and from where.")
        ], result: "the events of all who were moved, or nil and err", action: .moveParticipants
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let action = MoveParticipantsAction(
            targets: try TargetReader.list(options, arguments), fromCall: try source(options, instance, arguments),
            operationCallbackURI: try ActionOptions.callbackURI(options, arguments))
        return ActionOptions.act(.moveParticipants(action), options, instance, arguments)
    }

    /// The connection of the call that `from` names.
    private static func source(
        _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> String {
        var id = options.string("from") ?? ""
        if let leg = options.object("from") {
            guard let found = instance.calls[leg]?.callConnectionID else {
                throw arguments.mistake("'from': this call is not connected, so nobody can be moved out of it")
            }
            id = found
        }
        guard !id.isEmpty else { throw arguments.mistake("'from' is empty") }
        guard id != instance.calls[arguments.object]?.callConnectionID else {
            throw arguments.mistake("'from' is this call itself")
        }
        return id
    }
}
