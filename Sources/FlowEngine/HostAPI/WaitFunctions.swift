import CallModel
import LuaEngine

/// Waiting for time and for events.
enum WaitFunctions {
    static let all: [HostFunction] = [sleep, waitFor]

    private static let sleep = HostFunction(
        "sleep", "Waits. It goes on when a call ends, and over a restart of the server.",
        parameters: [HostParameter("seconds", .number(0...31_536_000), "How long; 0.01 at least.", required: true)],
        waits: true
    ) { instance, arguments throws(LuaRaise) in
        arguments.ask(.session(.sleep(arguments[0].numberValue ?? 0)), of: instance)
    }

    private static let waitFor = HostFunction(
        "wait_for", "Waits for the next event of a name.",
        parameters: [
            HostParameter("event", .string, "The event's name, or \"*\".", required: true),
            HostParameter("filter", .oneOf([.table, .number(0.01...86_400)]), "Fields it must have; or the limit."),
            HostParameter("timeout", .number(0.01...86_400), "Seconds; 300 by default."),
        ], result: "the event, or nil and err with reason \"timeout\"", waits: true
    ) { instance, arguments throws(LuaRaise) in
        guard case .string(let name) = arguments[0], EventName.isKnown(name) else {
            let word = arguments[0].stringValue ?? ""
            throw arguments.mistake(
                "there is no event '\(word)'" + Nearest.suggestion(for: word, among: EventName.all))
        }
        let timeout = arguments[1].numberValue ?? arguments[2].numberValue
        let filter = try FilterReader.filter(arguments[1], arguments)
        return arguments.ask(
            .session(.awaitEvent(name: name, filter: filter, timeout: timeout)), of: instance)
    }
}
