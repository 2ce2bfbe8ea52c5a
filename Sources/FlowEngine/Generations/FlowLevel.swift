/// The number of all that replay sees of the binary: host functions, defaults, scheduling, state rules, marshalling.
/// A visible change raises it; the old behaviour stays for one release, chosen by the generation's own level.
public let flowLevel = 1

/// The levels that this binary can run.
public let supportedLevels = 1...flowLevel

/// What to say of a generation that this binary cannot run.
public func unsupported(level: Int) -> String {
    let known =
        supportedLevels.count == 1
        ? "level \(flowLevel)" : "levels \(supportedLevels.lowerBound) to \(supportedLevels.upperBound)"
    let remedy =
        level > flowLevel ? "run a newer hookswitch" : "run the release before this one until its calls have ended"
    return "it is of level \(level), and this hookswitch runs \(known); \(remedy)"
}
