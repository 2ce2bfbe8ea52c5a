import LuaSyntax

/// The comments of a source that end with their line.
enum LuaComments {
    /// One, without the two dashes.
    struct Comment {
        let place: LuaPosition
        let text: ArraySlice<UInt8>
    }

    /// All of them, in order. Where the source is no Lua, those before that place.
    static func lineComments(of source: [UInt8]) -> [Comment] {
        var found: [Comment] = []
        var lexer = LuaLexer(source)
        var end = LuaPosition.start
        while let token = try? lexer.next() {
            add(between: end, and: token.range.start, of: source, to: &found)
            end = token.range.end
            if token.kind == .end { break }
        }
        return found
    }

    /// Between two tokens there are only blanks and comments.
    private static func add(
        between start: LuaPosition, and end: LuaPosition, of source: [UInt8], to found: inout [Comment]
    ) {
        var (index, line, lineStart) = (start.offset, start.line, start.offset - start.column + 1)
        while index < min(end.offset, source.count) {
            let byte = source[index]
            if byte == 0x0A {
                (line, lineStart) = (line + 1, index + 1)
            } else if byte == 0x2D, index + 1 < end.offset, source[index + 1] == 0x2D {
                let rest = source[index..<end.offset]
                // A long comment may hold lines, and says nothing to us.
                if rest.starts(with: Array("--[[".utf8)) || rest.starts(with: Array("--[=".utf8)) { return }
                let text = rest.prefix { $0 != 0x0A && $0 != 0x0D }
                found.append(
                    Comment(
                        place: LuaPosition(offset: index, line: line, column: index - lineStart + 1),
                        text: text.dropFirst(2)))
                index += text.count
                continue
            }
            index += 1
        }
    }
}
