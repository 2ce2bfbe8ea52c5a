/// Makes a tree of a Lua 5.4 source.
///
/// Refuses what Lua's own compiler refuses: not only a wrong form, but also a jump without a label, `break` outside a loop,
/// an assignment to a constant, `...` outside a variadic function and more than 200 locals. It does not count registers
/// and upvalues, of which Lua allows 255.
public final class LuaParser {
    /// How deep a source may nest: Lua's `LUAI_MAXCCALLS`. Each statement inside another and each expression inside another
    /// takes a level.
    static let levelLimit = 200

    private var lexer: LuaLexer
    private var ahead: LuaToken?
    private let levelLimit: Int
    var token: LuaToken
    /// Where the last token that was taken ends.
    var lastEnd = LuaPosition.start
    var level = 0
    var scopes = LuaScopes()

    /// Reads a whole source.
    public static func parse(_ source: [UInt8]) throws(LuaSyntaxError) -> LuaBlock {
        try parse(source, levelLimit: levelLimit)
    }

    static func parse(_ source: [UInt8], levelLimit: Int) throws(LuaSyntaxError) -> LuaBlock {
        let parser = try LuaParser(source, levelLimit: levelLimit)
        parser.scopes.openFunction(isVariadic: true)
        let block = try parser.statements()
        guard parser.token.kind == .end else {
            throw parser.error("\(parser.token.words) has nothing to end here")
        }
        try parser.scopes.closeFunction()
        return block
    }

    private init(_ source: [UInt8], levelLimit: Int) throws(LuaSyntaxError) {
        guard source.count < Int(Int32.max) else {
            throw LuaSyntaxError("the source is too long: 2 GB at most", at: .start)
        }
        lexer = LuaLexer(source)
        self.levelLimit = levelLimit
        token = try lexer.next()
    }
}

extension LuaParser {
    /// An error at the token that comes next.
    func error(_ sentence: String) -> LuaSyntaxError { LuaSyntaxError(sentence, at: token.range.start) }

    /// An error that tells what should have come next.
    func missing(_ what: String, _ place: String = "") -> LuaSyntaxError {
        error("\(what) expected\(place.isEmpty ? "" : " " + place), but found \(token.words)")
    }

    /// Whether this sign comes next.
    func at(_ symbol: LuaSymbol) -> Bool { token.is(symbol) }

    /// Whether this word comes next.
    func at(_ keyword: LuaKeyword) -> Bool { token.is(keyword) }

    func advance() throws(LuaSyntaxError) {
        lastEnd = token.range.end
        if let next = ahead {
            token = next
            ahead = nil
        } else {
            token = try lexer.next()
        }
    }

    /// The token after the one that comes next.
    func second() throws(LuaSyntaxError) -> LuaToken {
        if let ahead { return ahead }
        let next = try lexer.next()
        ahead = next
        return next
    }

    /// Takes the sign if it comes next.
    func take(_ symbol: LuaSymbol) throws(LuaSyntaxError) -> Bool {
        guard at(symbol) else { return false }
        try advance()
        return true
    }

    func expect(_ symbol: LuaSymbol, _ place: String) throws(LuaSyntaxError) {
        guard at(symbol) else { throw missing("`\(symbol.rawValue)`", place) }
        try advance()
    }

    func expect(_ keyword: LuaKeyword, _ place: String) throws(LuaSyntaxError) {
        guard at(keyword) else { throw missing("`\(keyword.rawValue)`", place) }
        try advance()
    }

    /// Takes the word that closes what another opened.
    func close(_ opening: String, at start: LuaPosition, with keyword: LuaKeyword) throws(LuaSyntaxError) {
        try expect(keyword, closing(opening, start))
    }

    /// Takes the sign that closes what another opened.
    func close(_ opening: String, at start: LuaPosition, with symbol: LuaSymbol) throws(LuaSyntaxError) {
        try expect(symbol, closing(opening, start))
    }

    private func closing(_ opening: String, _ start: LuaPosition) -> String {
        "to close the `\(opening)` of line \(start.line)"
    }

    func name(_ what: String) throws(LuaSyntaxError) -> LuaName {
        guard case .name(let text) = token.kind else { throw missing(what) }
        let name = LuaName(text, range: token.range)
        try advance()
        return name
    }

    /// Goes a level deeper; whoever calls it takes the level back.
    func descend(by levels: Int = 1) throws(LuaSyntaxError) {
        level += levels
        guard level < levelLimit else {
            throw error("the source nests too deep here: Lua reads \(Self.levelLimit) levels")
        }
    }
}
