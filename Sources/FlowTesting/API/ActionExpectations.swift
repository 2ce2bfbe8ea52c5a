import CallJournal
import CallModel
import FlowEngine
import LuaEngine

/// What can be said of the actions of a call or a session, and of what its flow logged.
enum ActionExpectations {
    static let all: [SpecFunction] = [sent, didNotSend, sentInOrder, logged, didNotLog, isOver]

    private static let actionName = HostParameter(
        "action", .word(ActionRule.all.map(\.kind.rawValue).sorted()), "As flows write it: \"transfer\".",
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
            return try arguments.attempt { try world.actions(of: [id]) }
        }
        let id = try CallExpectations.id(world, arguments)
        return try arguments.attempt { try world.actions(ofCall: world.facts(ofCall: id)) }
    }

    private static func sessions(_ world: SpecWorld, _ arguments: HostArguments) throws(LuaRaise) -> [SessionID] {
        let subject = try ExpectFunctions.subject(world, arguments)
        if case .object(let object) = subject, object.className == SpecAPI.sessionClass {
            return world.knownSessions[Int(object.id)].map { [$0] } ?? []
        }
        let id = try CallExpectations.id(world, arguments)
        return try arguments.attempt { try world.sessions(ofCall: world.facts(ofCall: id)) }
    }

    /// Waits for something about actions; they follow from what a phone has just done within moments.
    private static func wait(
        _ world: SpecWorld, _ arguments: HostArguments, _ options: LuaValue,
        until isSo: ([SpecWorld.Action]) -> Bool
    ) throws(LuaRaise) -> Bool {
        let seconds = HostOptions(options).number("within") ?? SpecWorld.patience
        return try arguments.attempt {
            try world.wait(seconds) { _ in isSo(try actions(world, arguments)) }
        }
    }

    private static let sent = SpecFunction(
        "Expectation.sent", "The flow has asked the service for this, or does so in time.",
        parameters: [
            actionName, fields,
            HostParameter(
                "options",
                .options([HostParameter("times", .integer(1...1_000), "How often, exactly."), SpecWorld.withinOption]),
                "How often and when."),
        ]
    ) { world, arguments throws(LuaRaise) in
        let match = ActionMatch(arguments[0].stringValue ?? "", arguments[1], world)
        let times = HostOptions(arguments[2]).integer("times")
        let isSo = try wait(world, arguments, arguments[2]) { actions in
            let found = actions.count(where: match.fits)
            return times.map { found >= $0 } ?? (found > 0)
        }
        let all = try actions(world, arguments)
        let found = all.count(where: match.fits)
        guard isSo, times.map({ $0 == found }) ?? true else {
            let often = times.map { " \($0) times, not \(found)" } ?? ""
            throw LuaRaise("expected \(match.shown) to be sent\(often); sent were \(ActionMatch.list(all))")
        }
        return .values(0)
    }

    private static let didNotSend = SpecFunction(
        "Expectation.did_not_send", "The flow has not asked the service for this so far.",
        parameters: [actionName, fields]
    ) { world, arguments throws(LuaRaise) in
        let match = ActionMatch(arguments[0].stringValue ?? "", arguments[1], world)
        if try actions(world, arguments).contains(where: match.fits) {
            throw LuaRaise("expected \(match.shown) not to be sent, but it was")
        }
        return .values(0)
    }

    private static let sentInOrder = SpecFunction(
        "Expectation.sent_in_order", "The flow asked for these in this order, whatever it asked for in between.",
        parameters: [
            HostParameter("actions", .list(.string), "Names of actions.", required: true), ExpectFunctions.within,
        ]
    ) { world, arguments throws(LuaRaise) in
        guard case .table(let list) = arguments[0] else { throw arguments.mistake("a list is needed") }
        let wanted = list.array.compactMap(\.stringValue)
        let isSo = try wait(world, arguments, arguments[1]) { actions in
            var left = wanted[...]
            for action in actions where action.name == left.first { left = left.dropFirst() }
            return left.isEmpty
        }
        guard isSo else {
            throw LuaRaise(
                "expected \(wanted.joined(separator: ", ")) to be sent in this order; sent were "
                    + ActionMatch.list(try actions(world, arguments)))
        }
        return .values(0)
    }

    private static let message = HostParameter("message", .string, "A part of the sentence.", required: true)
    private static let logFields = HostParameter("fields", .table, "Fields that the line has, among others.")

    private static func lines(
        _ world: SpecWorld, _ arguments: HostArguments, _ ids: Set<String>
    ) throws(LuaRaise) -> [SpecLogEntry] {
        let part = arguments[0].stringValue ?? ""
        var wanted: [(String, LuaValue)] = []
        if case .table(let table) = arguments[1] { wanted = table.namedFields }
        let entries = try arguments.attempt { try world.onStage().logEntries }
        return entries.filter { entry in
            entry.session.map(ids.contains) ?? false && entry.message.contains(part)
                && wanted.allSatisfy { entry.fields[$0.0] == (world.spoken($0.1) ?? $0.1.shown(quoted: false)) }
        }
    }

    private static let logged = SpecFunction(
        "Expectation.logged", "The flow has logged this, or does so in time.",
        parameters: [message, logFields, ExpectFunctions.within]
    ) { world, arguments throws(LuaRaise) in
        let seconds = HostOptions(arguments[2]).number("within") ?? SpecWorld.patience
        let copy = arguments
        let isSo = try arguments.attempt {
            try world.wait(seconds) { _ in
                try !lines(world, copy, Set(sessions(world, copy).map(\.text))).isEmpty
            }
        }
        guard isSo else {
            let ids = Set(try sessions(world, arguments).map(\.text))
            let entries = try arguments.attempt { try world.onStage() }.logEntries
            let all = entries.filter { $0.session.map(ids.contains) ?? false }.map(shown)
            throw LuaRaise(
                "expected \"\(arguments[0].stringValue ?? "")\" to be logged; logged was "
                    + (all.isEmpty ? "nothing" : all.joined(separator: ", ").cut))
        }
        return .values(0)
    }

    private static func shown(_ entry: SpecLogEntry) -> String {
        let fields = entry.fields.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
        return "\"\(entry.message)\"" + (fields.isEmpty ? "" : " {\(fields.joined(separator: ", "))}")
    }

    private static let didNotLog = SpecFunction(
        "Expectation.did_not_log", "The flow has not logged this so far.", parameters: [message, logFields]
    ) { world, arguments throws(LuaRaise) in
        let ids = Set(try sessions(world, arguments).map(\.text))
        if let line = try lines(world, arguments, ids).first {
            throw LuaRaise(
                "expected \"\(arguments[0].stringValue ?? "")\" not to be logged, but \"\(line.message)\" was")
        }
        return .values(0)
    }

    private static let isOver = SpecFunction(
        "Expectation.is_over", "The session has ended, or does so in time.",
        parameters: [
            HostParameter(
                "options",
                .options([
                    HostParameter("way", .word(["finished", "failed", "stopped"]), "How."), SpecWorld.withinOption,
                ]), "How it ended.")
        ]
    ) { world, arguments throws(LuaRaise) in
        let ids = try sessions(world, arguments)
        let options = HostOptions(arguments[0])
        // A session lingers for five minutes after its last call.
        let seconds = options.number("within") ?? 600
        guard let id = ids.first else { throw arguments.mistake("no session of the runtime has this call") }
        func end() throws -> EndRecord? {
            let stage = try world.onStage()
            if case .end(let end)? = stage.records(of: id).last?.body { return end }
            return nil
        }
        guard let end = try arguments.attempt({ try world.wait(seconds) { _ in try end() } }) else {
            throw LuaRaise("expected session \(id) to end within \(seconds.short) s, but it goes on")
        }
        if let way = options.string("way"), way != end.way.rawValue {
            throw LuaRaise(
                "expected session \(id) to end as \(way), but it ended as \(end.way.rawValue)"
                    + (end.report.isEmpty ? "" : ": \(end.report)"))
        }
        return .values(0)
    }
}
