/// Why a text is no Lua, and where.
public struct LuaSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    // One pointer, since every call of the parser keeps room for an error.
    private let details: Details

    private final class Details: Sendable {
        let position: LuaPosition
        let sentence: String

        init(_ position: LuaPosition, _ sentence: String) {
            self.position = position
            self.sentence = sentence
        }
    }

    /// The line, from 1.
    public var line: Int { details.position.line }
    /// The byte of the line, from 1.
    public var column: Int { details.position.column }
    /// What was wrong and, where it is known, what is wanted instead; without the place.
    public var sentence: String { details.sentence }

    /// An error at a place.
    public init(_ sentence: String, at position: LuaPosition) {
        details = Details(position, sentence)
    }

    /// Such as `3:14: this string is not closed`.
    public var description: String { "\(line):\(column): \(sentence)" }

    /// Whether two tell the same of the same line and column.
    public static func == (left: LuaSyntaxError, right: LuaSyntaxError) -> Bool {
        (left.line, left.column, left.sentence) == (right.line, right.column, right.sentence)
    }
}
