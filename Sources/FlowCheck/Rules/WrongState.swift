/// An action that the call's state forbids whatever the timing: speaking before `call:answer()`, hanging up what was never
/// answered, deciding twice (ActionLegality). It is raised at its line.
struct WrongState: Rule {
    let name = "wrong_state"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        file.paths.compactMap { fact in
            guard case .action(let site, let fate) = fact else { return nil }
            switch fate {
            case .offered:
                return finding(
                    file, site.place, "\(site.name): the call has not been answered",
                    hint: site.is("call:hang_up") ? "refuse it with call:reject()" : "call:answer() comes first")
            case .answered(let line):
                return finding(
                    file, site.place, "\(site.name): this flow has answered the call already, in line \(line)")
            default: return nil
            }
        }
    }
}
