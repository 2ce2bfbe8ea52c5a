import CallModel

/// The versions of the API that clients may name.
enum APIVersion {
    static let known = ServiceVersion.known

    static func check(_ request: ServiceRequest) throws(ServiceError) -> String {
        guard let version = request.query("api-version"), !version.isEmpty else {
            throw .invalid("api-version", "is missing from the query; supported are \(known.joined(separator: ", "))")
        }
        guard known.contains(version) else {
            throw .invalid("api-version", "'\(version)' is not supported; use one of \(known.joined(separator: ", "))")
        }
        return version
    }
}
