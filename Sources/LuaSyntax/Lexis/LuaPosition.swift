/// A place in a Lua source.
public struct LuaPosition: Sendable, Hashable, Comparable {
    // Half as wide as they could be: positions are most of what the parser's stack and the tree hold.
    private let bytes: UInt32
    private let lines: UInt32
    private let columns: UInt32

    /// Bytes before it.
    public var offset: Int { Int(bytes) }
    /// The line, from 1. As in Lua, `\r\n` and `\n\r` end one line.
    public var line: Int { Int(lines) }
    /// The byte of the line, from 1.
    public var column: Int { Int(columns) }

    /// A place; lines and columns count from 1.
    public init(offset: Int, line: Int, column: Int) {
        bytes = UInt32(clamping: offset)
        lines = UInt32(clamping: line)
        columns = UInt32(clamping: column)
    }

    /// The first byte of a source.
    public static let start = LuaPosition(offset: 0, line: 1, column: 1)

    /// Which of two places in one source comes first.
    public static func < (left: LuaPosition, right: LuaPosition) -> Bool { left.offset < right.offset }
}

/// A stretch of a Lua source.
public struct LuaRange: Sendable, Hashable {
    /// Its first byte.
    public let start: LuaPosition
    /// The byte after its last.
    public let end: LuaPosition

    /// The stretch from a byte up to, not including, another.
    public init(_ start: LuaPosition, _ end: LuaPosition) {
        self.start = start
        self.end = end
    }

    /// Its bytes' offsets.
    public var offsets: Range<Int> { start.offset..<max(start.offset, end.offset) }
}
