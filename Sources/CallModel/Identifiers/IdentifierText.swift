/// An identifier as people write it: a raw id, a bare `+…` number, or a bare `8:acs:…` id.
public enum IdentifierText {
    /// Reads what a person wrote.
    /// - Throws: a fault that names what is wrong and shows a right spelling.
    public static func parse(_ text: String) throws(PhoneNumber.Fault) -> CommunicationIdentifier {
        if text.hasPrefix("4:") {
            let identifier = CommunicationIdentifier(rawID: text)
            if let number = identifier.phoneNumber { _ = try PhoneNumber(number) }
            return identifier
        }
        if looksLikeNumber(text) { return CommunicationIdentifier(phoneNumber: try PhoneNumber(text)) }
        guard text.contains(":") else {
            throw PhoneNumber.Fault(
                reason: "'\(text)' names nobody",
                remedy: "write a phone number like +18005550199 or a raw id like 8:acs:…")
        }
        if text.contains(where: \.isWhitespace) {
            throw PhoneNumber.Fault(reason: "the raw id '\(text)' contains a blank", remedy: "write it without")
        }
        if text.hasSuffix(":") {
            throw PhoneNumber.Fault(
                reason: "the raw id '\(text)' ends where the id should stand", remedy: "write it like 8:acs:…")
        }
        return CommunicationIdentifier(rawID: text)
    }

    /// Whether a number was meant, right or wrong: it begins with a `+` or a digit, and no colon makes it a raw id.
    private static func looksLikeNumber(_ text: String) -> Bool {
        guard let first = text.first(where: { !$0.isWhitespace && $0 != "(" }) else { return false }
        return first == "+" || first.isNumber && !text.contains(":")
    }
}
