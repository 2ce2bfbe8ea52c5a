/// Ids for requests that carry none: version 4 UUIDs in lower case, written without Foundation.
enum RequestID {
    private static let digits = Array("0123456789abcdef".utf8)

    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        let (high, low) = (generator.next(), generator.next())
        return String(unsafeUninitializedCapacity: 36) { text in
            for index in 0..<36 {
                switch index {
                case 8, 13, 18, 23: text[index] = 0x2D
                case 14: text[index] = 0x34
                default:
                    let word = index < 18 ? high : low
                    var digit = Int(truncatingIfNeeded: word >> UInt64(index % 18 % 16 * 4)) & 15
                    if index == 19 { digit = digit & 3 | 8 }
                    text[index] = digits[digit]
                }
            }
            return 36
        }
    }
}
