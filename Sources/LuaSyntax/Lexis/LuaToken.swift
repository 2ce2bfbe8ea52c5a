/// One word, literal or sign of a Lua source.
public struct LuaToken: Sendable, Equatable {
    /// What it is.
    public let kind: Kind
    /// Where it stands.
    public let range: LuaRange

    /// What a token is.
    public enum Kind: Sendable, Equatable {
        /// An identifier; Lua allows ASCII letters, digits and `_`.
        case name(String)
        /// A string, quoted or in long brackets; its bytes with the escapes resolved.
        case string([UInt8])
        /// A numeral that is an integer. Hexadecimal ones wrap around, as in Lua.
        case integer(Int64)
        /// A numeral that is a float, or a decimal integer too large for 64 bits.
        case float(Double)
        /// A reserved word.
        case keyword(LuaKeyword)
        /// An operator or delimiter.
        case symbol(LuaSymbol)
        /// The end of the source; an empty range.
        case end
    }

    /// A token.
    public init(kind: Kind, range: LuaRange) {
        self.kind = kind
        self.range = range
    }

    func `is`(_ keyword: LuaKeyword) -> Bool {
        if case .keyword(keyword) = kind { true } else { false }
    }

    func `is`(_ symbol: LuaSymbol) -> Bool {
        if case .symbol(symbol) = kind { true } else { false }
    }

    /// Whether a block ends before it.
    var endsBlock: Bool {
        switch kind {
        case .end, .keyword(.end), .keyword(.else), .keyword(.elseif), .keyword(.until): true
        default: false
        }
    }

    /// What an error calls it.
    var words: String {
        switch kind {
        case .name(let name): "the name `\(name.prefix(60))`"
        case .string: "a string"
        case .integer(let value): "the number `\(value)`"
        case .float(let value): "the number `\(value)`"
        case .keyword(let keyword): "`\(keyword.rawValue)`"
        case .symbol(let symbol): "`\(symbol.rawValue)`"
        case .end: "the end of the file"
        }
    }
}

/// Lua's reserved words.
public enum LuaKeyword: String, Sendable, CaseIterable {
    case and, `break`, `do`, `else`, `elseif`, end, `false`, `for`, function, goto, `if`, `in`, local, `nil`, not, or
    case `repeat`, `return`, then, `true`, until, `while`

    static let named: [String: LuaKeyword] = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
}

/// Lua's operators and delimiters.
public enum LuaSymbol: String, Sendable, CaseIterable {
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case doubleSlash = "//"
    case percent = "%"
    case caret = "^"
    case hash = "#"
    case ampersand = "&"
    case tilde = "~"
    case bar = "|"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case equal = "=="
    case notEqual = "~="
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case less = "<"
    case greater = ">"
    case assign = "="
    case openParenthesis = "("
    case closeParenthesis = ")"
    case openBrace = "{"
    case closeBrace = "}"
    case openBracket = "["
    case closeBracket = "]"
    case doubleColon = "::"
    case semicolon = ";"
    case colon = ":"
    case comma = ","
    case dot = "."
    case concatenate = ".."
    case varargs = "..."
}
