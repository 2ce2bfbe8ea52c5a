import FlowEngine
import LuaEngine

/// The one declaration of a function of the spec language: it installs it, checks its arguments, and gives editors its
/// page.
struct SpecFunction: Sendable {
    /// Its name, parameters and result.
    let signature: HostSignature
    let phases: [SpecWorld.Phase]
    /// Whether it may wait.
    let waits: Bool
    let body: @Sendable (SpecWorld, inout HostArguments) throws(LuaRaise) -> LuaReturn

    init(
        _ qualifiedName: String, _ summary: String, parameters: [HostParameter] = [], result: String = "nothing",
        phases: [SpecWorld.Phase] = [.run], waits: Bool = false,
        body: @escaping @Sendable (SpecWorld, inout HostArguments) throws(LuaRaise) -> LuaReturn
    ) {
        signature = HostSignature(qualifiedName, summary, parameters: parameters, result: result, since: "0.2")
        self.phases = phases
        self.waits = waits
        self.body = body
    }

    /// The function as the engine installs it.
    var installed: LuaHostFunction {
        LuaHostFunction(namespace: signature.namespace, name: signature.name) {
            call throws(LuaRaise) -> LuaReturn in
            guard let world = call.world.owner as? SpecWorld else {
                throw LuaRaise("\(signature.shownName): this world has no spec")
            }
            guard phases.contains(world.phase) else { throw LuaRaise(wrongPhase(world.phase)) }
            if waits, !call.canWait {
                throw LuaRaise(
                    "\(signature.shownName): cannot wait inside a callback of a C function such as table.sort")
            }
            var arguments = try HostArguments(call, for: signature)
            defer { arguments.release() }
            return try body(world, &arguments)
        }
    }

    private func wrongPhase(_ phase: SpecWorld.Phase) -> String {
        phase == .load
            ? "\(signature.shownName) belongs into a function of `it` or `before_each`, not at the top or into `describe`"
            : "\(signature.shownName) belongs at the top of a spec or into `describe`, not into `it`"
    }
}

extension HostArguments {
    /// Does what the world may refuse; its reason is raised at the spec's own line.
    func attempt<Value>(_ world: SpecWorld, _ body: () throws -> Value) throws(LuaRaise) -> Value {
        do {
            return try body()
        } catch let raise as LuaRaise {
            throw raise
        } catch {
            if let fault = error as? StageFault, fault.isUndrivable { world.refused = fault }
            throw mistake("\(error)")
        }
    }

    /// Waits until `look` gives something.
    /// - Parameters:
    ///   - seconds: of the spec's time, at most.
    ///   - late: what is not so then.
    func wait(
        _ world: SpecWorld, _ seconds: Double, for look: @escaping () throws -> SpecWait.Look,
        otherwise late: (() throws -> String)?
    ) throws(LuaRaise) -> LuaReturn {
        let now = try attempt(world) { try world.onStage().now }
        // A process that takes up a call waits for late events, and says again what may not have been heard.
        let more = late != nil && world.isDisturbed ? 60.0 : 0
        world.pendingWait = SpecWait(limit: now + seconds + more, look: look, late: late)
        return .wait
    }

    /// Waits until something is so.
    func wait(
        _ world: SpecWorld, _ seconds: Double, until isSo: @escaping () throws -> Bool,
        otherwise late: (() throws -> String)?
    ) throws(LuaRaise) -> LuaReturn {
        try wait(world, seconds, for: { try isSo() ? .done(.nil) : .notYet }, otherwise: late)
    }
}
