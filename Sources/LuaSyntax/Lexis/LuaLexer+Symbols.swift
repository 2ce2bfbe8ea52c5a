extension LuaLexer {
    /// Reads an operator or a delimiter, the longest that fits.
    mutating func symbol() throws(LuaSyntaxError) -> LuaToken.Kind {
        let start = position
        for length in [3, 2, 1] where index + length <= source.count {
            if let symbol = Self.symbols[Self.packed(source[index..<index + length])] {
                index += length
                return .symbol(symbol)
            }
        }
        let byte = source[index]
        if byte == UInt8(ascii: "!") {
            throw LuaSyntaxError("`!` is no Lua: write `not`, and `~=` for `!=`", at: start)
        }
        throw LuaSyntaxError("\(Self.words(byte)) cannot stand here outside a string", at: start)
    }

    private static let symbols: [UInt32: LuaSymbol] = Dictionary(
        uniqueKeysWithValues: LuaSymbol.allCases.map { (packed($0.rawValue.utf8), $0) })

    private static func packed(_ bytes: some Sequence<UInt8>) -> UInt32 {
        bytes.reduce(1) { $0 << 8 | UInt32($1) }
    }
}
