/// One expression.
///
/// Chains without brackets (`a + b - c`, `a.b:c()(d)`) are flat lists, so that the tree's depth is bounded by how deep
/// the source nests, however long its chains are.
public final class LuaExpression: Sendable {
    /// What it is.
    public let kind: Kind
    /// From its first byte to its last.
    public let range: LuaRange

    init(_ kind: Kind, range: LuaRange) {
        self.kind = kind
        self.range = range
    }

    /// What an expression is.
    public enum Kind: Sendable {
        /// `nil`
        case `nil`
        /// `true`
        case `true`
        /// `false`
        case `false`
        /// `...`
        case varargs
        /// A numeral that is an integer.
        case integer(Int64)
        /// A numeral that is a float.
        case float(Double)
        /// A string's bytes.
        case string([UInt8])
        /// `function(…) … end`
        case function(LuaFunction)
        /// `{…}`
        case table([LuaField])
        /// A variable.
        indirect case variable(LuaVariable)
        /// `(value)`, which also cuts several results to one.
        case parenthesized(LuaExpression)
        /// A value and what is taken from it: fields, indices, calls.
        case suffixed(LuaSuffixed)
        /// `not`, `-`, `#` or `~` before a value.
        case unary(LuaUnaryOperator, LuaExpression)
        /// Values with operators between.
        case operation(LuaOperation)
    }
}

/// A variable where it is used.
public struct LuaVariable: Sendable {
    /// The name.
    public let name: LuaName
    /// What the name means here.
    public let binding: Binding

    /// What a name means.
    public enum Binding: Sendable, Hashable {
        /// A field of the globals; also `_ENV` itself, where no local has this name.
        case global
        /// A field of the local variable `_ENV` that was declared at a place.
        case environment(LuaPosition)
        /// The local variable, parameter or loop variable declared at a place, of this function or one around it. A method's
        /// `self` is declared at the method's name.
        case local(LuaPosition)
    }
}

/// A value and what is taken from it one after the other: `call.from`, `t[1].x`, `call:play {…}`.
public struct LuaSuffixed: Sendable {
    /// A variable or a value in parentheses.
    public let base: LuaExpression
    /// At least one.
    public let suffixes: [LuaSuffix]
}

/// A field, an index or a call after a value.
public struct LuaSuffix: Sendable {
    /// What it is.
    public let kind: Kind
    /// From its first sign to its last.
    public let range: LuaRange

    /// What a suffix is.
    public enum Kind: Sendable {
        /// `.name`
        case field(LuaName)
        /// `[value]`
        case index(LuaExpression)
        /// `(…)`, `{…}` or a string.
        case call([LuaExpression])
        /// `:name(…)`, `:name{…}` or `:name` and a string.
        case method(LuaName, [LuaExpression])
    }
}

/// An entry of a table constructor.
public enum LuaField: Sendable {
    /// `value`, the next of the list.
    case item(LuaExpression)
    /// `name = value`
    case named(LuaName, LuaExpression)
    /// `[key] = value`
    case keyed(LuaExpression, LuaExpression)
}

/// Values with operators of one precedence between.
///
/// They group from the left, so that `a - b + c` is one operation with two links. `..` and `^` group from the right: each
/// is an operation with one link, whose right side may be such an operation again.
public struct LuaOperation: Sendable {
    /// The leftmost value.
    public let first: LuaExpression
    /// What follows; at least one.
    public let links: [Link]

    /// An operator and the value after it.
    public struct Link: Sendable {
        /// The operator.
        public let `operator`: LuaBinaryOperator
        /// Where it stands.
        public let range: LuaRange
        /// The value on its right.
        public let right: LuaExpression
    }
}
