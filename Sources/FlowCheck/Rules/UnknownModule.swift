/// A module that `require` does not find. At a file's top level loading tells it; in a handler nobody would, until a call
/// comes by.
struct UnknownModule: Rule {
    let name = "unknown_module"
    let severity = Finding.Severity.error

    func findings(in flow: Flow) -> [Finding] {
        flow.calls(of: "require").compactMap { file, site in
            guard let argument = site.arguments.first, let module = argument.text, flow.modules[module] == nil else {
                return nil
            }
            return finding(
                file, argument.range, "there is no module '\(module)'",
                hint: Hint.nearest(module, among: flow.modules.keys.sorted())
                    ?? "std.… is ours, lib.… the flow's folder, shared.… flows/shared")
        }
    }
}
