extension [UInt8] {
    /// A number, lowest byte first.
    mutating func little<Number: FixedWidthInteger>(_ number: Number) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    /// A number, highest byte first.
    mutating func big<Number: FixedWidthInteger>(_ number: Number) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }

    /// A text of ASCII letters.
    mutating func text(_ text: String) { append(contentsOf: text.utf8) }

    /// The number of some bytes, lowest first.
    func littleNumber(at place: Int, bytes: Int) -> Int {
        (0..<bytes).reduce(0) { $0 | Int(self[place + $1]) << (8 * $1) }
    }

    /// The number of some bytes, highest first.
    func bigNumber(at place: Int, bytes: Int) -> Int {
        (0..<bytes).reduce(0) { $0 << 8 | Int(self[place + $1]) }
    }

    /// Whether these ASCII letters stand there.
    func hasText(_ text: String, at place: Int) -> Bool {
        count >= place + text.utf8.count && self[place..<place + text.utf8.count].elementsEqual(text.utf8)
    }
}
