import CallJournal
import CallModel
import FlowEngine
import LuaEngine

/// What can be said of the actions of a call or a session, and of what its flow logged.
enum ActionExpectations {
    static let all: [SpecFunction] = [
        sent, didNotSend, neverSends, sentInOrder, logged, didNotLog, neverLogs, isOver,
    ]

    private static let actionName = HostParameter(
        "action", .word((ActionRule.all.map(\.kind.rawValue) + OwnRequestMatch.names).sorted()),
        "As flows write it: \"transfer\"; or \"http\" or \"store\".",
        required: true)
    private static let fields = HostParameter(
        "fields", .table, "What the action has, among other things: `{ target = \"+1…\", text = \"…\" }`.")

    /// The sessions that the sentence is about, and their actions.
    private static func actions(
        _ world: SpecWorld, _ arguments: HostArguments
    ) throws(LuaRaise) -> [SpecWorld.Action] {
        let subject = try ExpectFunctions.subject(world, arguments)
        if case .object(let object) = subject, object.className == SpecAPI.sessionClass {
            guard let id = world.knownSessions[Int(object.id)] else {
                throw arguments.mistake("this session is not known")
            }
            return try arguments.attempt(world) { try world.actions(of: [id]) }
        }
        let id = try CallExpectations.id(world, arguments)
        return try arguments.attempt(world) { try world.actions(ofCall: world.standing(ofCall: id)) }
    }

    private static func sessions(_ world: SpecWorld, _ arguments: HostArguments) throws(LuaRaise) -> [SessionID] {
        let subject = try ExpectFunctions.subject(world, arguments)
        if case .object(let object) = subject, object.className == SpecAPI.sessionClass {
            return world.knownSessions[Int(object.id)].map { [$0] } ?? []
        }
        let id = try CallExpectations.id(world, arguments)
        return try arguments.attempt(world) { try world.sessions(ofCall: world.standing(ofCall: id)) }
    }

    private static let sent = SpecFunction(
        "Expectation.sent", "The flow has asked the service for this, or does so in time.",
        parameters: [
            actionName, fields,
            HostParameter(
                "options",
                .options([
                    HostParameter("times", .integer(1...1_000), "How often, exactly, up to the end of the case."),
                    SpecWorld.withinOption,
                ]),
                "How often and when."),
        ], waits: true
    ) { world, arguments throws(LuaRaise) in
        let match = ActionMatch(arguments[0].stringValue ?? "", arguments[1], world)
        let (options, arguments) = (HostOptions(arguments[2]), arguments)
        let times = options.integer("times")
        try ActionMatch.check(arguments[0], arguments[1], arguments)
        if let times {
            world.promises.append(
                (
                    arguments.place,
                    {
                        let all = try actions(world, arguments)
                        let found = all.count(where: match.fits)
                        return found == times ? nil : tooOften(match, times, found, all)
                    }
                ))
        }
        return try arguments.wait(world, options.number("within") ?? SpecWorld.patience) {
            let all = try actions(world, arguments)
            let found = all.count(where: match.fits)
            if let times, found > times { throw LuaRaise(tooOften(match, times, found, all)) }
            return found >= times ?? 1 ? .done(.nil) : .notYet
        } otherwise: {
            let all = try actions(world, arguments)
            guard let times else { return "expected \(match.shown) to be sent; sent were \(ActionMatch.list(all))" }
            return tooOften(match, times, all.count(where: match.fits), all)
        }
    }

    private static func tooOften(_ match: ActionMatch, _ times: Int, _ found: Int, _ all: [SpecWorld.Action]) -> String
    {
        "expected \(match.shown) to be sent \(times) times, not \(found); sent were \(ActionMatch.list(all))"
    }

    private static let didNotSend = SpecFunction(
        "Expectation.did_not_send", "The flow has not asked the service for this so far.",
        parameters: [actionName, fields]
    ) { world, arguments throws(LuaRaise) in try notSent(world, arguments, isPromise: false) }

    private static let neverSends = SpecFunction(
        "Expectation.never_sends", "The flow has not asked the service for this, and does not until the case ends.",
        parameters: [actionName, fields]
    ) { world, arguments throws(LuaRaise) in try notSent(world, arguments, isPromise: true) }

    private static func notSent(
        _ world: SpecWorld, _ arguments: HostArguments, isPromise: Bool
    ) throws(LuaRaise) -> LuaReturn {
        let match = ActionMatch(arguments[0].stringValue ?? "", arguments[1], world)
        try ActionMatch.check(arguments[0], arguments[1], arguments)
        return try holds(world, arguments, isPromise) { () throws(LuaRaise) in
            try actions(world, arguments).contains(where: match.fits)
                ? "expected \(match.shown) not to be sent, but it was" : nil
        }
    }

    /// Looks now, and where it is promised once more when the story is over.
    private static func holds(
        _ world: SpecWorld, _ arguments: HostArguments, _ isPromise: Bool,
        broken: @escaping () throws(LuaRaise) -> String?
    ) throws(LuaRaise) -> LuaReturn {
        if let words = try broken() { throw LuaRaise(words) }
        if isPromise { world.promises.append((arguments.place, broken)) }
        return .values(0)
    }

