import Foundation

/// The address of a resource, taken apart once.
public struct ServiceEndpoint: Sendable, Equatable {
    /// Why a text is no address.
    public struct Fault: Error, Sendable, CustomStringConvertible {
        /// A sentence for a person.
        public let description: String
    }

    /// Whether the connection is encrypted (`https`).
    public let isSecure: Bool
    /// Where to connect to.
    public let host: String
    /// Where to connect to; the scheme's own port when the address names none.
    public let port: Int
    /// Host with port, if the address names one: the `Host` header, and what is signed.
    public let authority: String

    /// Reads `https://name` or `http://name:port`, with or without a slash at the end.
    public init(_ text: String) throws(Fault) {
        var address = text
        while address.hasSuffix("/") { address.removeLast() }
        guard let url = URLComponents(string: address), let host = url.host, !host.isEmpty, url.user == nil,
            url.path.isEmpty, url.query == nil, url.fragment == nil, url.scheme == "https" || url.scheme == "http"
        else {
            throw Fault(description: "'\(text)' is no endpoint; write it like https://name.communication.azure.com")
        }
        let isAddressV6 = host.contains(":")
        let bare = isAddressV6 ? host.trimmingCharacters(in: ["[", "]"]) : host
        isSecure = url.scheme == "https"
        self.host = bare
        port = url.port ?? (isSecure ? 443 : 80)
        authority = (isAddressV6 ? "[\(bare)]" : bare) + (url.port.map { ":\($0)" } ?? "")
    }
}
