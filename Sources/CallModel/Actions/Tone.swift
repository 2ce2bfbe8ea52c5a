/// A DTMF tone, in the service's words; `key` is what stands on the phone.
public enum Tone: String, Sendable, CaseIterable {
    case zero, one, two, three, four, five, six, seven, eight, nine, a, b, c, d, pound, asterisk

    /// One character: `0`–`9`, `A`–`D`, `#`, `*`.
    public var key: Character { Self.keys[Self.allCases.firstIndex(of: self) ?? 0] }

    /// The tone of a key, or nil when no phone has that key.
    public init?(key: Character) {
        guard let index = Self.keys.firstIndex(of: Character(key.uppercased())) else { return nil }
        self = Self.allCases[index]
    }

    private static let keys: [Character] = Array("0123456789ABCD#*")
}
