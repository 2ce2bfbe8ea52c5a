/// One statement.
public struct LuaStatement: Sendable {
    /// What it is.
    public let kind: Kind
    /// From its first byte to its last. A `;` is a statement of its own, except after `return`, to which it belongs.
    public let range: LuaRange

    init(_ kind: Kind, range: LuaRange) {
        self.kind = kind
        self.range = range
    }

    /// What a statement is.
    public indirect enum Kind: Sendable {
        /// `;`
        case empty
        /// `::name::`
        case label(LuaName)
        /// `goto name`; the parser has made sure that the label is there.
        case goto(LuaName)
        /// `break`
        case `break`
        /// `do … end`
        case block(LuaBlock)
        /// `while condition do … end`
        case `while`(condition: LuaExpression, body: LuaBlock)
        /// `repeat … until condition`; the condition sees the body's locals.
        case `repeat`(body: LuaBlock, until: LuaExpression)
        /// `if … then … elseif … then … else … end`
        case `if`(LuaIf)
        /// `for name = start, limit, step do … end`
        case numericFor(LuaNumericFor)
        /// `for names in values do … end`
        case genericFor(LuaGenericFor)
        /// `function a.b:c() … end`
        case function(LuaFunctionPlace, LuaFunction)
        /// `local function name() … end`
        case localFunction(LuaName, LuaFunction)
        /// `local names = values`
        case local(names: [LuaLocalName], values: [LuaExpression])
        /// `targets = values`; a target is a variable or ends with a field or an index.
        case assignment(targets: [LuaExpression], values: [LuaExpression])
        /// A call whose results are dropped; its last suffix is a call or a method call.
        case call(LuaExpression)
        /// `return values`
        case `return`([LuaExpression])
    }
}

/// A name of a `local` statement.
public struct LuaLocalName: Sendable {
    /// The variable.
    public let name: LuaName
    /// What stands in `<…>` behind it.
    public let attribute: Attribute?

    /// `<const>` and `<close>`.
    public enum Attribute: String, Sendable {
        /// Cannot be assigned to.
        case const
        /// Cannot be assigned to; its `__close` runs when the scope is left.
        case close
    }
}

/// `if … then … elseif … then … else … end`.
public struct LuaIf: Sendable {
    /// The `if` and each `elseif`.
    public let arms: [Arm]
    /// The `else`, if it is written.
    public let otherwise: Otherwise?

    /// A condition and what it guards.
    public struct Arm: Sendable {
        /// The word `if` or `elseif`.
        public let keyword: LuaRange
        /// What is tested.
        public let condition: LuaExpression
        /// What runs when it holds.
        public let body: LuaBlock
    }

    /// `else` and what it guards.
    public struct Otherwise: Sendable {
        /// The word `else`.
        public let keyword: LuaRange
        /// What runs when no condition holds.
        public let body: LuaBlock
    }
}

/// `for name = start, limit, step do … end`.
public struct LuaNumericFor: Sendable {
    /// The loop's variable.
    public let name: LuaName
    /// Its first value.
    public let start: LuaExpression
    /// Its last value, or beyond.
    public let limit: LuaExpression
    /// How far it goes each time; 1 when not written.
    public let step: LuaExpression?
    /// What is repeated.
    public let body: LuaBlock
}

/// `for names in values do … end`.
public struct LuaGenericFor: Sendable {
    /// The loop's variables.
    public let names: [LuaName]
    /// The iterator, its state, its first value and what to close; often one call, such as `pairs(t)`.
    public let values: [LuaExpression]
    /// What is repeated.
    public let body: LuaBlock
}
