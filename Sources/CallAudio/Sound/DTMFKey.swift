/// A key of a telephone: 0-9, A-D, # and *.
public struct DTMFKey: Sendable, Hashable {
    /// As it is written on the key.
    public let character: Character
    /// The two tones of the key in hertz, the lower first (ITU-T Q.23).
    public let hertz: [Double]

    private static let rows: [[Character]] = [Array("123A"), Array("456B"), Array("789C"), Array("*0#D")]
    private static let low = [697.0, 770, 852, 941]
    private static let high = [1_209.0, 1_336, 1_477, 1_633]

    /// All keys, row by row.
    public static let all: [DTMFKey] = rows.joined().compactMap { DTMFKey($0) }

    /// Nil for what no key is; small letters do.
    public init?(_ character: Character) {
        let written = Character(character.uppercased().count == 1 ? character.uppercased() : "?")
        for (row, keys) in Self.rows.enumerated() {
            guard let column = keys.firstIndex(of: written) else { continue }
            (self.character, self.hertz) = (written, [Self.low[row], Self.high[column]])
            return
        }
        return nil
    }
}
