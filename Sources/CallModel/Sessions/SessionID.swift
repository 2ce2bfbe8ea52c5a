/// The name of a session: 26 hexadecimal digits, of which the first two are its partition. A partition decides which
/// shard (and, with many nodes, which node) runs the session.
public struct SessionID: Sendable, Hashable, CustomStringConvertible {
    /// As it stands in callback addresses, logs and the API.
    public let text: String
    /// 0 to 255.
    public let partition: UInt8

    /// A new name from 96 random bits.
    public init(partition: UInt8, random: (UInt64, UInt32)) {
        self.partition = partition
        text = Self.hex(UInt64(partition), 2) + Self.hex(random.0, 16) + Self.hex(UInt64(random.1), 8)
    }

    /// Reads a name; nil when the text is none.
    public init?(_ text: String) {
        guard text.utf8.count == 26,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            let partition = UInt8(text.prefix(2), radix: 16)
        else { return nil }
        self.text = text
        self.partition = partition
    }

    /// For people.
    public var description: String { text }
    /// Whether both are the same.
    public static func == (left: Self, right: Self) -> Bool { left.text == right.text }
    /// Hashes the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    private static func hex(_ value: UInt64, _ width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
