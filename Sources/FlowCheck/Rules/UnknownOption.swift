import FlowEngine
import LuaSyntax

/// An option that a function does not have: it is refused at its line, when the function is called (HostType).
struct UnknownOption: Rule {
    let name = "unknown_option"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        var found: [Finding] = []
        for site in file.calls {
            guard let function = site.function else { continue }
            OptionWalk(file).visit(site) { fields, table in
                for (option, range) in table.names where !fields.contains(where: { $0.name == option }) {
                    found.append(
                        finding(
                            file, range, "\(function.signature.shownName) has no option '\(option)'",
                            hint: Hint.help(option, among: fields.map(\.name), "options")))
                }
            }
        }
        return found
    }

    /// Those of functions of the standard library: `options.check` refuses them.
    func findings(in flow: Flow) -> [Finding] {
        flow.files.flatMap { file in
            file.calls.flatMap { site -> [Finding] in
                guard let given = flow.libraryOptions.given(by: site) else { return [] }
                var found: [Finding] = []
                OptionWalk(file).visit(given.options, given.value) { fields, table in
                    for (option, range) in table.names where !fields.contains(where: { $0.name == option }) {
                        found.append(
                            finding(
                                file, range, "\(given.name) has no option '\(option)'",
                                hint: Hint.help(option, among: fields.map(\.name), "options")))
                    }
                }
                return found
            }
        }
    }
}
