import CallModel
import LuaEngine

/// The one declaration of a host function: it installs it, checks its arguments, and gives editors its page.
struct HostFunction: Sendable {
    /// Its name, parameters and result.
    let signature: HostSignature
    let phases: [FlowInstance.Phase]
    /// Whether it may ask to wait.
    let waits: Bool
    /// The action that it asks for; nil for functions that ask for none.
    let action: ActionKind?
    let body: @Sendable (FlowInstance, inout HostArguments) throws(LuaRaise) -> LuaReturn

    init(
        _ qualifiedName: String, _ summary: String, parameters: [HostParameter] = [], result: String = "nothing",
        phases: [FlowInstance.Phase] = [.call], waits: Bool = false, action: ActionKind? = nil,
        since: String = "0.1",
        body: @escaping @Sendable (FlowInstance, inout HostArguments) throws(LuaRaise) -> LuaReturn
    ) {
        signature = HostSignature(qualifiedName, summary, parameters: parameters, result: result, since: since)
        self.phases = phases
        self.waits = waits || action != nil
        self.action = action
        self.body = body
    }

    var namespace: String { signature.namespace }
    var name: String { signature.name }
    var parameters: [HostParameter] { signature.parameters }
    var isMethod: Bool { signature.isMethod }
    var shownName: String { signature.shownName }

    /// The function as the engine installs it.
    var installed: LuaHostFunction {
        LuaHostFunction(namespace: namespace, name: name) { call throws(LuaRaise) -> LuaReturn in
            guard let instance = call.world.owner as? FlowInstance else {
                throw LuaRaise("\(shownName): this world has no flow")
            }
            guard phases.contains(instance.phase) else { throw LuaRaise(wrongPhase(instance.phase)) }
            if waits, !call.canWait {
                throw LuaRaise(
                    "\(shownName): cannot wait inside a callback of a C function such as table.sort or string.gsub")
            }
            var arguments = try HostArguments(call, for: signature)
            defer { arguments.release() }
            return try body(instance, &arguments)
        }
    }

    private func wrongPhase(_ phase: FlowInstance.Phase) -> String {
        phase == .load
            ? "\(shownName) belongs into a handler (the call phase), not at a file's top level (the load phase)"
            : "\(shownName) belongs at a file's top level (the load phase), not into a handler (the call phase)"
    }
}
