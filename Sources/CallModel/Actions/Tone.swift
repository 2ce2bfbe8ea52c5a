/// A DTMF tone, in the service's words; `key` is what stands on the phone.
public enum Tone: String, Sendable, CaseIterable, Codable {
    case zero, one, two, three, four, five, six, seven, eight, nine, a, b, c, d, pound, asterisk

    /// One character: `0`–`9`, `A`–`D`, `#`, `*`.
    public var key: Character { Self.keys[Self.allCases.firstIndex(of: self) ?? 0] }

    /// The tone of a key, or nil when no phone has that key.
    public init?(key: Character) {
        // Compared as text: the upper case of one character can be two (ß), and two make no Character.
        let wanted = key.uppercased()
        guard let index = Self.keys.firstIndex(where: { String($0) == wanted }) else { return nil }
        self = Self.allCases[index]
    }

    private static let keys: [Character] = Array("0123456789ABCD#*")
}
