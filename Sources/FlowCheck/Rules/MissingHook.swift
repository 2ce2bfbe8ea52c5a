/// `restart` and `launch` for which there is no hook: a restart that no hook wants is a mistake at its line, and a launch
/// of a flow that is not there, or has no Launch hook, fails.
struct MissingHook: Rule {
    let name = "missing_hook"
    let severity = Finding.Severity.error

    func findings(in flow: Flow) -> [Finding] {
        guard !flow.libraryUses("on"), flow.hasPlainHooks else { return [] }
        let hooks = flow.hooks.filter { $0.event == "Restart" }
        return flow.calls(of: "restart").compactMap { file, site in
            guard let argument = site.arguments.first, case .string(let name)? = file.constants.value(argument) else {
                return nil
            }
            let isWanted = hooks.contains { hook in
                guard !hook.hasHiddenFilter else { return true }
                guard case .values(let wanted, _)? = hook.filter?.conditions["handler"] else { return true }
                return wanted.contains(name)
            }
            guard !isWanted else { return nil }
            return finding(
                file, argument.range, "no Restart hook wants \"\(name)\"",
                hint: "write on(\"Restart\", { handler = \"\(name)\" }, function(call, event) … end)")
        }
    }

    func findings(in flows: [Flow]) -> [Finding] {
        flows.flatMap { flow in
            flow.calls(of: "launch").compactMap { file, site -> Finding? in
                guard let argument = site.arguments.first, case .string(let name)? = file.constants.value(argument)
                else {
                    return nil
                }
                guard let other = flows.first(where: { $0.name == name }) else {
                    return finding(
                        file, argument.range, "there is no flow '\(name)'",
                        hint: Hint.nearest(name, among: flows.map(\.name)))
                }
                guard !other.hooks.contains(where: { $0.event == "Launch" }), other.hasPlainHooks,
                    !other.libraryUses("on")
                else { return nil }
                return finding(
                    file, argument.range, "the flow '\(name)' has no Launch hook",
                    hint: "write on(\"Launch\", function(event) … end) there")
            }
        }
    }
}

extension Flow {
    /// Whether every hook names its event as a plain text.
    var hasPlainHooks: Bool {
        calls(of: "on").allSatisfy { $0.site.arguments.first?.text != nil }
    }
}
