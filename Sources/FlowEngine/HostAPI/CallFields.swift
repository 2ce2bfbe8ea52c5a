import CallModel
import LuaEngine

/// What a call has beside its methods.
enum CallFields {
    /// The fields of a call: `call.from`, `call.to` and so on.
    static let index = LuaHostFunction(namespace: HostAPI.callClass, name: "index") {
        call throws(LuaRaise) -> LuaReturn in
        guard let instance = call.world.owner as? FlowInstance,
            let id = call.objectID(at: 1, class: HostAPI.callClass)
        else { throw LuaRaise("this is no call") }
        let name = call.string(at: 2) ?? ""
        let view = instance.calls[Int(id)]
        func text(_ value: String?) -> LuaValue { value.map { .string($0) } ?? .nil }
        switch name {
        case "from": call.push(view?.from.map(Marshalling.identifier) ?? .nil)
        case "to": call.push(view?.to.map(Marshalling.identifier) ?? .nil)
        case "other_party": call.push(view?.otherParty.map(Marshalling.identifier) ?? .nil)
        case "caller_display_name": call.push(text(view?.callerDisplayName))
        case "correlation_id": call.push(text(view?.correlationID))
        case "server_call_id": call.push(text(view?.serverCallID))
        case "call_connection_id": call.push(text(view?.callConnectionID))
        case "state": call.push(.string(view?.state ?? "disconnected"))
        default:
            let methods = HostAPI.functions.filter { $0.namespace == HostAPI.callClass }.map(\.name)
            throw LuaRaise("a call has no '\(name)'" + Nearest.suggestion(for: name, among: names + methods))
        }
        return .values(1)
    }

    /// The fields, without the methods.
    static let names = [
        "from", "to", "other_party", "caller_display_name", "correlation_id", "server_call_id", "call_connection_id",
        "state", "data",
    ]
}
