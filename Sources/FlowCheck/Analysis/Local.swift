import LuaSyntax

/// A local variable, a parameter or the variable of a loop, with what a whole file does to it.
final class Local {
    /// Where its first value comes from.
    enum Origin {
        /// A place in the values of `local … = …`, which may have fewer values than names.
        case value([LuaExpression], index: Int)
        case function(LuaFunction)
        case parameter(LuaFunction, index: Int)
        /// A variable of a generic loop.
        case iterated(LuaGenericFor, index: Int)
        /// The `self` of a method, or the variable of a numeric loop.
        case other
    }

    let name: LuaName
    let origin: Origin
    /// The function that it is declared in.
    let body: Body
    /// Further values that are assigned to it.
    var writes: [(values: [LuaExpression], index: Int)] = []
    /// How functions are called that it holds.
    var uses: [FunctionUse] = []
    /// Whether a field of it is set, or the whole of it goes somewhere where one might be.
    var isChanged = false
    /// Whether it is read otherwise than to call it.
    var escapes = false

    /// What it begins with; nil where that is no value that is written there.
    var beginning: LuaExpression? {
        guard case .value(let values, let index) = origin, index < values.count else { return nil }
        return values[index]
    }

    init(_ name: LuaName, _ origin: Origin, in body: Body) {
        (self.name, self.origin, self.body) = (name, origin, body)
    }
}

/// One way in which a function is called.
enum FunctionUse {
    /// With these arguments.
    case called([LuaExpression])
    /// By the runtime, for the events of a hook; nil when its name is not a plain text.
    case hook(event: String?)
    /// By somebody, with nothing that is known.
    case unknown
}

/// A function, or a whole file, as a place where statements run one after the other.
final class Body {
    /// Nil for a whole file.
    let function: LuaFunction?
    let block: LuaBlock
    let parent: Body?
    /// The variables of functions around it, and its own, that stand in it or in functions inside.
    var mentioned: Set<LuaPosition> = []
    /// What it returns, by `return`.
    var returns: [[LuaExpression]] = []
    /// How it is called where it stands, as an argument of `on`, `spawn` and the like.
    var uses: [FunctionUse] = []
    /// The variable that holds it.
    var owner: Local?
    /// Functions inside, and calls, in the order of the source.
    var calls: [RawCall] = []

    init(_ function: LuaFunction?, _ block: LuaBlock, parent: Body?) {
        (self.function, self.block, self.parent) = (function, block, parent)
    }

    /// Whether it is a hook's handler, or stands in one.
    var isInHandler: Bool {
        if (uses + (owner?.uses ?? [])).contains(where: { if case .hook = $0 { true } else { false } }) { return true }
        return parent?.isInHandler ?? false
    }
}

/// A call as the tree has it.
struct RawCall {
    let expression: LuaExpression
    let suffixed: LuaSuffixed
    /// Which of the suffixes is the call.
    let index: Int
    /// Whether nothing is done with what it returns.
    let isStatement: Bool
    let body: Body

    var arguments: [LuaExpression] {
        switch suffixed.suffixes[index].kind {
        case .call(let arguments), .method(_, let arguments): arguments
        default: []
        }
    }

    /// Where the name of what is called stands, as far as it has one.
    var place: LuaRange {
        if case .method(let name, _) = suffixed.suffixes[index].kind { return name.range }
        if index > 0, case .field(let name) = suffixed.suffixes[index - 1].kind { return name.range }
        return suffixed.base.range
    }
}
