import CallModel
import LuaEngine

/// Reads whom an action is about.
enum TargetReader {
    /// Who is called, added, or given the call.
    static func reachable(_ options: HostOptions, _ arguments: HostArguments) throws(LuaRaise)
        -> CommunicationIdentifier
    {
        let target = try one("target", options, arguments)
        try checkReachable(target, "target", arguments)
        return target
    }

    /// The one that a required option names.
    static func one(
        _ name: String, _ options: HostOptions, _ arguments: HostArguments
    ) throws(LuaRaise) -> CommunicationIdentifier {
        guard let target = options.identifier(name) else { throw arguments.mistake("option '\(name)' is missing") }
        return target
    }

    /// The one that `target` names, else who is at the other end of the call.
    /// - Parameter purpose: what they are wanted for, for the words of a mistake.
    static func otherParty(
        _ options: HostOptions, _ instance: FlowInstance, _ arguments: HostArguments, purpose: String = ""
    ) throws(LuaRaise) -> CommunicationIdentifier {
        let view = instance.calls[arguments.object]
        guard let target = options.identifier("target") ?? view?.otherParty ?? view?.incomingCaller else {
            throw arguments.mistake("option 'target' is missing: this call has nobody at its other end\(purpose)")
        }
        return target
    }

    /// The raw id of an identity of the application, which only a communication user can be.
    static func user(
        _ name: String, _ options: HostOptions, _ arguments: HostArguments
    ) throws(LuaRaise) -> String? {
        guard let user = options.identifier(name) else { return nil }
        guard case .communicationUser = user.kind else {
            throw arguments.mistake("'\(name)' must be a communication user (8:acs:…), not \(user.rawID)")
        }
        return user.rawID
    }

    /// Those that `target` or `targets` names: exactly one of the two options.
    static func some(_ options: HostOptions, _ arguments: HostArguments) throws(LuaRaise) -> [CommunicationIdentifier] {
        guard (options.value("target") == .nil) != (options.value("targets") == .nil) else {
            throw arguments.mistake("give exactly one of the options 'target' and 'targets'")
        }
        if let target = options.identifier("target") { return [target] }
        return try list(options, arguments)
    }

    /// Those that `targets` names: at least one, and none twice.
    static func list(_ options: HostOptions, _ arguments: HostArguments) throws(LuaRaise) -> [CommunicationIdentifier] {
        let targets = options.values("targets").compactMap(HostOptions.identifier)
        guard !targets.isEmpty else { throw arguments.mistake("'targets' is empty; name at least one") }
        var seen: Set<String> = []
        for target in targets where !seen.insert(target.spoken).inserted {
            throw arguments.mistake("'targets' names \(target.spoken) twice")
        }
        return targets
    }

    /// Refuses whom nobody can call.
    static func checkReachable(
        _ target: CommunicationIdentifier, _ name: String, _ arguments: HostArguments
    ) throws(LuaRaise) {
        guard target.isPhone else { return }
        guard let number = target.phoneNumber else {
            throw arguments.mistake("'\(name)': nobody can call \(target.rawID), a caller whose number is withheld")
        }
        do throws(PhoneNumber.Fault) {
            _ = try PhoneNumber(number)
        } catch {
            throw arguments.mistake("'\(name)': \(error.description)")
        }
    }
}
