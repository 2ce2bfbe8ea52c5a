/// A host that settings name: `api.example.com`, or `*.example.com` for all names below one.
public struct HostPattern: Sendable, Equatable {
    /// As written, lower case.
    public let text: String

    /// Reads a name or a pattern; nil when it is neither.
    public init?(_ text: String) {
        let text = text.lowercased()
        let name = text.hasPrefix("*.") ? String(text.dropFirst(2)) : text
        guard !name.contains("*"), !name.contains("/"), name == "localhost" || Self.isHost(name) else { return nil }
        self.text = text
    }

    private static func isHost(_ name: String) -> Bool {
        let written = name.contains(":") ? "https://[\(name)]/" : "https://\(name)/"
        guard let url = try? WebURL(written) else { return false }
        return url.host == name && url.port == nil && url.target == "/"
    }

    /// Whether a host, in lower case, is meant. The dot of the root does not count.
    public func matches(_ host: String) -> Bool {
        let host = host.hasSuffix(".") ? String(host.dropLast()) : host
        guard text.hasPrefix("*.") else { return host == text }
        return host.hasSuffix(text.dropFirst(1)) && host.utf8.count > text.utf8.count - 1
    }
}
