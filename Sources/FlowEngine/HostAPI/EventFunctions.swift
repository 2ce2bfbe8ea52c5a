import CallModel
import LuaEngine

/// Events of a call in a loop: none is lost between two of its turns.
enum EventFunctions {
    static let all: [HostFunction] = [events, tones, next]

    private static let events = HostFunction(
        "Call.events",
        "Keeps the events of a name from now on, for a loop: `for event in call:events \"ParticipantsUpdated\" do`. The loop ends "
            + "with the call.",
        parameters: [
            HostParameter("event", .string, "The event's name, or \"*\".", required: true),
            HostParameter("filter", .table, "Fields that an event must have."),
        ], result: "the events of the call", waits: true
    ) { instance, arguments throws(LuaRaise) in
        guard case .string(let name) = arguments[0], EventName.isKnown(name) else {
            let word = arguments[0].stringValue ?? ""
            throw arguments.mistake(
                "there is no event '\(word)'" + Nearest.suggestion(for: word, among: EventName.all))
        }
        let filter = try FilterReader.filter(arguments[1], arguments)
        return arguments.ask(
            .session(.openEvents(call: arguments.object, name: name, filter: filter)),
            of: instance)
    }

    private static let tones = HostFunction(
        "Call.tones",
        "Keeps every key of somebody from now on, for a loop: `for tone in call:tones() do`. Beside whatever plays or listens, "
            + "until the call ends or stop_continuous_dtmf.",
        parameters: [
            HostParameter(
                "options",
                .options([
                    HostParameter("target", .identifier, "Who is meant; the other party by default."),
                    HostParameter("timeout", .number(0.1...86_400), "Seconds without a key that end the loop; none."),
                ]), "Whose, and for how long.")
        ], result: "the events of the call, each a key such as \"1\" or \"#\"", waits: true
    ) { instance, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        let target = try TargetReader.otherParty(options, instance, arguments)
        return arguments.ask(
            .session(
                .openTones(
                    call: arguments.object, ContinuousDTMFAction(target: target), timeout: options.number("timeout"),
                    place: arguments.place)), of: instance)
    }

    private static let next = HostFunction(
        "Events.next", "Waits for the next one; a loop does that by itself.",
        parameters: [
            HostParameter("timeout", .number(0.01...86_400), "Seconds; as long as the call goes on by default."),
            HostParameter("last", .any, "What a loop was given before; it means nothing."),
        ], result: "what comes next; nil when the call has ended, or nil and err", waits: true
    ) { instance, arguments throws(LuaRaise) in
        arguments.ask(
            .session(.nextEvent(queue: arguments.object, timeout: arguments[0].numberValue)), of: instance)
    }
}
