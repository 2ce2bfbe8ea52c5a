import LuaSyntax

/// A wait in a function that `table.sort` or `string.gsub` calls: Lua cannot leave them half-way (lua-world, A13), so the
/// wait is refused.
struct WaitInCallback: Rule {
    let name = "wait_in_callback"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        file.calls.flatMap { site -> [Finding] in
            guard let caller = callback(of: site), let last = site.arguments.last,
                let body = file.names.bodyOf(last)
            else { return [] }
            return body.calls.compactMap { raw in
                guard let inner = file.site(raw.expression, raw.index), inner.function?.waits == true else {
                    return nil
                }
                return finding(
                    file, inner.place, "\(inner.name) cannot wait in a function that \(caller) calls",
                    hint: "wait before or after it")
            }
        }
    }

    private func callback(of site: CallSite) -> String? {
        switch site.raw.suffixed.suffixes[site.raw.index].kind {
        case .call where site.raw.index == 1:
            guard case .field(let name) = site.raw.suffixed.suffixes[0].kind else { return nil }
            let path = "\(site.raw.suffixed.base.globalName ?? "").\(name.text)"
            return ["table.sort", "string.gsub"].contains(path) && site.arguments.count > 1 ? path : nil
        case .method(let name, _) where name.text == "gsub" && site.owner == .text: return "string.gsub"
        default: return nil
        }
    }
}
