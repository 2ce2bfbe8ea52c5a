/// An identifier as people write it: a raw id, a bare `+…` number, or a bare `8:acs:…` id.
public enum IdentifierText {
    /// Reads what a person wrote.
    /// - Throws: a fault that names what is wrong and shows a right spelling.
    public static func parse(_ text: String) throws(PhoneNumber.Fault) -> CommunicationIdentifier {
        if text.hasPrefix("+") { return CommunicationIdentifier(phoneNumber: try PhoneNumber(text)) }
        if text.hasPrefix("4:") {
            let identifier = CommunicationIdentifier(rawID: text)
            if let number = identifier.phoneNumber { _ = try PhoneNumber(number) }
            return identifier
        }
        let identifier = CommunicationIdentifier(rawID: text)
        guard text.contains(":") else {
            throw PhoneNumber.Fault(
                reason: "'\(text)' names nobody",
                remedy: "write a phone number like +18005550199 or a raw id like 8:acs:…")
        }
        return identifier
    }
}
