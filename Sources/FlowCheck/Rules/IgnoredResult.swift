/// A result that nobody looks at though all depends on it: a transfer whose success would make the next action wrong
/// (lua-world, A3), a call that is made and then cannot be reached, a question whose answer is dropped.
struct IgnoredResult: Rule {
    let name = "ignored_result"
    let severity = Finding.Severity.warning

    /// Not those of a call, such as `call:list_participants()`: they tell by an error that the call has ended.
    private static let questions = [
        "recording:state", "store.get", "json.decode", "json.encode", "call:events", "now", "pattern",
    ]

    func findings(in file: FlowFile) -> [Finding] {
        var found: [Finding] = []
        for fact in file.paths {
            guard case .action(let site, .untested(let line)) = fact else { continue }
            found.append(
                finding(
                    file, site.place,
                    "\(site.name) also comes after the transfer of line \(line) has succeeded, when the call is somebody else's",
                    hint: "write if call:transfer { … } then return end"))
        }
        for site in file.calls where site.raw.isStatement && site.function != nil && Self.questions.contains(site.name)
        {
            found.append(finding(file, site.place, "nobody takes what \(site.name) gives"))
        }
        return found
    }

    func findings(in flow: Flow) -> [Finding] {
        // Its hook gets the call.
        guard !flow.libraryUses("on"), !flow.hooks.contains(where: { $0.event == "CallConnected" || $0.event == "*" })
        else { return [] }
        return flow.calls(of: "create_call", "connect_call").compactMap { file, site in
            guard site.raw.isStatement else { return nil }
            return finding(
                file, site.place, "nobody takes the call that \(site.name) gives, and no hook for CallConnected does",
                hint: "write local call, err = \(site.name) { … }")
        }
    }
}
