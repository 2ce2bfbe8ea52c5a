import Foundation

/// Where a resource is and how to prove that one may use it: `endpoint=https://…/;accesskey=…` (protocol reference 2.2).
public struct ConnectionString: Sendable {
    /// The address without a trailing slash.
    public let endpoint: String
    /// The secret part.
    public let accessKey: AccessKey

    /// Reads a connection string; names may be in any case, and both parts must be there.
    public init(_ text: String) throws(AccessKey.Fault) {
        var parts: [String: String] = [:]
        for part in text.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { parts[pair[0].lowercased()] = String(pair[1]) }
        }
        guard var address = parts["endpoint"], let url = URL(string: address), url.host != nil,
            url.scheme == "https" || url.scheme == "http"
        else {
            throw AccessKey.Fault(
                description: "the connection string has no endpoint=https://…; copy it whole from the portal")
        }
        guard let key = parts["accesskey"] else {
            throw AccessKey.Fault(description: "the connection string has no accesskey=…; copy it whole")
        }
        while address.hasSuffix("/") { address.removeLast() }
        endpoint = address
        accessKey = try AccessKey(base64: key)
    }
}
