extension EventName {
    /// The events that tell the opposite of one: the failures of a success and the success of a failure, as `ActionRule` has
    /// them. Empty for events that end no operation.
    public static func twins(of name: String) -> [String] { twinTable[name] ?? [] }

    /// Whether an operation failed, or was cancelled, when this event comes.
    public static func isFailure(_ name: String) -> Bool { ActionRule.all.contains { $0.failures.contains(name) } }

    private static let twinTable: [String: [String]] = {
        var table: [String: [String]] = [:]
        for rule in ActionRule.all {
            guard let success = rule.success else { continue }
            // Several actions may end with the same events.
            for failure in rule.failures where table[success]?.contains(failure) != true {
                table[success, default: []].append(failure)
                table[failure, default: []].append(success)
            }
        }
        return table
    }()
}
