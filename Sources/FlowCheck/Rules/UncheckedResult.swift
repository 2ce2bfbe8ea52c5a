/// What may be nil is used as if it were not: nobody picks up, nothing is pressed, and the handler fails with "attempt to
/// index a nil value" (README, "Three things can come of an action").
struct UncheckedResult: Rule {
    let name = "unchecked_result"
    let severity = Finding.Severity.warning

    func findings(in file: FlowFile) -> [Finding] {
        file.paths.compactMap { fact in
            guard case .unchecked(let range, let variable, let what) = fact else { return nil }
            let subject = variable.isEmpty ? "what \(what.function) gives" : "'\(variable)'"
            let place = variable.isEmpty ? "" : " (\(what.function) of line \(what.line))"
            return finding(
                file, range, "\(subject) is nil when that fails\(place), and nobody looks",
                hint: variable.isEmpty
                    ? "keep it in a variable and look, or use assert" : "write if not \(variable) then … end before")
        }
    }
}
