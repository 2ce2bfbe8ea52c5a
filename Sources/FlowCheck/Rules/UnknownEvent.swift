import CallModel

/// A name of an event that the service does not send and that is not ours. `on`, `wait_for` and `call:events` raise it at
/// their line; in a handler that nobody has called yet, this is the only one who sees it.
struct UnknownEvent: Rule {
    let name = "unknown_event"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        file.calls(of: "on", "wait_for", "call:events").compactMap { site in
            guard let argument = site.arguments.first, case .string(let event)? = file.constants.value(argument),
                !EventName.isKnown(event)
            else { return nil }
            return finding(
                file, argument.range, "there is no event '\(event)'", hint: Hint.nearest(event, among: EventName.all))
        }
    }
}
