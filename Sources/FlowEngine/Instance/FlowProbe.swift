import LuaEngine

/// Hears which points of instrumented flows are reached. Only tests that measure coverage have one; the functions that tell
/// it exist in no other world.
public protocol FlowProbe: Sendable {
    /// A point was reached.
    func reached(_ point: Int)

    /// A value decided between the point, when it is true, and the next one.
    func decided(_ point: Int, _ isTrue: Bool)
}

/// The functions that instrumented sources call, beside those of flows.
enum ProbeFunctions {
    static let all: [LuaHostFunction] = [
        LuaHostFunction(name: "__covered") { call throws(LuaRaise) -> LuaReturn in
            if let id = call.integer(at: 1) { (call.world.owner as? FlowInstance)?.probe?.reached(Int(id)) }
            return .values(0)
        },
        LuaHostFunction(name: "__covered_value") { call throws(LuaRaise) -> LuaReturn in
            if let id = call.integer(at: 1) {
                (call.world.owner as? FlowInstance)?.probe?.decided(Int(id), call.isTrue(at: 2))
            }
            // The value itself lies on top: its identity stays.
            return .values(1)
        },
    ]
}
