import Foundation

/// Paths of requests to the service.
enum WirePath {
    /// The call connection that a path is about; nil when it is about none.
    static func connection(in path: String) -> String? {
        guard let range = path.range(of: "/callConnections/") else { return nil }
        let id = String(path[range.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != ":" })
        return id.isEmpty ? nil : id.removingPercentEncoding ?? id
    }
}
