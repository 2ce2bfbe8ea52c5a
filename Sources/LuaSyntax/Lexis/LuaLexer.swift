/// Cuts a Lua 5.4 source into tokens.
///
/// A byte-order mark and a first line that begins with `#` are passed over, as `lua` does with files.
public struct LuaLexer {
    let source: [UInt8]
    var index = 0
    var line = 1
    var lineStart = 0

    /// A lexer at the start of a source.
    public init(_ source: [UInt8]) {
        self.source = source
        if source.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        if peek() == UInt8(ascii: "#") { skipLine() }
    }

    /// All tokens of a source, the last being `.end`.
    public static func tokens(of source: [UInt8]) throws(LuaSyntaxError) -> [LuaToken] {
        var lexer = LuaLexer(source)
        var tokens: [LuaToken] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    /// The next token; at the end of the source, `.end` again and again.
    public mutating func next() throws(LuaSyntaxError) -> LuaToken {
        try skipBlanks()
        let start = position
        let kind = try kind(from: start)
        return LuaToken(kind: kind, range: LuaRange(start, position))
    }

    private mutating func kind(from start: LuaPosition) throws(LuaSyntaxError) -> LuaToken.Kind {
        guard let byte = peek() else { return .end }
        switch byte {
        case _ where byte.isNameStart: return word()
        case _ where byte.isDigit: return try number(from: start)
        case UInt8(ascii: "."):
            if let next = peek(1), next.isDigit { return try number(from: start) }
            return try symbol()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try quoted(from: start))
        case UInt8(ascii: "["):
            switch bracketLevel() {
            case .level(let level): return .string(try long(level: level, from: start, "long string"))
            case .single: return try symbol()
            case .broken:
                throw LuaSyntaxError("a long string begins with `[[` or `[=[`: a second `[` is missing", at: start)
            }
        default: return try symbol()
        }
    }

    private mutating func word() -> LuaToken.Kind {
        let start = index
        while let byte = peek(), byte.isNamePart { index += 1 }
        let text = String(decoding: source[start..<index], as: UTF8.self)
        return LuaKeyword.named[text].map(LuaToken.Kind.keyword) ?? .name(text)
    }

    var position: LuaPosition { LuaPosition(offset: index, line: line, column: index - lineStart + 1) }

    func peek(_ ahead: Int = 0) -> UInt8? {
        index + ahead < source.count ? source[index + ahead] : nil
    }
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    var isNameStart: Bool { (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z")) || self == 0x5F }
    var isNamePart: Bool { isNameStart || isDigit }
    var isLineEnd: Bool { self == 0x0A || self == 0x0D }
    /// A space of the C locale, line ends among them.
    var isBlank: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }

    var hexValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
