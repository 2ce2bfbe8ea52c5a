/// An operator between two values.
public enum LuaBinaryOperator: String, Sendable, CaseIterable {
    case or, and
    case less = "<"
    case greater = ">"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case notEqual = "~="
    case equal = "=="
    case bitOr = "|"
    case bitXor = "~"
    case bitAnd = "&"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case concatenate = ".."
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case floorDivide = "//"
    case modulo = "%"
    case power = "^"

    /// How tight it binds on its left; the higher binds first.
    var leftPriority: Int {
        switch self {
        case .or: 1
        case .and: 2
        case .less, .greater, .lessOrEqual, .greaterOrEqual, .notEqual, .equal: 3
        case .bitOr: 4
        case .bitXor: 5
        case .bitAnd: 6
        case .shiftLeft, .shiftRight: 7
        case .concatenate: 9
        case .add, .subtract: 10
        case .multiply, .divide, .floorDivide, .modulo: 11
        case .power: 14
        }
    }

    /// How tight it binds on its right; lower than on its left when it groups from the right.
    var rightPriority: Int {
        switch self {
        case .concatenate, .power: leftPriority - 1
        default: leftPriority
        }
    }

    init?(_ token: LuaToken) {
        switch token.kind {
        case .keyword(let keyword): self.init(rawValue: keyword.rawValue)
        case .symbol(let symbol): self.init(rawValue: symbol.rawValue)
        default: return nil
        }
    }
}

/// An operator before a value.
public enum LuaUnaryOperator: String, Sendable, CaseIterable {
    case not
    case negate = "-"
    case length = "#"
    case bitNot = "~"

    /// Tighter than any operator between values but `^`.
    static let priority = 12

    init?(_ token: LuaToken) {
        switch token.kind {
        case .keyword(let keyword): self.init(rawValue: keyword.rawValue)
        case .symbol(let symbol): self.init(rawValue: symbol.rawValue)
        default: return nil
        }
    }
}
