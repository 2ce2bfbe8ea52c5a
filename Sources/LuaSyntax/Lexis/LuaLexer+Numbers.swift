extension LuaLexer {
    /// Reads a numeral. As in Lua, whatever looks like a part of it belongs to it, and is refused when it makes no number.
    mutating func number(from start: LuaPosition) throws(LuaSyntaxError) -> LuaToken.Kind {
        let first = index
        var exponent = UInt8(ascii: "e")
        if peek() == UInt8(ascii: "0"), let mark = peek(1), mark | 0x20 == UInt8(ascii: "x") {
            exponent = UInt8(ascii: "p")
            index += 2
        }
        while let byte = peek() {
            if byte | 0x20 == exponent {
                index += 1
                if let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { index += 1 }
            } else if byte.hexValue != nil || byte == UInt8(ascii: ".") {
                index += 1
            } else {
                break
            }
        }
        while let byte = peek(), byte.isNamePart { index += 1 }
        let text = source[first..<index]
        guard let kind = LuaNumeral(text).kind else {
            let shown = String(decoding: text.prefix(60), as: UTF8.self)
            throw LuaSyntaxError("`\(shown)` is no number", at: start)
        }
        return kind
    }
}

/// The text of a numeral, taken apart.
private struct LuaNumeral {
    private let text: ArraySlice<UInt8>
    private let isHexadecimal: Bool

    init(_ text: ArraySlice<UInt8>) {
        isHexadecimal = text.count > 1 && text[text.startIndex + 1] | 0x20 == UInt8(ascii: "x")
        self.text = isHexadecimal ? text.dropFirst(2) : text
    }

    /// The number; nil when it is none.
    var kind: LuaToken.Kind? {
        if text.allSatisfy(isMantissaDigit), !text.isEmpty, let integer { return .integer(integer) }
        return float.map(LuaToken.Kind.float)
    }

    /// Nil for a decimal one that takes more than 64 bits.
    private var integer: Int64? {
        if isHexadecimal {
            return Int64(bitPattern: text.reduce(UInt64(0)) { $0 << 4 | UInt64($1.hexValue ?? 0) })
        }
        return Int64(String(decoding: text, as: UTF8.self))
    }

    private var float: Double? {
        let whole = text.prefix(while: isMantissaDigit)
        var rest = text.dropFirst(whole.count)
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            fraction = rest.prefix(while: isMantissaDigit)
            rest = rest.dropFirst(fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        var exponent = "0"
        if let mark = rest.first {
            guard mark | 0x20 == UInt8(ascii: isHexadecimal ? "p" : "e") else { return nil }
            rest = rest.dropFirst()
            let digits = rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") ? rest.dropFirst() : rest
            guard !digits.isEmpty, digits.allSatisfy(\.isDigit) else { return nil }
            exponent = string(rest)
        }
        // Written out in full, since Swift does not read `3.` or `0x.8`.
        let mantissa = "\(string(whole).isEmpty ? "0" : string(whole)).\(fraction.isEmpty ? "0" : string(fraction))"
        return Double(isHexadecimal ? "0x\(mantissa)p\(exponent)" : "\(mantissa)e\(exponent)")
    }

    private func isMantissaDigit(_ byte: UInt8) -> Bool { isHexadecimal ? byte.hexValue != nil : byte.isDigit }

    private func string(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
