import Testing

@testable import LuaSyntax

@Suite struct LuaLexerTests {
    private func kinds(_ source: String) throws -> [LuaToken.Kind] {
        try LuaLexer.tokens(of: Array(source.utf8)).dropLast().map(\.kind)
    }

    private func string(_ source: String) throws -> [UInt8]? {
        guard case .string(let bytes) = try kinds(source).first else { return nil }
        return bytes
    }

    @Test func everySignAndWordIsAToken() throws {
        for symbol in LuaSymbol.allCases { #expect(try kinds(" \(symbol.rawValue)") == [.symbol(symbol)]) }
        for keyword in LuaKeyword.allCases { #expect(try kinds(keyword.rawValue) == [.keyword(keyword)]) }
        #expect(LuaKeyword.allCases.count == 22)
    }

    @Test func theLongestSignThatFitsIsTaken() throws {
        #expect(try kinds("....") == [.symbol(.varargs), .symbol(.dot)])
        #expect(try kinds("<<=") == [.symbol(.shiftLeft), .symbol(.assign)])
        #expect(try kinds(":::") == [.symbol(.doubleColon), .symbol(.colon)])
        #expect(try kinds("a..b") == [.name("a"), .symbol(.concatenate), .name("b")])
    }

    @Test func aNameMayBeginLikeAWord() throws {
        #expect(try kinds("ending _ e1 End") == [.name("ending"), .name("_"), .name("e1"), .name("End")])
    }

    @Test func tokensKnowWhereTheyStand() throws {
        let tokens = try LuaLexer.tokens(of: Array("a\n  bc\r\n\"é\" --[[\n]]d\n\r\n e".utf8))
        #expect(
            tokens.map(\.range.start) == [
                LuaPosition(offset: 0, line: 1, column: 1), LuaPosition(offset: 4, line: 2, column: 3),
                LuaPosition(offset: 8, line: 3, column: 1), LuaPosition(offset: 20, line: 4, column: 3),
                LuaPosition(offset: 25, line: 6, column: 2), LuaPosition(offset: 26, line: 6, column: 3),
            ])
        #expect(tokens[2].range.end == LuaPosition(offset: 12, line: 3, column: 5))
        #expect(tokens[2].range.offsets == 8..<12)
    }

    @Test func theFirstLineMayBelongToTheShell() throws {
        #expect(try kinds("#!/usr/bin/env lua\nx") == [.name("x")])
        #expect(try kinds("\u{FEFF}x") == [.name("x")])
        #expect(try kinds("\u{FEFF}# only a comment").isEmpty)
        #expect(try kinds("\n#") == [.symbol(.hash)])
    }

    @Test func commentsAreBlanks() throws {
        #expect(
            try kinds("a -- b\nc --[==[ d\n ]] ]=] ]==] e --[ f\n--[=g\nh --")
                == ["a", "c", "e", "h"].map { .name($0) })
    }

    @Test func escapesAreResolved() throws {
        #expect(try string(#""\a\b\f\n\r\t\v\\\"\'""#) == [7, 8, 12, 10, 13, 9, 11, 92, 34, 39])
        #expect(try string(#"'\x41\065\66\0009'"#) == Array("AAB\u{0}9".utf8))
        #expect(try string("'a\\z \t\n  b\\\nc\\\r\nd'") == Array("ab\nc\nd".utf8))
        #expect(try string(#"'\u{48}\u{20AC}\u{10FFFF}'"#) == Array("H€\u{10FFFF}".utf8))
        #expect(try string(#"'\u{7FFFFFFF}'"#) == [0xFD, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF])
    }

    @Test func longStringsKeepTheirTextButNotTheirLineEnds() throws {
        #expect(try string("[[a\\n]]") == Array("a\\n".utf8))
        #expect(try string("[[\r\na\r\nb\n\rc\rd]]") == Array("a\nb\nc\nd".utf8))
        #expect(try string("[==[ ]] ]=] [[ ]==]") == Array(" ]] ]=] [[ ".utf8))
    }

    @Test func numeralsAreIntegersOrFloats() throws {
        #expect(
            try kinds("0 9223372036854775807 0xff 0Xffffffffffffffff 0x10000000000000001") == [
                .integer(0), .integer(.max), .integer(255), .integer(-1), .integer(1),
            ])
        #expect(
            try kinds("9223372036854775808 3. .5 1e2 1E-2 0x.8 0x1p4 0xA.8P-1 1e999") == [
                .float(9_223_372_036_854_775_808), .float(3), .float(0.5), .float(100), .float(0.01), .float(0.5),
                .float(16),
                .float(5.25), .float(.infinity),
            ])
        #expect(try kinds("1e5-3") == [.float(100_000), .symbol(.minus), .integer(3)])
    }

    @Test(arguments: [
        "3x", "0x", "0xg", "1e", "1e+", "1..2", "0x1p", "1.2.3", "0x.p1", "08_", "1e5e5", "0b1", "0x1.8p1.5",
    ])
    func whatOnlyLooksLikeANumberIsRefused(numeral: String) {
        #expect(throws: LuaSyntaxError("`\(numeral)` is no number", at: LuaPosition(offset: 1, line: 1, column: 2))) {
            try LuaLexer.tokens(of: Array(" \(numeral)".utf8))
        }
    }

    @Test func theEndComesAgainAndAgain() throws {
        var lexer = LuaLexer(Array("x ".utf8))
        #expect(try lexer.next().kind == .name("x"))
        for _ in 0..<3 {
            #expect(try lexer.next() == LuaToken(kind: .end, range: LuaRange(lexer.position, lexer.position)))
        }
    }
}
