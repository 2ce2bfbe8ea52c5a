/// `flow` and `on` in a handler, or a function that acts on calls at a file's top level: each belongs to one phase of a
/// flow's life (architecture, "the load phase").
struct WrongPhase: Rule {
    let name = "wrong_phase"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        file.calls.compactMap { site in
            guard let function = site.function, !function.isForCalls, site.raw.body.isInHandler else { return nil }
            return finding(
                file, site.place, "\(site.name) stands in a handler", hint: "it belongs at the file's top level")
        }
    }

    func findings(in flow: Flow) -> [Finding] {
        flow.main.calls.compactMap { site in
            guard let function = site.function, !function.isForLoading, site.raw.body === flow.main.names.file else {
                return nil
            }
            return finding(
                flow.main, site.place, "\(site.name) stands at the file's top level", hint: "it belongs into a handler")
        }
    }
}
