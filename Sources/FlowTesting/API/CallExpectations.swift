import CallEmulator
import FlowEngine
import LuaEngine

/// What can be said of a call.
enum CallExpectations {
    static let all: [SpecFunction] = [isConnected, hasEnded, goesOn, hasParticipants, hasTimeline]

    /// The call that the sentence is about; the last one of a phone when it is about a phone.
    static func id(_ world: SpecWorld, _ arguments: HostArguments) throws(LuaRaise) -> String {
        let subject = try ExpectFunctions.subject(world, arguments)
        if case .object(let object) = subject {
            if object.className == SpecAPI.callClass, let id = world.knownCalls[Int(object.id)] { return id }
            if object.className == SpecAPI.phoneClass, let number = world.knownPhones[Int(object.id)] {
                if let id = try arguments.attempt(world, { try world.lastCall(of: number) }) { return id }
                throw arguments.mistake("\(number) has been in no call")
            }
        }
        throw arguments.mistake("this is said of a call, as in expect(call), not of \(subject.shown)")
    }

    private static let isConnected = SpecFunction(
        "Expectation.is_connected", "The call is up, or comes up in time.", parameters: [ExpectFunctions.within],
        waits: true
    ) { world, arguments throws(LuaRaise) in
        let id = try id(world, arguments)
        let seconds = HostOptions(arguments[0]).number("within") ?? SpecWorld.patience
        return try arguments.wait(world, seconds) {
            try world.standing(ofCall: id).state == "connected"
        } otherwise: {
            "expected the call to be connected within \(seconds.short) s, but it is "
                + (try world.standing(ofCall: id).state)
        }
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
        ], waits: true
    ) { world, arguments throws(LuaRaise) in
        let id = try id(world, arguments)
        let options = HostOptions(arguments[0])
        let seconds = options.number("within") ?? SpecWorld.patience
        let how = options.string("how")
        return try arguments.wait(world, seconds) {
            guard let outcome = try world.standing(ofCall: id).outcome else { return .notYet }
            if how != nil, outcome == CallStanding.unknownOutcome {
                throw StageFault.undrivable("how the call ended, which neither its phones nor its flow can tell")
            }
            guard how == nil || how == outcome else {
                throw LuaRaise("expected the call to end as \(how ?? ""), but it ended as \(outcome)")
            }
            return .done(.nil)
        } otherwise: {
            "expected the call to end within \(seconds.short) s, but it is " + (try world.standing(ofCall: id).state)
        }
    }

    private static let goesOn = SpecFunction(
        "Expectation.goes_on", "The call is not over, and is not for so many seconds.",
        parameters: [HostParameter("seconds", .number(0...31_536_000), "How long; 0 if not given.")], waits: true
    ) { world, arguments throws(LuaRaise) in
        let id = try id(world, arguments)
        return try arguments.wait(
            world, arguments[0].numberValue ?? 0,
            for: {
                if let outcome = try world.standing(ofCall: id).outcome {
                    throw LuaRaise("expected the call to go on, but it ended as \(outcome)")
                }
                return .notYet
            }, otherwise: nil)
    }

    private static let hasParticipants = SpecFunction(
        "Expectation.has_participants",
        "These people are in the call, and nobody else, now or in time; in any order. The application is not counted.",
        parameters: [
            HostParameter("participants", .list(.any), "Phones, numbers or raw ids.", required: true),
            ExpectFunctions.within,
        ], waits: true
    ) { world, arguments throws(LuaRaise) in
        let id = try id(world, arguments)
        guard case .table(let list) = arguments[0] else { throw arguments.mistake("a list is needed") }
        let wanted = list.array.map { world.spoken($0) ?? $0.shown(quoted: false) }.sorted()
        let seconds = HostOptions(arguments[1]).number("within") ?? SpecWorld.patience
        func present() throws -> [String] { try world.standing(ofCall: id).participants.map(SpecWorld.shown).sorted() }
        return try arguments.wait(world, seconds) {
            try present() == wanted
        } otherwise: {
            let there = try present()
            return "expected in the call: \(wanted.joined(separator: ", ")); there are: "
                + (there.isEmpty ? "nobody" : there.joined(separator: ", "))
        }
    }

    private static let hasTimeline = SpecFunction(
        "Expectation.has_timeline", "These happened in the call, in this order, whatever happened in between.",
        parameters: [
            HostParameter(
                "entries", .list(.any), "Words of entries (\"answered\"), or parts of their texts, or patterns.",
                required: true),
            ExpectFunctions.within,
        ], waits: true
    ) { world, arguments throws(LuaRaise) in
        let id = try id(world, arguments)
        guard case .table(let list) = arguments[0] else { throw arguments.mistake("a list is needed") }
        var wanted: [TextMatch] = []
        for item in list.array { wanted.append(try TextMatch(item, arguments)) }
        let entries = wanted
        func missing() throws -> TextMatch? {
            var left = entries[...]
            for entry in try world.timeline(ofCall: id) {
                if let next = left.first, next.matches(entry.kind.rawValue) || next.matches(entry.text) {
                    left = left.dropFirst()
                }
            }
            return left.first
        }
        return try arguments.wait(world, HostOptions(arguments[1]).number("within") ?? SpecWorld.patience) {
            try missing() == nil
        } otherwise: {
            "expected \(try missing()?.shown ?? "") to happen in the call, after what stands before it in the list"
        }
    }
}
