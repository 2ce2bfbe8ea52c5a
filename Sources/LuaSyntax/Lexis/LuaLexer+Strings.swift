extension LuaLexer {
    /// Reads a quoted string and resolves its escapes.
    mutating func quoted(from start: LuaPosition) throws(LuaSyntaxError) -> [UInt8] {
        let quote = source[index]
        index += 1
        var bytes: [UInt8] = []
        while let byte = peek() {
            if byte == quote {
                index += 1
                return bytes
            }
            if byte.isLineEnd { break }
            if byte == UInt8(ascii: "\\") {
                try escape(into: &bytes)
            } else {
                index += 1
                bytes.append(byte)
            }
        }
        let sign = quote == UInt8(ascii: "'") ? "'" : "\""
        throw LuaSyntaxError("this string is not closed: `\(sign)` is missing before the end of the line", at: start)
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(LuaSyntaxError) {
        let start = position
        index += 1
        guard let byte = peek() else { return }  // the string is not closed, which its reader says
        switch byte {
        case UInt8(ascii: "a"): take(0x07, into: &bytes)
        case UInt8(ascii: "b"): take(0x08, into: &bytes)
        case UInt8(ascii: "f"): take(0x0C, into: &bytes)
        case UInt8(ascii: "n"): take(0x0A, into: &bytes)
        case UInt8(ascii: "r"): take(0x0D, into: &bytes)
        case UInt8(ascii: "t"): take(0x09, into: &bytes)
        case UInt8(ascii: "v"): take(0x0B, into: &bytes)
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): take(byte, into: &bytes)
        case UInt8(ascii: "x"):
            index += 1
            bytes.append(try hexadecimalByte(from: start))
        case UInt8(ascii: "u"):
            index += 1
            appendUTF8(try codePoint(from: start), to: &bytes)
        case UInt8(ascii: "z"):
            index += 1
            while let blank = peek(), blank.isBlank {
                if blank.isLineEnd { endLine() } else { index += 1 }
            }
        case _ where byte.isDigit: bytes.append(try decimalByte(from: start))
        case _ where byte.isLineEnd:
            endLine()
            bytes.append(0x0A)
        default:
            throw LuaSyntaxError(
                "there is no escape `\\` with \(Self.words(byte)); a backslash is written `\\\\`", at: start)
        }
    }

    private mutating func take(_ byte: UInt8, into bytes: inout [UInt8]) {
        index += 1
        bytes.append(byte)
    }

    private mutating func hexadecimalByte(from start: LuaPosition) throws(LuaSyntaxError) -> UInt8 {
        guard let high = peek()?.hexValue, let low = peek(1)?.hexValue else {
            throw LuaSyntaxError("`\\x` takes two hexadecimal digits", at: start)
        }
        index += 2
        return high << 4 | low
    }

    private mutating func decimalByte(from start: LuaPosition) throws(LuaSyntaxError) -> UInt8 {
        var value = 0
        var digits = 0
        while digits < 3, let byte = peek(), byte.isDigit {
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            digits += 1
            index += 1
        }
        guard let byte = UInt8(exactly: value) else {
            throw LuaSyntaxError("`\\\(value)` is no byte: the largest is `\\255`", at: start)
        }
        return byte
    }

    private mutating func codePoint(from start: LuaPosition) throws(LuaSyntaxError) -> UInt32 {
        guard peek() == UInt8(ascii: "{"), peek(1)?.hexValue != nil else {
            throw LuaSyntaxError("`\\u` takes hexadecimal digits in braces, such as `\\u{20AC}`", at: start)
        }
        index += 1
        var value: UInt32 = 0
        while let digit = peek()?.hexValue {
            guard value <= 0x7FF_FFFF else {
                throw LuaSyntaxError("this `\\u` is too large: the largest is `\\u{7FFFFFFF}`", at: start)
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        guard peek() == UInt8(ascii: "}") else {
            throw LuaSyntaxError("`}` is missing after the digits of `\\u`", at: start)
        }
        index += 1
        return value
    }

    /// UTF-8 as Lua writes it: up to 31 bits in up to six bytes.
    private func appendUTF8(_ value: UInt32, to bytes: inout [UInt8]) {
        guard value >= 0x80 else { return bytes.append(UInt8(value)) }
        var rest = value
        var tail: [UInt8] = []
        var room: UInt32 = 0x3F
        repeat {
            tail.append(UInt8(0x80 | rest & 0x3F))
            rest >>= 6
            room >>= 1
        } while rest > room
        bytes.append(UInt8(truncatingIfNeeded: ~room << 1 | rest))
        bytes.append(contentsOf: tail.reversed())
    }

    /// What an error calls a byte.
    static func words(_ byte: UInt8) -> String {
        (0x21...0x7E).contains(byte) ? "`\(Character(UnicodeScalar(byte)))`" : "the byte \(byte)"
    }
}
