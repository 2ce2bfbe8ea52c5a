/// An absolute address of the web, as far as a request needs it: strict, so that what is checked is what is asked.
public struct WebURL: Sendable, Equatable {
    /// `http` or `https`.
    public var scheme: String
    /// Lower case; an IPv6 address without its brackets.
    public var host: String
    /// As written; nil for the scheme's own.
    public var port: Int?
    /// From the first slash on, with the query and without a fragment; never empty.
    public var target: String

    /// Why a text is no address; half a sentence.
    public struct Fault: Error, Sendable, Equatable {
        /// Such as `has no host`.
        public let reason: String
    }

    /// Reads `https://host:port/path?query`. A fragment is dropped, a user and password are refused.
    public init(_ text: String) throws(Fault) {
        guard text.utf8.count <= 8_192 else { throw Fault(reason: "is longer than 8192 bytes") }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#""<>\^`{|}"#.utf8.contains($0) }) else {
            throw Fault(reason: "has a blank or another character that must be written as %XX")
        }
        guard let mark = text.firstRange(of: "://") else { throw Fault(reason: "has no https:// before the host") }
        scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { throw Fault(reason: "begins with neither https nor http") }
        let rest = text[mark.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let tail = String(rest.dropFirst(authority.count))
        target = tail.hasPrefix("/") ? tail : "/" + tail
        guard !authority.contains("@") else {
            throw Fault(reason: "has a user or password before the host; use the option basic or bearer")
        }
        let digits: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw Fault(reason: "has a [ without a ]") }
            let inner = authority[authority.index(after: authority.startIndex)..<end]
            guard inner.contains(":"), inner.utf8.allSatisfy({ Self.isHex($0) || $0 == 0x3A || $0 == 0x2E }) else {
                throw Fault(reason: "has no IPv6 address in its brackets")
            }
            host = inner.lowercased()
            let after = authority[authority.index(after: end)...]
            guard after.isEmpty || after.hasPrefix(":") else { throw Fault(reason: "has something behind the ]") }
            digits = after.isEmpty ? nil : after.dropFirst()
        } else {
            let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2 else { throw Fault(reason: "has several colons in its host") }
            host = String(parts[0]).lowercased()
            guard Self.isName(host) else {
                throw Fault(reason: host.isEmpty ? "has no host" : "has no host name or address")
            }
            digits = parts.count == 2 ? parts[1] : nil
        }
        if let digits {
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(digits), number > 0 else {
                throw Fault(reason: "has a port that is no number from 1 to 65535")
            }
            port = Int(number)
        }
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }

    private static func isName(_ host: String) -> Bool {
        guard !host.isEmpty, host.utf8.count <= 253 else { return false }
        let labels = (host.hasSuffix(".") ? host.dropLast() : host[...])
            .split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63
                && label.utf8.allSatisfy {
                    (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x5F
                }
        }
    }

    /// The port that is connected to.
    public var effectivePort: Int { port ?? (scheme == "https" ? 443 : 80) }

    /// The host as an address has it, IPv6 in brackets.
    public var shownHost: String { host.contains(":") ? "[\(host)]" : host }

    /// Host, and the port where it is written.
    public var authority: String { shownHost + (port.map { ":\($0)" } ?? "") }

    /// The whole address.
    public var text: String { "\(scheme)://\(authority)\(target)" }

    /// Whether both lead to the same server: credentials of one may go to the other.
    public func hasSameOrigin(as other: WebURL) -> Bool {
        scheme == other.scheme && host == other.host && effectivePort == other.effectivePort
    }

    /// Where a `Location` of an answer from here leads.
    public func resolving(_ location: String) throws(Fault) -> WebURL {
        if location.contains("://") { return try WebURL(location) }
        if location.hasPrefix("//") { return try WebURL("\(scheme):\(location)") }
        let base = "\(scheme)://\(authority)"
        if location.hasPrefix("/") { return try WebURL(base + location) }
        let path = target.prefix { $0 != "?" }
        if location.hasPrefix("?") { return try WebURL(base + path + location) }
        let folder = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
        return try WebURL(base + folder + location)
    }
}
