/// What is wrong with bytes that a codec reads.
struct CodecFault: Error, CustomStringConvertible {
    /// A sentence without a full stop.
    let description: String

    init(_ description: String) { self.description = description }
}

/// Reads what `ByteWriter` wrote. Nothing is believed: every length is held against what is there.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private var offset: Int

    init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        offset = bytes.startIndex
    }

    /// How many bytes are left.
    var left: Int { bytes.endIndex - offset }

    mutating func byte() throws(CodecFault) -> UInt8 {
        guard left > 0 else { throw CodecFault("the bytes end too early") }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func bool() throws(CodecFault) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        case let other: throw CodecFault("\(other) is neither yes nor no")
        }
    }

    mutating func unsigned() throws(CodecFault) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
        }
        throw CodecFault("a number is too long")
    }

    mutating func int() throws(CodecFault) -> Int {
        let value = try unsigned()
        guard let number = Int(exactly: Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)) else {
            throw CodecFault("a number is too large")
        }
        return number
    }

    mutating func double() throws(CodecFault) -> Double { Double(bitPattern: try fixed()) }

    mutating func fixed() throws(CodecFault) -> UInt64 {
        var value: UInt64 = 0
        for byte in try take(8).reversed() { value = value << 8 | UInt64(byte) }
        return value
    }

    mutating func raw() throws(CodecFault) -> [UInt8] { Array(try take(try count())) }

    mutating func text() throws(CodecFault) -> String {
        guard let text = String(validating: try take(try count()), as: UTF8.self) else {
            throw CodecFault("a text is no UTF-8")
        }
        return text
    }

    mutating func optionalText() throws(CodecFault) -> String? { try bool() ? try text() : nil }

    mutating func optionalDouble() throws(CodecFault) -> Double? { try bool() ? try double() : nil }

    mutating func list<Value>(
        _ read: (inout ByteReader) throws(CodecFault) -> Value
    ) throws(CodecFault) -> [Value] {
        // Every item takes a byte at least, so a wrong count cannot ask for much.
        let count = try count()
        var values: [Value] = []
        values.reserveCapacity(min(count, 64))
        for _ in 0..<count { values.append(try read(&self)) }
        return values
    }

    func end() throws(CodecFault) {
        guard left == 0 else { throw CodecFault("\(left) bytes are left over") }
    }

    private mutating func count() throws(CodecFault) -> Int {
        guard let count = Int(exactly: try unsigned()), count <= left else {
            throw CodecFault("a length points behind the end")
        }
        return count
    }

    private mutating func take(_ count: Int) throws(CodecFault) -> ArraySlice<UInt8> {
        guard count <= left else { throw CodecFault("the bytes end too early") }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }
}
