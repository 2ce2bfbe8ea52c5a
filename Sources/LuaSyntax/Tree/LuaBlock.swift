/// Statements in one scope: a whole source, the body of a function or loop, an arm of an `if`, `do … end`.
public struct LuaBlock: Sendable {
    /// The statements in their order; a `return` can only be the last.
    public let statements: [LuaStatement]
    /// From the end of the token that opens the block (`do`, `then`, `)`…) to the start of the one that closes it; blanks
    /// and comments belong to it.
    public let range: LuaRange

    init(_ statements: [LuaStatement], range: LuaRange) {
        self.statements = statements
        self.range = range
    }
}

/// A word of the source: a variable's, field's, label's or attribute's.
public struct LuaName: Sendable, Hashable {
    /// The word.
    public let text: String
    /// Where it stands.
    public let range: LuaRange

    init(_ text: String, range: LuaRange) {
        self.text = text
        self.range = range
    }

    /// Whether a text has the form of a name, as keywords have.
    public static func hasForm(_ text: String) -> Bool {
        text.utf8.first?.isNameStart == true && text.utf8.allSatisfy(\.isNamePart)
    }

    /// Whether a text can stand as a field's name without brackets.
    public static func canBe(_ text: String) -> Bool { hasForm(text) && LuaKeyword.named[text] == nil }
}
