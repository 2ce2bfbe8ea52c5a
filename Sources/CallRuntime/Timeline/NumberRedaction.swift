import CallModel

/// Hides the phone numbers of a text that operators see: `+14255550123` becomes `+1425…23`.
enum NumberRedaction {
    /// The text with most digits of each number hidden; a plus with at least seven digits is one.
    static func redacted(_ text: String) -> String {
        var (result, rest) = ("", text[...])
        while let plus = rest.firstIndex(of: "+") {
            let digits = rest[rest.index(after: plus)...].prefix { $0.isASCII && $0.isNumber }
            let number = rest[plus..<digits.endIndex]
            result += rest[..<plus]
            result += PhoneNumber.redacted(number) ?? String(number)
            rest = rest[digits.endIndex...]
        }
        return result + rest
    }
}
