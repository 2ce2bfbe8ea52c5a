import CallModel
import LuaSyntax

/// Follows a loop or a function while every action on a call fails: `nil, err` each time. Tells whether the loop is left
/// all the same.
final class FailingRun {
    let file: FlowFile
    /// Whether a variable holds, where that is known.
    var truths: [LuaPosition: Bool] = [:]
    /// What functions gave on the ways that were gone, for each place.
    var returned: [[Bool?]] = []
    var openBodies: Set<ObjectIdentifier> = []
    var known: [ObjectIdentifier: (values: [Bool?], tried: Bool)] = [:]
    /// Whether the loop waits for something else than actions, which keeps it from turning at once.
    var isPaced = false
    /// Actions that are tried, in order.
    var tried: [CallSite] = []

    init(_ file: FlowFile) { self.file = file }

    /// How a list of statements may be left.
    struct Ways: OptionSet {
        let rawValue: Int
        /// At its end.
        static let through = Ways(rawValue: 1)
        /// By `break`.
        static let broken = Ways(rawValue: 2)
        /// Out of the function: `return`, an error, a jump.
        static let out = Ways(rawValue: 4)
    }

    /// The actions that a retry loop tries.
    static let retried: Set<ActionKind> = [
        .recognize, .play, .transfer, .addParticipant, .createCall, .connectCall, .sendDTMF,
    ]

    // MARK: - Statements

    func ways(through block: LuaBlock) -> Ways {
        var ways: Ways = .through
        for statement in block.statements {
            guard ways.contains(.through) else { return ways }
            ways.remove(.through)
            ways.formUnion(self.ways(through: statement))
        }
        return ways
    }

    func ways(through statement: LuaStatement) -> Ways {
        switch statement.kind {
        case .empty, .label, .localFunction, .function: return .through
        case .goto: return .out
        case .break: return .broken
        case .block(let inner): return ways(through: inner)
        case .return(let values):
            returned.append(truths(of: values, count: 4))
            return .out
        case .if(let choice): return ways(through: choice)
        case .while(let condition, let inner):
            let before = truth(condition)
            if before == false { return .through }
            return loop(inner, isLeft: before == nil || !condition.isAlwaysTrue && truth(condition) != true)
        case .repeat(let inner, let condition): return loop(inner, isLeft: truth(condition) != false)
        case .numericFor(let loop):
            _ = (truth(loop.start), truth(loop.limit))
            return self.loop(loop.body, isLeft: true)
        case .genericFor(let loop):
            for value in loop.values { _ = truth(value) }
            return self.loop(loop.body, isLeft: true)
        case .local(let names, let values):
            set(names.map { $0.name.range.start }, values)
            return .through
        case .assignment(let targets, let values):
            set(targets.map(\.localPosition), values)
            return .through
        case .call(let call):
            let value = truth(call)
            guard case .suffixed(let chain) = call.kind else { return .through }
            if ["error", "assert"].contains(chain.base.globalName) {
                return chain.base.globalName == "error" || value == false ? .out : [.through, .out]
            }
            if file.site(call)?.is("restart") == true { return .out }
            return mayRaise(call) ? [.through, .out] : .through
        }
    }

    func ways(through choice: LuaIf) -> Ways {
        var ways: Ways = []
        let before = truths
        for arm in choice.arms {
            let holds = truth(arm.condition)
            if holds == false { continue }
            ways.formUnion(self.ways(through: arm.body))
            if holds == true { return ways }
            truths = agreeing(before)
        }
        guard let otherwise = choice.otherwise else { return ways.union(.through) }
        return ways.union(self.ways(through: otherwise.body))
    }

    func loop(_ inner: LuaBlock, isLeft: Bool) -> Ways {
        // What a turn sets is not known before it.
        for variable in Changes.variables(in: inner) { truths[variable] = nil }
        let inside = ways(through: inner)
        var ways: Ways = inside.intersection(.out)
        if isLeft || inside.contains(.broken) { ways.formUnion(.through) }
        return ways
    }

    /// What is known whether or not some statements ran.
    func agreeing(_ before: [LuaPosition: Bool]) -> [LuaPosition: Bool] {
        before.filter { truths[$0.key] == $0.value }
    }

    func set(_ variables: [LuaPosition?], _ values: [LuaExpression]) {
        let new = truths(of: values, count: variables.count)
        for (variable, truth) in zip(variables, new) {
            if let variable { truths[variable] = truth }
        }
    }
}
