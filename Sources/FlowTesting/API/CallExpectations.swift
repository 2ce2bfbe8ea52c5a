import CallEmulator
import FlowEngine
import LuaEngine

/// What can be said of a call.
enum CallExpectations {
    static let all: [SpecFunction] = [isConnected, hasEnded, goesOn, hasParticipants, hasTimeline]

    /// The call that the sentence is about; that of a phone when it is about a phone.
    static func id(_ world: SpecWorld, _ arguments: HostArguments) throws(LuaRaise) -> String {
        let subject = try ExpectFunctions.subject(world, arguments)
        if case .object(let object) = subject {
            if object.className == SpecAPI.callClass, let id = world.knownCalls[Int(object.id)] { return id }
            if object.className == SpecAPI.phoneClass, let number = world.knownPhones[Int(object.id)] {
                if let id = try arguments.attempt({ try world.lastCall(of: number) }) { return id }
                throw arguments.mistake("\(number) has been in no call")
            }
        }
        throw arguments.mistake("this is said of a call, as in expect(call), not of \(subject.shown)")
    }

    private static let isConnected = SpecFunction(
        "Expectation.is_connected", "The call is up, or comes up in time.", parameters: [ExpectFunctions.within]
    ) { world, arguments throws(LuaRaise) in
        let id = try id(world, arguments)
        let seconds = HostOptions(arguments[0]).number("within") ?? SpecWorld.patience
        let isSo = try arguments.attempt {
            try world.wait(seconds) { _ in try world.facts(ofCall: id).state == "connected" }
        }
        guard isSo else {
            let state = try arguments.attempt { try world.facts(ofCall: id).state }
            throw LuaRaise("expected the call to be connected within \(seconds.short) s, but it is \(state)")
        }
        return .values(0)
    }

    private static let hasEnded = SpecFunction(
        "Expectation.has_ended", "The call is over, or ends in time.",
        parameters: [
            HostParameter(
                "options",
                .options([
                    HostParameter(
                        "how", .word(CallOutcome.Word.allCases.map(\.rawValue)), "Who or what ended it."),
                    SpecWorld.withinOption,
                ]), "How it ended.")
        ]
    ) { world, arguments throws(LuaRaise) in
        let id = try id(world, arguments)
        let options = HostOptions(arguments[0])
        let seconds = options.number("within") ?? SpecWorld.patience
        let outcome = try arguments.attempt { try world.wait(seconds) { _ in try world.facts(ofCall: id).outcome } }
        guard let outcome else {
            let state = try arguments.attempt { try world.facts(ofCall: id).state }
            throw LuaRaise("expected the call to end within \(seconds.short) s, but it is \(state)")
        }
        if let how = options.string("how"), how != outcome {
            throw LuaRaise("expected the call to end as \(how), but it ended as \(outcome)")
        }
        return .values(0)
    }

    private static let goesOn = SpecFunction(
        "Expectation.goes_on", "The call is not over, and is not for so many seconds.",
        parameters: [HostParameter("seconds", .number(0...31_536_000), "How long; 0 if not given.")]
    ) { world, arguments throws(LuaRaise) in
        let id = try id(world, arguments)
        let seconds = arguments[0].numberValue ?? 0
        let outcome = try arguments.attempt { try world.wait(seconds) { _ in try world.facts(ofCall: id).outcome } }
        if let outcome { throw LuaRaise("expected the call to go on, but it ended as \(outcome)") }
        return .values(0)
    }

    private static let hasParticipants = SpecFunction(
        "Expectation.has_participants", "These are in the call, and nobody else, now or in time; in any order.",
        parameters: [
            HostParameter("participants", .list(.any), "Phones, numbers or raw ids.", required: true),
            ExpectFunctions.within,
        ]
    ) { world, arguments throws(LuaRaise) in
        let id = try id(world, arguments)
        guard case .table(let list) = arguments[0] else { throw arguments.mistake("a list is needed") }
        let wanted = list.array.map { world.spoken($0) ?? $0.shown(quoted: false) }.sorted()
        let seconds = HostOptions(arguments[1]).number("within") ?? SpecWorld.patience
        func present() throws -> [String] { try world.facts(ofCall: id).participants.map(SpecWorld.shown).sorted() }
        let isSo = try arguments.attempt { try world.wait(seconds) { _ in try present() == wanted } }
        guard isSo else {
            let there = try arguments.attempt { try present() }
            throw LuaRaise(
                "expected in the call: \(wanted.joined(separator: ", ")); there are: "
                    + (there.isEmpty ? "nobody" : there.joined(separator: ", ")))
        }
        return .values(0)
    }

    private static let hasTimeline = SpecFunction(
        "Expectation.has_timeline", "These happened in the call, in this order, whatever happened in between.",
        parameters: [
            HostParameter(
                "entries", .list(.any), "Words of entries (\"answered\"), or parts of their texts, or patterns.",
                required: true),
            ExpectFunctions.within,
        ]
    ) { world, arguments throws(LuaRaise) in
        let id = try id(world, arguments)
        guard case .table(let list) = arguments[0] else { throw arguments.mistake("a list is needed") }
        var wanted: [TextMatch] = []
        for item in list.array { wanted.append(try TextMatch(item, arguments)) }
        let seconds = HostOptions(arguments[1]).number("within") ?? SpecWorld.patience
        func missing() throws -> TextMatch? {
            var left = wanted[...]
            for entry in try world.timeline(ofCall: id) {
                if let next = left.first, next.matches(entry.kind.rawValue) || next.matches(entry.text) {
                    left = left.dropFirst()
                }
            }
            return left.first
        }
        let isSo = try arguments.attempt { try world.wait(seconds) { _ in try missing() == nil } }
        guard isSo else {
            let first = try arguments.attempt { try missing()?.shown ?? "" }
            throw LuaRaise("expected \(first) to happen in the call, after what stands before it in the list")
        }
        return .values(0)
    }
}
