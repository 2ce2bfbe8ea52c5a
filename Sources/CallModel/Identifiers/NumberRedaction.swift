/// Hides the phone numbers of a text that people see: `+14255550123` becomes `+1425…23`.
public enum NumberRedaction {
    /// The text with most digits of each number hidden; a plus with at least seven digits is one, also as it stands in an
    /// address (`%2B14255550123`).
    public static func redacted(_ text: String) -> String {
        guard text.utf8.contains(0x2B) || text.utf8.contains(0x25) else { return text }
        var result = ""
        var rest = text[...]
        while let sign = rest.firstIndex(where: { $0 == "+" || $0 == "%" }) {
            let afterSign = rest.index(after: sign)
            result += rest[..<sign]
            let start: Substring.Index
            if rest[sign] == "+" {
                start = afterSign
            } else if rest[afterSign...].prefix(2).lowercased() == "2b" {
                start = rest.index(afterSign, offsetBy: 2)
            } else {
                result += "%"
                rest = rest[afterSign...]
                continue
            }
            let digits = rest[start...].prefix { $0.isASCII && $0.isNumber }
            result += PhoneNumber.redacted("+" + digits) ?? String(rest[sign..<digits.endIndex])
            rest = rest[digits.endIndex...]
        }
        return result + rest
    }

    /// Whether a number was hidden in a text: its first digits, an ellipsis, its last ones.
    public static func hidesNumber(in text: String) -> Bool {
        let parts = text.split(separator: "…", omittingEmptySubsequences: false)
        func isDigit(_ character: Character?) -> Bool { character.map { $0.isASCII && $0.isNumber } ?? false }
        return zip(parts, parts.dropFirst()).contains { isDigit($0.last) && isDigit($1.first) }
    }

    /// The same for every text in a JSON value, names of members included.
    public static func redacted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(redacted(text))
        case .array(let items): .array(items.map { redacted($0) })
        case .object(let object):
            .object(JSONObject(object.members.map { (redacted($0.name), redacted($0.value)) }))
        case .null, .bool, .integer, .number: value
        }
    }
}
