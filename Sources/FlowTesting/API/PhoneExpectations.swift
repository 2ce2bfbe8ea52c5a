import FlowEngine
import LuaEngine

/// What can be said of a phone.
enum PhoneExpectations {
    static let all: [SpecFunction] = [isInCall, isFree, speaksWith, heard, didNotHear]

    private static func number(_ world: SpecWorld, _ arguments: HostArguments) throws(LuaRaise) -> String {
        let subject = try ExpectFunctions.subject(world, arguments)
        guard case .object(let object) = subject, object.className == SpecAPI.phoneClass,
            let number = world.knownPhones[Int(object.id)]
        else { throw arguments.mistake("this is said of a phone, as in expect(caller), not of \(subject.shown)") }
        return number
    }

    private static let isInCall = SpecFunction(
        "Expectation.is_in_call", "The phone is in a call that is up, now or in time.",
        parameters: [ExpectFunctions.within], waits: true
    ) { world, arguments throws(LuaRaise) in
        let number = try number(world, arguments)
        let seconds = HostOptions(arguments[0]).number("within") ?? SpecWorld.patience
        return try arguments.wait(world, seconds) {
            try world.isInCall(number)
        } otherwise: {
            "expected \(number) to be in a call within \(seconds.short) s, but it is not"
        }
    }

    private static let isFree = SpecFunction(
        "Expectation.is_free", "The phone is in no call and is not rung, now or in time.",
        parameters: [ExpectFunctions.within], waits: true
    ) { world, arguments throws(LuaRaise) in
        let number = try number(world, arguments)
        let seconds = HostOptions(arguments[0]).number("within") ?? SpecWorld.patience
        return try arguments.wait(world, seconds) {
            try world.standing(ofPhone: number)?.callID == nil
        } otherwise: {
            "expected \(number) to be free within \(seconds.short) s, but it is not"
        }
    }

    private static let speaksWith = SpecFunction(
        "Expectation.speaks_with",
        "Both phones are in the same call, now or in time. Whom a transfer has sent away is followed no further.",
        parameters: [HostParameter("other", .any, "A phone or a number.", required: true), ExpectFunctions.within],
        waits: true
    ) { world, arguments throws(LuaRaise) in
        let number = try number(world, arguments)
        guard let other = world.spoken(arguments[0]) else { throw arguments.mistake("this names nobody") }
        let seconds = HostOptions(arguments[1]).number("within") ?? SpecWorld.patience
        return try arguments.wait(world, seconds) {
            guard let mine = try world.standing(ofPhone: number), let call = mine.callID, !mine.isRung,
                let theirs = try world.standing(ofPhone: other), theirs.callID == call, !theirs.isRung
            else { return false }
            return true
        } otherwise: {
            "expected \(number) to speak with \(other) within \(seconds.short) s, but it does not"
        }
    }

    private static let text = HostParameter(
        "text", .oneOf([.string, .table]), "A part of the text, or `pattern \"…\"`.", required: true)

    private static let heard = SpecFunction(
        "Expectation.heard", "The phone has heard a prompt at any time before.", parameters: [text]
    ) { world, arguments throws(LuaRaise) in
        let number = try number(world, arguments)
        let wanted = try TextMatch(arguments[0], arguments)
        let all = try arguments.attempt(world) { try world.allPrompts(number) }
        guard all.contains(where: wanted.matches) else {
            throw LuaRaise("expected \(number) to have heard \(wanted.shown); it has heard \(Self.list(all))")
        }
        return .values(0)
    }

    private static let didNotHear = SpecFunction(
        "Expectation.did_not_hear", "The phone has not heard such a prompt so far.", parameters: [text]
    ) { world, arguments throws(LuaRaise) in
        let number = try number(world, arguments)
        let unwanted = try TextMatch(arguments[0], arguments)
        let all = try arguments.attempt(world) { try world.allPrompts(number) }
        if let found = all.first(where: unwanted.matches) {
            throw LuaRaise("expected \(number) not to have heard \(unwanted.shown), but it has heard \"\(found)\"")
        }
        return .values(0)
    }

    private static func list(_ texts: [String]) -> String {
        texts.isEmpty ? "nothing" : texts.map { "\"\($0)\"" }.joined(separator: ", ").cut
    }
}
