import CallModel
import LuaEngine

/// Other sessions: starting them and waking them.
enum LaunchFunctions {
    static let all: [HostFunction] = [launch, signal]

    private static let launch = HostFunction(
        "launch", "Starts another session: a run of a flow of its own, whose Launch hooks get the parameters.",
        parameters: [
            HostParameter("flow", .string, "The flow's name.", required: true),
            HostParameter("params", .table, "What the hooks get as event.params, by name."),
            HostParameter(
                "options",
                .options([
                    HostParameter("key", .string, "Launching twice with one key starts one session.")
                ]), "How."),
        ], result: "the session's id, or nil and err", waits: true
    ) { instance, arguments throws(LuaRaise) in
        guard case .string(let flow) = arguments[0], !flow.isEmpty else { throw arguments.mistake("'flow' is empty") }
        var params = try arguments.json(arguments[1])
        switch params {
        case .null, .array([]): params = .object(JSONObject())
        case .object: break
        default: throw arguments.mistake("'params' gives values by name, like { number = \"+14255550123\" }")
        }
        let key = HostOptions(arguments[2]).string("key")
        guard key?.isEmpty != true else { throw arguments.mistake("'key' is empty") }
        return arguments.ask(.session(.launch(FlowLaunch(flow: flow, params: params, key: key))), of: instance)
    }

    private static let signal = HostFunction(
        "signal",
        "Wakes another session: its Signal hooks and its wait_for(\"Signal\"), whose event has the name as `signal` and "
            + "the data as `data`.",
        parameters: [
            HostParameter("session_id", .string, "The session, as launch returned it.", required: true),
            HostParameter("name", .string, "What is signalled.", required: true),
            HostParameter(
                "data", .oneOf([.table, .string, .number(-1e300...1e300), .boolean]), "What goes with it."),
        ], result: "true, or nil and err", waits: true
    ) { instance, arguments throws(LuaRaise) in
        let session = arguments[0].stringValue ?? ""
        guard SessionID(session) != nil else {
            throw arguments.mistake("'session_id': \"\(session)\" is no session's id; launch returns one")
        }
        guard case .string(let name) = arguments[1], !name.isEmpty else { throw arguments.mistake("'name' is empty") }
        return arguments.ask(
            .session(.signal(session: session, name: name, data: try arguments.json(arguments[2]))), of: instance)
    }
}
