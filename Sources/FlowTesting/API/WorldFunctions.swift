import CallEmulator
import CallModel
import FlowEngine
import LuaEngine

/// The world around phones: time, calls, sessions, launches, logs.
enum WorldFunctions {
    static let all: [SpecFunction] = [
        advance, now, launch, crash, faults, storeStalls, freezes, clockJumps, calls, sessions, logs, pattern, print,
    ]

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
        ], result: "the session", waits: true
    ) { world, arguments throws(LuaRaise) in
        let flow = arguments[0].stringValue ?? ""
        var params = try arguments.json(world.plain(arguments[1]))
        if params == .null || params == .array([]) { params = [:] }
        world.note("\(flow) is launched", arguments)
        // A key of its own makes it safe to ask again when the process has ended before it answered.
        let key = HostOptions(arguments[2]).string("key") ?? world.nextKey()
        let asked = params
        return try arguments.wait(world, SpecWorld.patience) {
            guard let id = try world.onStage().launch(flow, asked, key: key) else { return .notYet }
            return .done(world.session(id))
        } otherwise: {
            "launch: no process answers within \(SpecWorld.patience.short) s"
        }
    }

    private static let crash = SpecFunction(
        "crash", "Kills the process that serves the flows, and starts another one later.",
        parameters: [
            HostParameter(
                "options",
                .options([
                    HostParameter(
                        "at", .word(CrashStep.allCases.map(\.rawValue)),
                        "Where, the next time that it comes there; now, if not given."),
                    HostParameter("nth", .integer(1...10_000), "At which time of coming there; 1 if not given."),
                    HostParameter("down", .number(0...31_536_000), "Seconds until the next process; 1 if not given."),
                ]), "Where and for how long.")
        ]
    ) { world, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let down = options.number("down") ?? 1
        guard let step = options.string("at").flatMap({ CrashStep(rawValue: $0) }) else {
            guard options.integer("nth") == nil else { throw arguments.mistake("'nth' needs 'at'") }
            world.note("the process is killed for \(down.short) s", arguments)
            try arguments.attempt(world) { try world.onStage().kill(down: down) }
            return .values(0)
        }
        let plan = CrashPlan(step: step, turn: options.integer("nth") ?? 1, down: down)
        world.note("the process will be killed at \(step.rawValue), \(plan.turn)", arguments)
        try arguments.attempt(world) { try world.onStage().crash(plan) }
        return .values(0)
    }

    private static let faults = SpecFunction(
        "faults", "From now on things go wrong at the service, by chance and by the seed; an empty table ends it.",
        parameters: [
            HostParameter(
                "settings", .table,
                "Kinds with a chance, `true` or a table: `{ duplicate = 0.1, slow = { chance = 0.2, seconds = 3 } }`.",
                required: true)
        ]
    ) { world, arguments throws(LuaRaise) in
        let json = try arguments.json(arguments[0])
        let settings = try arguments.attempt(world) { try FaultSettings(json: json) }
        world.note("faults: \(settings.json.text)", arguments)
        try arguments.attempt(world) { try world.onStage().setFaults(settings) }
        return .values(0)
    }

    private static let seconds = HostParameter("seconds", .number(0...86_400), "How long.", required: true)

    private static let storeStalls = SpecFunction(
        "store_stalls", "For so many seconds nothing that the runtime writes becomes durable.", parameters: [seconds]
    ) { world, arguments throws(LuaRaise) in
        try begin(.storeStalls(arguments[0].numberValue ?? 0), "the store stalls", world, arguments)
    }

    private static let freezes = SpecFunction(
        "runtime_freezes", "For so many seconds the process stands still, as after SIGSTOP; what comes in waits.",
        parameters: [seconds]
    ) { world, arguments throws(LuaRaise) in
        try begin(.freezes(arguments[0].numberValue ?? 0), "the process stands still", world, arguments)
    }

    private static let clockJumps = SpecFunction(
        "clock_jumps", "The runtime's clock jumps by so many seconds, either way; the service's does not.",
        parameters: [HostParameter("seconds", .number(-86_400...86_400), "How far.", required: true)]
    ) { world, arguments throws(LuaRaise) in
        try begin(.clockJumps(arguments[0].numberValue ?? 0), "the clock jumps", world, arguments)
    }

    private static func begin(
        _ trouble: MachineTrouble, _ words: String, _ world: SpecWorld, _ arguments: HostArguments
    ) throws(LuaRaise) -> LuaReturn {
        world.note("\(words), \((arguments[0].numberValue ?? 0).short) s", arguments)
        try arguments.attempt(world) { try world.onStage().begin(trouble) }
        return .values(0)
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
                        (
                            "fields",
                            .record(entry.fields.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
                        ),
                    ])
                }))
        return .values(1)
    }

    private static let print = SpecFunction(
        "print", "Notes something in the story, which a failure shows.",
        parameters: [
            HostParameter("value", .any, "What to note."), HostParameter("more", .any, "And what else."),
            HostParameter("and_more", .any, "And what else."),
        ]
    ) { world, arguments throws(LuaRaise) in
        let words = (0..<3).map { arguments[$0] }.filter { $0 != .nil }.map { $0.shown(quoted: false) }
        world.note(words.joined(separator: " "), arguments)
        return .values(0)
    }

    private static let pattern = SpecFunction(
        "pattern", "A Lua pattern where a text may stand.",
        parameters: [HostParameter("text", .string, "Such as \"press %d\".", required: true)],
        result: "what `hears` and the like take", phases: [.load, .run]
    ) { world, arguments throws(LuaRaise) in
        guard world.patterns.isPattern(arguments[0].stringValue ?? "") else {
            throw arguments.mistake("\(arguments[0].shown) is no Lua pattern")
        }
        arguments.call.push(.record([("pattern", arguments[0])]))
        return .values(1)
    }
}
