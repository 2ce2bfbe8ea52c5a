import FlowEngine
import LuaSyntax

/// An option that a function does not have: it is refused at its line, when the function is called (HostType).
struct UnknownOption: Rule {
    let name = "unknown_option"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        file.calls.flatMap { site -> [Finding] in
            guard let function = site.function else { return [] }
            var found: [Finding] = []
            OptionWalk(file).visit(site) { fields, table in
                found += unknown(fields, table, function.signature.shownName, file)
            }
            return found
        }
    }

    /// Those of functions of the standard library: `options.check` refuses them.
    func findings(in flow: Flow) -> [Finding] {
        flow.libraryCalls.flatMap { file, given -> [Finding] in
            var found: [Finding] = []
            OptionWalk(file).visit(given.options, given.value) { fields, table in
                found += unknown(fields, table, given.name, file)
            }
            return found
        }
    }

    private func unknown(
        _ fields: [HostParameter], _ table: TableFields, _ function: String, _ file: FlowFile
    ) -> [Finding] {
        table.names.filter { option in !fields.contains { $0.name == option.name } }.map { option, range in
            finding(
                file, range, "\(function) has no option '\(option)'",
                hint: Hint.help(option, among: fields.map(\.name), "options"))
        }
    }
}
