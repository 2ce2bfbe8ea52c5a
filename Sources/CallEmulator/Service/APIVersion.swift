/// The versions of the API that clients may name (protocol reference, section 1).
enum APIVersion {
    static let known = [
        "2026-03-12", "2025-06-15", "2025-05-15", "2024-09-15", "2024-04-15", "2023-10-15", "2023-03-06",
        "2025-08-15-preview", "2024-09-01-preview",
    ]

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
