/// Texts in the places of a URL: all bytes but letters, digits and `-._~` as `%XX` (RFC 3986, section 2).
enum PercentEncoding {
    /// One text.
    static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += "%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))".utf8
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// As forms and queries have it: `a=1&b=2`.
    static func encoded(_ pairs: [(name: String, text: String)]) -> String {
        pairs.map { "\(encoded($0.name))=\(encoded($0.text))" }.joined(separator: "&")
    }

    /// The text behind `%XX`; nil where a `%` has no two digits behind it, or where the bytes are no text.
    /// - Parameter plusIsBlank: as in queries and forms.
    static func decoded(_ text: some StringProtocol, plusIsBlank: Bool = false) -> String? {
        var (bytes, rest): ([UInt8], _) = ([], Array(text.utf8)[...])
        while let byte = rest.popFirst() {
            switch byte {
            case 0x25:
                guard let high = digit(rest.popFirst()), let low = digit(rest.popFirst()) else { return nil }
                bytes.append(high << 4 | low)
            case 0x2B where plusIsBlank: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8?) -> UInt8? {
        switch byte ?? 0 {
        case 0x30...0x39: (byte ?? 0) - 0x30
        case 0x41...0x46: (byte ?? 0) - 0x41 + 10
        case 0x61...0x66: (byte ?? 0) - 0x61 + 10
        default: nil
        }
    }
}
