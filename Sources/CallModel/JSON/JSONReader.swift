/// What is wrong with a JSON text, and at which byte.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Counted from 0.
    public let offset: Int
    /// One sentence without a full stop.
    public let reason: String

    /// A sentence for a person.
    public var description: String { "not valid JSON: \(reason) at byte \(offset)" }
}

/// A cursor over JSON bytes: reads values, or skips them and tells their range.
///
/// Written by hand because the hot path must look at an envelope without making values of it (a decoder costs 24 µs an
/// event where a scan costs 1; see the benchmarks). Follows RFC 8259; the nesting depth is bounded.
public struct JSONReader {
    /// The document.
    public let bytes: [UInt8]
    /// Where the cursor stands.
    public private(set) var offset = 0
    private var depth = 0
    private static let maxDepth = 128

    /// A cursor at the start of `bytes`.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A cursor over one part of `bytes`, at its start; reading on past the part is the caller's business.
    public init(_ bytes: [UInt8], at offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    /// The next byte that is no white space, without taking it; nil at the end.
    public mutating func peek() -> UInt8? {
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 } else { return byte }
        }
        return nil
    }

    /// Takes `byte` (after white space) or fails.
    public mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard let found = peek() else { throw fault("the text ends too early") }
        guard found == byte else {
            throw fault("expected '\(Character(Unicode.Scalar(byte)))', found '\(printable(found))'")
        }
        offset += 1
    }

    /// Fails unless nothing but white space is left.
    public mutating func expectEnd() throws(JSONError) {
        if peek() != nil { throw fault("something follows the value") }
    }

    /// Walks the members of an object; `body` must read or skip the value that the cursor stands before.
    public mutating func readObject(
        _ body: (_ name: String, _ reader: inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        try enter(0x7B)
        if peek() == 0x7D { return leave() }
        while true {
            guard peek() == 0x22 else { throw fault("expected a member name in quotes") }
            let name = try readString()
            try expect(0x3A)
            try body(name, &self)
            if peek() == 0x2C { offset += 1 } else { break }
        }
        try expect(0x7D)
        depth -= 1
    }

    /// Walks the items of an array; `body` must read or skip the item that the cursor stands before.
    public mutating func readArray(_ body: (_ reader: inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
        try enter(0x5B)
        if peek() == 0x5D { return leave() }
        while true {
            try body(&self)
            if peek() == 0x2C { offset += 1 } else { break }
        }
        try expect(0x5D)
        depth -= 1
    }

    /// Skips one value and returns its range in `bytes`. The value is checked like one that is read.
    @discardableResult
    public mutating func skipValue() throws(JSONError) -> Range<Int> {
        guard let byte = peek() else { throw fault("the text ends too early") }
        let start = offset
        switch byte {
        case 0x7B: try readObject { _, reader throws(JSONError) in try reader.skipValue() }
        case 0x5B: try readArray { reader throws(JSONError) in try reader.skipValue() }
        case 0x22: try skipString()
        default: _ = try readScalar(byte)
        }
        return start..<offset
    }

    /// Reads one value.
    public mutating func readValue() throws(JSONError) -> JSONValue {
        guard let byte = peek() else { throw fault("the text ends too early") }
        switch byte {
        case 0x7B:
            var members: [(name: String, value: JSONValue)] = []
            try readObject { name, reader throws(JSONError) in members.append((name, try reader.readValue())) }
            return .object(JSONObject(members))
        case 0x5B:
            var items: [JSONValue] = []
            try readArray { reader throws(JSONError) in items.append(try reader.readValue()) }
            return .array(items)
        case 0x22: return .string(try readString())
        default: return try readScalar(byte)
        }
    }

    /// Reads a string, or returns nil (and skips the value) when something else stands there.
    public mutating func readStringIfAny() throws(JSONError) -> String? {
        if peek() == 0x22 { return try readString() }
        try skipValue()
        return nil
    }

    // MARK: - Parts

    private mutating func enter(_ byte: UInt8) throws(JSONError) {
        try expect(byte)
        depth += 1
        if depth > Self.maxDepth { throw fault("nested deeper than \(Self.maxDepth) levels") }
    }

    private mutating func leave() {
        offset += 1
        depth -= 1
    }

    private mutating func readScalar(_ byte: UInt8) throws(JSONError) -> JSONValue {
        switch byte {
        case 0x74: return try readWord("true", .bool(true))
        case 0x66: return try readWord("false", .bool(false))
        case 0x6E: return try readWord("null", .null)
        case 0x2D, 0x30...0x39: return try readNumber()
        default: throw fault("unexpected '\(printable(byte))'")
        }
    }

    private mutating func readWord(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let length = word.utf8CodeUnitCount
        guard offset + length <= bytes.count else { throw fault("the text ends too early") }
        for index in 0..<length where bytes[offset + index] != word.utf8Start[index] {
            throw fault("expected \(word)")
        }
        offset += length
        return value
    }

    private mutating func readNumber() throws(JSONError) -> JSONValue {
        let start = offset
        var isWhole = true
        if bytes[offset] == 0x2D { offset += 1 }
        let firstDigit = offset
        try skipDigits()
        if bytes[firstDigit] == 0x30, offset - firstDigit > 1 { throw fault("a number starts with 0") }
        if offset < bytes.count, bytes[offset] == 0x2E {
            isWhole = false
            offset += 1
            try skipDigits()
        }
        if offset < bytes.count, bytes[offset] | 0x20 == 0x65 {
            isWhole = false
            offset += 1
            if offset < bytes.count, bytes[offset] == 0x2B || bytes[offset] == 0x2D { offset += 1 }
            try skipDigits()
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isWhole, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw fault("a number is out of range") }
        return .number(value)
    }

    private mutating func skipDigits() throws(JSONError) {
        let start = offset
        while offset < bytes.count, (0x30...0x39).contains(bytes[offset]) { offset += 1 }
        if offset == start { throw fault("a number lacks a digit") }
    }

    private mutating func skipString() throws(JSONError) {
        offset += 1
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x22:
                offset += 1
                return
            case 0x5C: try skipEscape()
            case 0..<0x20: throw fault("a control character inside a string")
            default: offset += 1
            }
        }
        throw fault("a string has no end")
    }

    private mutating func skipEscape() throws(JSONError) {
        guard offset + 1 < bytes.count else { throw fault("a string has no end") }
        let byte = bytes[offset + 1]
        offset += 2
        switch byte {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: break
        case 0x75: _ = try readHex4()
        default: throw fault("unknown escape '\\\(printable(byte))'")
        }
    }

    /// Reads the string that starts at the cursor.
    public mutating func readString() throws(JSONError) -> String {
        let start = offset + 1
        var end = start
        while end < bytes.count, bytes[end] != 0x22, bytes[end] != 0x5C, bytes[end] >= 0x20 { end += 1 }
        guard end < bytes.count else { throw fault("a string has no end") }
        if bytes[end] == 0x22 {
            offset = end + 1
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }
        var text = Array(bytes[start..<end])
        offset = end
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case 0x22:
                offset += 1
                return String(decoding: text, as: UTF8.self)
            case 0x5C: try readEscape(into: &text)
            case 0..<0x20: throw fault("a control character inside a string")
            default:
                text.append(byte)
                offset += 1
            }
        }
        throw fault("a string has no end")
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(JSONError) {
        guard offset + 1 < bytes.count else { throw fault("a string has no end") }
        let byte = bytes[offset + 1]
        offset += 2
        switch byte {
        case 0x22, 0x5C, 0x2F: text.append(byte)
        case 0x62: text.append(0x08)
        case 0x66: text.append(0x0C)
        case 0x6E: text.append(0x0A)
        case 0x72: text.append(0x0D)
        case 0x74: text.append(0x09)
        case 0x75:
            var code = UInt32(try readHex4())
            if (0xD800..<0xDC00).contains(code), offset + 1 < bytes.count, bytes[offset] == 0x5C,
                bytes[offset + 1] == 0x75
            {
                offset += 2
                let low = UInt32(try readHex4())
                code = (0xDC00..<0xE000).contains(low) ? 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00) : 0xFFFD
            }
            let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
            text.append(contentsOf: Array(String(Character(scalar)).utf8))
        default: throw fault("unknown escape '\\\(printable(byte))'")
        }
    }

    private mutating func readHex4() throws(JSONError) -> UInt16 {
        guard offset + 4 <= bytes.count,
            bytes[offset..<offset + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt16(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
        else { throw fault("\\u needs four hexadecimal digits") }
        offset += 4
        return value
    }

    private func fault(_ reason: String) -> JSONError { JSONError(offset: min(offset, bytes.count), reason: reason) }

    private func printable(_ byte: UInt8) -> String {
        (0x20..<0x7F).contains(byte) ? String(Character(Unicode.Scalar(byte))) : "byte \(byte)"
    }
}

extension JSONValue {
    /// Parses a whole document.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        var reader = JSONReader(bytes)
        self = try reader.readValue()
        try reader.expectEnd()
    }

    /// Parses a whole document.
    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }
}
