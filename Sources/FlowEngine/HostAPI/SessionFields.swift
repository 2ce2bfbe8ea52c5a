import CallModel
import LuaEngine

/// `session.id` and `session.flow`: which run of which flow this is.
enum SessionFields {
    /// The fields of the global `session`.
    static let names = ["id", "flow"]

    static let index = LuaHostFunction(namespace: HostAPI.sessionClass, name: "index") {
        call throws(LuaRaise) -> LuaReturn in
        guard let instance = call.world.owner as? FlowInstance else { throw LuaRaise("session: no flow") }
        let name = call.string(at: 2) ?? ""
        guard names.contains(name) else {
            throw LuaRaise("the session has no '\(name)'" + Nearest.suggestion(for: name, among: names))
        }
        guard let session = instance.session else {
            throw LuaRaise(
                "session.\(name) belongs into a handler (the call phase), not at a file's top level (the load phase)")
        }
        call.push(.string(name == "id" ? session.id : session.flow))
        return .values(1)
    }
}
