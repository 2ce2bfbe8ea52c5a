import LuaSyntax

/// A handler of `Launch` that is written like those of calls: a launch has no call, so its one argument is the event, and
/// what a second one names is nil.
struct LaunchHandler: Rule {
    let name = "launch_handler"
    let severity = Finding.Severity.error

    func findings(in flow: Flow) -> [Finding] {
        flow.hooks.compactMap { hook in
            guard hook.event == "Launch", case .function(let function)? = hook.handler?.kind,
                function.parameters.count > 1
            else { return nil }
            let second = function.parameters[1]
            return finding(
                hook.file, second.range, "'\(second.text)' is nil here: a handler of Launch gets the event only",
                hint: "write function(event)")
        }
    }
}
