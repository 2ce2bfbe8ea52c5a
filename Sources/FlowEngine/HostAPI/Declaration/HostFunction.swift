import CallModel
import LuaEngine

/// One parameter of a host function, or one option of an options table.
struct HostParameter: Sendable {
    let name: String
    let type: HostType
    let sentence: String
    let isRequired: Bool

    init(_ name: String, _ type: HostType, _ sentence: String, required: Bool = false) {
        self.name = name
        self.type = type
        self.sentence = sentence
        isRequired = required
    }
}

/// The one declaration of a host function: it installs it, checks its arguments, and gives editors its page.
struct HostFunction: Sendable {
    /// Empty for globals, `log` and the like for tables, `Call` and the like for methods.
    let namespace: String
    let name: String
    /// What it does; one or two sentences.
    let summary: String
    /// Without the object of a method.
    let parameters: [HostParameter]
    /// What it returns, in words.
    let result: String
    let phases: [FlowInstance.Phase]
    /// Whether it may ask to wait.
    let waits: Bool
    /// The action that it asks for; nil for functions that ask for none.
    let action: ActionKind?
    /// The release that brought it.
    let since: String
    let body: @Sendable (FlowInstance, inout HostArguments) throws(LuaRaise) -> LuaReturn

    init(
        _ qualifiedName: String, _ summary: String, parameters: [HostParameter] = [], result: String = "nothing",
        phases: [FlowInstance.Phase] = [.call], waits: Bool = false, action: ActionKind? = nil,
        since: String = "0.1",
        body: @escaping @Sendable (FlowInstance, inout HostArguments) throws(LuaRaise) -> LuaReturn
    ) {
        let parts = qualifiedName.split(separator: ".")
        namespace = parts.count > 1 ? String(parts[0]) : ""
        name = String(parts.last ?? "")
        self.summary = summary
        self.parameters = parameters
        self.result = result
        self.phases = phases
        self.waits = waits || action != nil
        self.action = action
        self.since = since
        self.body = body
    }

    /// A method belongs to objects of a class; its first argument is the object.
    var isMethod: Bool { namespace.first?.isUppercase == true }

    /// As flows write it: `call:play`, `log.info`, `sleep`.
    var shownName: String {
        if namespace.isEmpty { return name }
        return isMethod ? "\(namespace.lowercased()):\(name)" : "\(namespace).\(name)"
    }

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
            var arguments = try HostArguments(call, for: self)
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
