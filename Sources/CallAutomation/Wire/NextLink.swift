import CallModel

/// The link to a further page of a list: absolute or relative, and always to the service itself.
struct NextLink {
    private let text: String

    init(_ text: String) { self.text = text }

    /// Path and query on our own endpoint, with our own API version.
    /// - Parameter onto: the path of the first page, which a relative link starts from.
    func path(onto: String, apiVersion: String, endpoint: ServiceEndpoint?) throws(RequestFault) -> String {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
            throw RequestFault(description: "the link to the next page '\(text)' is no address")
        }
        let link = try local(endpoint).prefix { $0 != "#" }
        var path = link.prefix { $0 != "?" }
        let query = link.dropFirst(path.count + 1).split(separator: "&").filter { !Self.isAPIVersion($0) }
        let folder = onto.prefix(onto.lastIndex(of: "/").map { onto.distance(from: onto.startIndex, to: $0) + 1 } ?? 0)
        if path.isEmpty { path = Substring(onto) } else if !path.hasPrefix("/") { path = folder + path }
        guard !path.split(separator: "/").contains(where: { $0 == ".." || $0 == "." }) else {
            throw RequestFault(description: "the link to the next page '\(text)' is no address")
        }
        let parts = query.map(String.init) + ["api-version=\(RequestPath.encoded(apiVersion))"]
        return "\(path)?\(parts.joined(separator: "&"))"
    }

    /// The link from its path on.
    private func local(_ endpoint: ServiceEndpoint?) throws(RequestFault) -> Substring {
        var rest = text[...]
        let scheme = rest.prefix { $0.isLetter }
        if rest.dropFirst(scheme.count).hasPrefix("://") {
            rest = rest.dropFirst(scheme.count + 3)
        } else if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
        } else {
            guard rest.prefix(while: { !"/?#".contains($0) }).contains(":") == false else {
                throw RequestFault(description: "the link to the next page '\(text)' is no address")
            }
            return rest
        }
        let authority = rest.prefix { !"/?#".contains($0) }
        rest = rest.dropFirst(authority.count)
        let ours = endpoint.map { $0.isSecure ? "https" : "http" } ?? ""
        let named = try? ServiceEndpoint("\(scheme.isEmpty ? ours : scheme.lowercased())://\(authority.lowercased())")
        guard let endpoint, let named, named.host == endpoint.host.lowercased(), named.port == endpoint.port else {
            throw RequestFault(description: "the link to the next page leads to another host, \(authority)")
        }
        return rest.isEmpty ? "/" : rest
    }

    private static func isAPIVersion(_ parameter: Substring) -> Bool {
        parameter.prefix { $0 != "=" }.lowercased() == "api-version"
    }
}
