import LuaSyntax

/// What holds at a place of a function on every way there.
struct PathState {
    /// How it stands with the calls that variables hold.
    var fates: [LuaPosition: Fate] = [:]
    /// Variables that hold what became of giving a call away.
    var outcomes: [LuaPosition: Outcome] = [:]
    /// Variables that may be nil for all that was looked at.
    var unchecked: [LuaPosition: Unchecked] = [:]

    /// How it stands with a call.
    enum Fate: Equatable {
        /// It rings, and nobody has decided.
        case offered
        case answered(line: Int)
        /// It is over for the flow.
        case ended(line: Int, by: String)
        /// A transfer has succeeded.
        case given(line: Int)
        /// A transfer whose outcome nobody looked at.
        case untested(line: Int)
    }

    /// A result or an `err` of an action that gives a call away.
    struct Outcome: Equatable {
        var call: LuaPosition
        var line: Int
        var action: String
        var isError: Bool
    }

    /// The first result of a function that may give `nil, err`.
    struct Unchecked: Equatable {
        var function: String
        var line: Int
        /// The variable of the `err` beside it.
        var partner: LuaPosition?
    }

    /// What holds whichever of two ways was taken; nil is a way that nobody comes along.
    static func joined(_ left: PathState?, _ right: PathState?) -> PathState? {
        guard var both = left else { return right }
        guard let right else { return left }
        both.fates = both.fates.filter { variable, fate in
            if case (.ended, .ended?) = (fate, right.fates[variable]) { return true }
            return right.fates[variable] == fate
        }
        both.outcomes = both.outcomes.filter { right.outcomes[$0.key] == $0.value }
        both.unchecked = both.unchecked.filter { right.unchecked[$0.key] == $0.value }
        return both
    }

    /// A variable has a new value.
    mutating func forget(_ variable: LuaPosition) {
        fates[variable] = nil
        outcomes[variable] = nil
        unchecked[variable] = nil
    }

    /// A variable is looked at, or goes where nobody can follow it.
    mutating func mention(_ variable: LuaPosition) {
        if let fate = fates[variable] {
            switch fate {
            case .offered, .untested: fates[variable] = nil
            default: break
            }
        }
        if let outcome = outcomes[variable], case .untested? = fates[outcome.call] { fates[outcome.call] = nil }
        unchecked[variable] = nil
        for (other, state) in unchecked where state.partner == variable { unchecked[other] = nil }
    }

    /// At the head of a loop only what no turn of it can change holds.
    mutating func enterLoop(changing variables: Set<LuaPosition>) {
        fates = fates.filter { variable, fate in
            switch fate {
            case .offered, .untested: false
            default: !variables.contains(variable)
            }
        }
        outcomes = [:]
        unchecked = [:]
    }
}

/// What came of following a function.
struct PathWalk {
    let facts: [PathFact]
    /// The places of parameters that hold calls which the function ends, however it is left.
    let endedParameters: Set<Int>
}

/// Something that is so on every way to a place.
enum PathFact {
    /// Nothing comes here.
    case unreachable(LuaRange, after: String, line: Int)
    /// An action on a call that stands badly for it.
    case action(CallSite, PathState.Fate)
    /// What may be nil is used as if it were not.
    case unchecked(LuaRange, name: String, PathState.Unchecked)
}
