/// Two hooks for one event with the same filter. Of an offer nobody said which of them gets it, which loading refuses
/// (lua-world, A8); of other events both run, one beside the other.
struct EqualFilters: Rule {
    let name = "equal_filters"
    let severity = Finding.Severity.warning

    func findings(in flow: Flow) -> [Finding] {
        var seen: [Key: Hook] = [:]
        var found: [Finding] = []
        for hook in flow.hooks where !hook.hasHiddenFilter {
            let key = Key(event: hook.event, conditions: hook.filter?.conditions ?? [:])
            if let other = seen[key] {
                let place =
                    other.file === hook.file ? "line \(other.site.line)" : "\(other.file.path):\(other.site.line)"
                let isOffer = hook.event == "IncomingCall"
                found.append(
                    finding(
                        hook.file, hook.site.place,
                        isOffer
                            ? "this hook wants the same calls as \(place)"
                            : "this hook and that of \(place) have the same filter: both run, at once",
                        hint: isOffer
                            ? Self.narrower(hook.filter?.conditions ?? [:])
                            : "make one hook of them", severity: isOffer ? .error : .warning))
            }
            seen[key] = seen[key] ?? hook
        }
        return found
    }

    private static func narrower(_ conditions: [String: Filter.Condition]) -> String {
        conditions["to"] == nil
            ? "give one of them a narrower filter, such as { to = \"+18005550199\" }"
            : "give one of them another number, or make one hook of them"
    }

    private struct Key: Hashable {
        let event: String
        let conditions: [String: Filter.Condition]
    }
}
