import CallModel
import FlowEngine
import LuaEngine

/// The world around phones: time, calls, sessions, launches, logs.
enum WorldFunctions {
    static let all: [SpecFunction] = [advance, now, launch, calls, sessions, logs, pattern]

    private static let advance = SpecFunction(
        "advance", "Lets time pass. What is due in it happens, each at its time.",
        parameters: [HostParameter("seconds", .number(0...315_360_000), "How long.", required: true)], waits: true
    ) { world, arguments throws(LuaRaise) in
        let seconds = arguments[0].numberValue ?? 0
        world.note("\(seconds.short) s pass", arguments)
        return try arguments.wait(world, seconds, for: { .notYet }, otherwise: nil)
    }

    private static let now = SpecFunction("now", "The time of the spec.", result: "seconds since 1970") {
        world, arguments throws(LuaRaise) in
        arguments.call.push(.number(try arguments.attempt(world) { try world.onStage().now }))
        return .values(1)
    }

    private static let launch = SpecFunction(
        "launch", "Starts a flow without a call: its `Launch` hooks get the parameters.",
        parameters: [
            HostParameter("flow", .string, "The flow's name.", required: true),
            HostParameter("params", .table, "What it gets as `event.params`."),
            HostParameter(
                "options", .options([HostParameter("key", .string, "Launching twice with it starts one.")]), "How."),
        ], result: "the session"
    ) { world, arguments throws(LuaRaise) in
        let flow = arguments[0].stringValue ?? ""
        var params = try arguments.json(arguments[1])
        if params == .null || params == .array([]) { params = [:] }
        world.note("\(flow) is launched", arguments)
        let id = try arguments.attempt(world) {
            try world.onStage().launch(flow, params, key: HostOptions(arguments[2]).string("key"))
        }
        arguments.call.push(world.session(id))
        return .values(1)
    }

    private static let calls = SpecFunction("calls", "All calls so far, oldest first.", result: "a list of calls") {
        world, arguments throws(LuaRaise) in
        let ids = try arguments.attempt(world) { try world.onStage().callIDs() }
        arguments.call.push(.list(ids.map { world.call($0) }))
        return .values(1)
    }

    private static let sessions = SpecFunction(
        "sessions", "All sessions of the runtime so far, oldest first.", result: "a list of sessions"
    ) { world, arguments throws(LuaRaise) in
        let ids = try arguments.attempt(world) { try world.onStage().sessions() }
        arguments.call.push(.list(ids.map { world.session($0) }))
        return .values(1)
    }

    private static let logs = SpecFunction(
        "logs", "What flows and runtime logged so far.", result: "a list of tables with level, message and fields"
    ) { world, arguments throws(LuaRaise) in
        let entries = try arguments.attempt(world) { try world.onStage().logEntries }
        arguments.call.push(
            .list(
                entries.map { entry in
                    .record([
                        ("level", .string(entry.level.rawValue)), ("message", .string(entry.message)),
                        ("line", entry.line.map { .string($0) } ?? .nil),
                        ("fields", .record(entry.fields.map { ($0.key, .string($0.value)) })),
                    ])
                }))
        return .values(1)
    }

    private static let pattern = SpecFunction(
        "pattern", "A Lua pattern where a text may stand.",
        parameters: [HostParameter("text", .string, "Such as \"press %d\".", required: true)],
        result: "what `hears` and the like take", phases: [.load, .run]
    ) { _, arguments throws(LuaRaise) in
        arguments.call.push(.record([("pattern", arguments[0])]))
        return .values(1)
    }
}
