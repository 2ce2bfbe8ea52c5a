import CallModel
import LuaEngine

/// Where flows meet `CallerIDPolicy`: the one place that asks it, before anything is sent.
enum CallerIDReader {
    /// A text is left to the policy, whose refusals name rule, reason and remedy.
    static let option = HostParameter(
        "caller_id", .oneOf([.string, .identifier]),
        "The number that phones are shown; the flow's, or else that of the settings, by default.")

    /// The caller ID that an action goes out with; nil for none.
    static func callerID(
        for action: ActionKind, targets: [CommunicationIdentifier], _ options: HostOptions, _ instance: FlowInstance,
        _ arguments: HostArguments
    ) throws(LuaRaise) -> String? {
        do throws(CallerIDPolicy.Refusal) {
            return try CallerIDPolicy.callerID(
                for: action, targets: targets, given: given(options.value("caller_id")),
                numbers: numbers(of: instance))
        } catch {
            throw arguments.mistake(error.description)
        }
    }

    /// The flow's own default.
    static func checkedDefault(
        _ callerID: CommunicationIdentifier, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> String {
        do throws(CallerIDPolicy.Refusal) {
            return try CallerIDPolicy.checked(callerID.spoken, numbers(of: instance))
        } catch {
            throw arguments.mistake(error.description)
        }
    }

    /// Whether whom an action moves may be moved to its target: the caller of an incoming call, or the transferee.
    static func checkOnward(
        _ action: ActionKind, transferee: CommunicationIdentifier? = nil, to target: CommunicationIdentifier,
        _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) {
        let moved = transferee ?? instance.calls[arguments.object]?.incomingCaller
        do throws(CallerIDPolicy.Refusal) {
            try CallerIDPolicy.checkOnward(action, from: moved, to: target)
        } catch {
            throw arguments.mistake(error.description)
        }
    }

    private static func given(_ value: LuaValue) -> String? {
        if case .string(let text) = value { return text }
        return HostOptions.identifier(value).map(\.spoken)
    }

    private static func numbers(of instance: FlowInstance) -> CallerIDPolicy.Numbers {
        CallerIDPolicy.Numbers(
            fallback: instance.settings.callerID ?? instance.environment.callerID,
            owned: instance.environment.ownedNumbers)
    }
}