    private static let sentInOrder = SpecFunction(
        "Expectation.sent_in_order", "The flow asked for these in this order, whatever it asked for in between.",
        parameters: [
            HostParameter("actions", .list(.string), "Names of actions.", required: true), ExpectFunctions.within,
        ], waits: true
    ) { world, arguments throws(LuaRaise) in
        guard case .table(let list) = arguments[0] else { throw arguments.mistake("a list is needed") }
        let wanted = list.array.compactMap(\.stringValue)
        let arguments = arguments
        return try arguments.wait(world, HostOptions(arguments[1]).number("within") ?? SpecWorld.patience) {
            var left = wanted[...]
            for action in try actions(world, arguments) where action.name == left.first { left = left.dropFirst() }
            return left.isEmpty
        } otherwise: {
            "expected \(wanted.joined(separator: ", ")) to be sent in this order; sent were "
                + ActionMatch.list(try actions(world, arguments))
        }
    }

    private static let message = HostParameter("message", .string, "A part of the sentence.", required: true)
    private static let logFields = HostParameter("fields", .table, "Fields that the line has, among others.")

    private static func lines(
        _ world: SpecWorld, _ arguments: HostArguments, _ ids: Set<String>
    ) throws(LuaRaise) -> [SpecLogEntry] {
        let part = arguments[0].stringValue ?? ""
        var wanted: [(String, LuaValue)] = []
        if case .table(let table) = arguments[1] { wanted = table.namedFields }
        let entries = try arguments.attempt(world) { try world.onStage().logEntries }
        return entries.filter { entry in
            entry.session.map(ids.contains) ?? false && entry.message.contains(part)
                && wanted.allSatisfy { field in
                    guard let logged = entry.fields[field.0] else { return false }
                    let shown = field.1.shown(quoted: false)
                    return logged == shown || world.spoken(field.1).map { $0 == world.spoken(.string(logged)) } ?? false
                }
        }
    }

    private static let logged = SpecFunction(
        "Expectation.logged", "The flow has logged this, or does so in time.",
        parameters: [message, logFields, ExpectFunctions.within], waits: true
    ) { world, arguments throws(LuaRaise) in
        let arguments = arguments
        let seconds = HostOptions(arguments[2]).number("within") ?? SpecWorld.patience
        func isLogged() throws -> Bool {
            try !lines(world, arguments, Set(sessions(world, arguments).map(\.text))).isEmpty
        }
        if world.isDisturbed {
            // A line is written once, after what led to it is durable; a kill in between takes it along.
            return try arguments.wait(world, seconds, for: { try isLogged() ? .done(.nil) : .notYet }, otherwise: nil)
        }
        return try arguments.wait(world, seconds) {
            try isLogged()
        } otherwise: {
            let ids = Set(try sessions(world, arguments).map(\.text))
            let entries = try world.onStage().logEntries
            let all = entries.filter { $0.session.map(ids.contains) ?? false }.map(shown)
            let fields = arguments[1] == .nil ? "" : " " + arguments[1].shown(quoted: false)
            return "expected \"\(arguments[0].stringValue ?? "")\"\(fields) to be logged; logged was "
                + (all.isEmpty ? "nothing" : all.joined(separator: ", ").cut)
        }
    }

    private static func shown(_ entry: SpecLogEntry) -> String {
        let fields = entry.fields.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
        return "\"\(entry.message)\"" + (fields.isEmpty ? "" : " {\(fields.joined(separator: ", "))}")
    }

    private static let didNotLog = SpecFunction(
        "Expectation.did_not_log", "The flow has not logged this so far.", parameters: [message, logFields]
    ) { world, arguments throws(LuaRaise) in try notLogged(world, arguments, isPromise: false) }

    private static let neverLogs = SpecFunction(
        "Expectation.never_logs", "The flow has not logged this, and does not until the case ends.",
        parameters: [message, logFields]
    ) { world, arguments throws(LuaRaise) in try notLogged(world, arguments, isPromise: true) }

    private static func notLogged(
        _ world: SpecWorld, _ arguments: HostArguments, isPromise: Bool
    ) throws(LuaRaise) -> LuaReturn {
        try holds(world, arguments, isPromise) { () throws(LuaRaise) in
            let ids = Set(try sessions(world, arguments).map(\.text))
            return try lines(world, arguments, ids).first.map {
                "expected \"\(arguments[0].stringValue ?? "")\" not to be logged, but \"\($0.message)\" was"
            }
        }
    }

    private static let isOver = SpecFunction(
        "Expectation.is_over", "The session has ended, or does so in time.",
        parameters: [
            HostParameter(
                "options",
                .options([
                    HostParameter("way", .word(["finished", "failed", "stopped"]), "How."), SpecWorld.withinOption,
                ]), "How it ended.")
        ], waits: true
    ) { world, arguments throws(LuaRaise) in
        let options = HostOptions(arguments[0])
        // A session lingers for five minutes after its last call.
        let seconds = options.number("within") ?? 600
        let (way, arguments) = (options.string("way"), arguments)
        return try arguments.wait(world, seconds) {
            guard let id = try sessions(world, arguments).first,
                case .end(let end)? = try world.onStage().records(of: id).last?.body
            else { return .notYet }
            guard way == nil || way == end.way.rawValue else {
                throw LuaRaise(
                    "expected session \(id) to end as \(way ?? ""), but it ended as \(end.way.rawValue)"
                        + (end.report.isEmpty ? "" : ": \(end.report)"))
            }
            return .done(.nil)
        } otherwise: {
            guard let id = try sessions(world, arguments).first else {
                return "expected a session to end within \(seconds.short) s, but no session has this call"
            }
            return "expected session \(id) to end within \(seconds.short) s, but it goes on"
        }
    }
}
