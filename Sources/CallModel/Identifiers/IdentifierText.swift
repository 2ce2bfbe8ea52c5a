/// An identifier as people write it: a raw id, a bare `+…` number, or a bare `8:acs:…` id.
public enum IdentifierText {
    /// Reads what a person wrote.
    /// - Throws: a fault that names what is wrong and shows a right spelling.
    public static func parse(_ text: String) throws(PhoneNumber.Fault) -> CommunicationIdentifier {
        if looksDialled(text) { return CommunicationIdentifier(phoneNumber: try PhoneNumber(text)) }
        if text.hasPrefix("4:") {
            let identifier = CommunicationIdentifier(rawID: text)
            if let number = identifier.phoneNumber { _ = try PhoneNumber(number) }
            return identifier
        }
        guard text.contains(":") else {
            throw PhoneNumber.Fault(
                reason: "'\(text)' names nobody",
                remedy: "write a phone number like +18005550199 or a raw id like 8:acs:…")
        }
        if text.contains(where: { $0.isWhitespace }) {
            throw PhoneNumber.Fault(reason: "'\(text)' is no raw id: it contains a blank")
        }
        guard !text.hasSuffix(":") else {
            throw PhoneNumber.Fault(reason: "'\(text)' is no raw id: it ends after its prefix")
        }
        return CommunicationIdentifier(rawID: text)
    }

    /// Whether a text is meant as a phone number, so that its fault is one of a number.
    private static func looksDialled(_ text: String) -> Bool {
        guard let first = text.first(where: { !$0.isWhitespace }) else { return false }
        return first == "+" || (!text.contains(":") && (first.isNumber || first == "("))
    }
}

extension CommunicationIdentifier {
    /// As people write it: the bare number where there is one, else the raw id.
    public var spoken: String { phoneNumber ?? rawID }
}
