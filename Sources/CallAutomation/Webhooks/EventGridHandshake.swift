import CallModel

/// The two ways in which a webhook tells Event Grid that it wants events (protocol reference, 8.3).
public enum EventGridHandshake {
    /// The body that answers `EventGridDelivery.validation`; the status must be 200.
    public static func validationBody(code: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { $0.member("validationResponse", code) }
        return writer.bytes
    }

    /// The response headers to an `OPTIONS` request of the CloudEvents schema (status 200), or nil when the request
    /// names no origin and so is no handshake.
    public static func optionsAnswer(headers: HeaderLookup) -> [(name: String, value: String)]? {
        guard let origin = headers("WebHook-Request-Origin"), !origin.isEmpty else { return nil }
        return [
            ("WebHook-Allowed-Origin", origin),
            ("WebHook-Allowed-Rate", headers("WebHook-Request-Rate").flatMap(Int.init).map(String.init) ?? "*"),
            ("Allow", "POST, OPTIONS"),
        ]
    }
}
