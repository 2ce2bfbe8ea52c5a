import CallModel
import FlowEngine
import LuaEngine

/// What a spec does with a session of the runtime.
enum SessionFunctions {
    static let all: [SpecFunction] = [signal]

    private static let signal = SpecFunction(
        "Session.signal", "Wakes the session: its `Signal` hooks and waits get name and data.",
        parameters: [
            HostParameter("name", .string, "What is signalled.", required: true),
            HostParameter("data", .any, "What comes along."),
        ], waits: true
    ) { world, arguments throws(LuaRaise) in
        guard let id = world.knownSessions[arguments.object] else {
            throw arguments.mistake("this session is not known")
        }
        let name = arguments[0].stringValue ?? ""
        let data = try arguments.json(world.plain(arguments[1]))
        world.note("session \(id) is signalled \(name)", arguments)
        let key = world.nextKey()
        return try arguments.wait(world, SpecWorld.patience) {
            try world.onStage().signal(id, name, data, key: key)
        } otherwise: {
            "session:signal: no process answers within \(SpecWorld.patience.short) s"
        }
    }
}
