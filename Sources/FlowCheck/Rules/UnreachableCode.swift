/// Statements that nobody comes to: behind `restart`, `error`, a loop that never ends, an `if` all of whose ways return;
/// and actions on a call that the flow has just ended, which raise `call_ended` and end the handler (lua-world, A3;
/// ActionLegality).
struct UnreachableCode: Rule {
    let name = "unreachable_code"
    let severity = Finding.Severity.warning

    func findings(in file: FlowFile) -> [Finding] {
        file.paths.compactMap { fact in
            switch fact {
            case .unreachable(let range, let after, let line):
                return finding(
                    file, range, "nothing comes here: \(after) in line \(line) does not go on", hint: "take it out")
            case .action(let site, .ended(let line, let ended)):
                return finding(
                    file, site.place, "\(site.name) never happens: \(ended) of line \(line) has ended the call",
                    hint: "the handler ends here; do this before")
            default: return nil
            }
        }
    }
}
