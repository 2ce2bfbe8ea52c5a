extension LuaLexer {
    /// What a `[` begins.
    enum Bracket {
        /// `[[`, `[=[`, `[==[`…: the number of `=`.
        case level(Int)
        /// A `[` of its own.
        case single
        /// `[=` without a second `[`.
        case broken
    }

    /// Passes blanks and comments.
    mutating func skipBlanks() throws(LuaSyntaxError) {
        while let byte = peek() {
            if byte.isLineEnd {
                endLine()
            } else if byte.isBlank {
                index += 1
            } else if byte == UInt8(ascii: "-"), peek(1) == UInt8(ascii: "-") {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(LuaSyntaxError) {
        let start = position
        index += 2
        if peek() == UInt8(ascii: "["), case .level(let level) = bracketLevel() {
            _ = try long(level: level, from: start, "long comment")
        } else {
            skipLine()
        }
    }

    /// Up to the line's end, which stays.
    mutating func skipLine() {
        while let byte = peek(), !byte.isLineEnd { index += 1 }
    }

    /// Passes a line's end, of one byte or two.
    mutating func endLine() {
        let first = source[index]
        index += 1
        if let second = peek(), second.isLineEnd, second != first { index += 1 }
        line += 1
        lineStart = index
    }

    /// Looks at the brackets from here without passing them.
    func bracketLevel() -> Bracket {
        var level = 0
        while peek(1 + level) == UInt8(ascii: "=") { level += 1 }
        if peek(1 + level) == UInt8(ascii: "[") { return .level(level) }
        return level == 0 ? .single : .broken
    }

    /// Reads from an opening long bracket to the closing one. A line's end at the very start is dropped, and every line's
    /// end becomes `\n`.
    mutating func long(level: Int, from start: LuaPosition, _ what: String) throws(LuaSyntaxError) -> [UInt8] {
        index += level + 2
        if let byte = peek(), byte.isLineEnd { endLine() }
        var bytes: [UInt8] = []
        while let byte = peek() {
            if byte == UInt8(ascii: "]"), closes(level) {
                index += level + 2
                return bytes
            }
            if byte.isLineEnd {
                endLine()
                bytes.append(0x0A)
            } else {
                index += 1
                bytes.append(byte)
            }
        }
        let closing = level > 60 ? "its closing bracket" : "`]\(String(repeating: "=", count: level))]`"
        throw LuaSyntaxError("this \(what) is not closed: \(closing) is missing", at: start)
    }

    private func closes(_ level: Int) -> Bool {
        var ahead = 1
        while ahead <= level {
            guard peek(ahead) == UInt8(ascii: "=") else { return false }
            ahead += 1
        }
        return peek(ahead) == UInt8(ascii: "]")
    }
}
