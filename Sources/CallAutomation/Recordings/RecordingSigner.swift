import AsyncHTTPClient
import Foundation
import NIOHTTP1

/// Requests for files of recordings: their addresses come from an event, so only the service's own hosts get a signature
/// (protocol reference, 13.4).
struct RecordingSigner: Sendable {
    let endpoint: ServiceEndpoint
    let credential: ServiceCredential

    private static let hosts = [".asm.skype.com", ".asyncgw.teams.microsoft.com", ".ams.gov.teams.microsoft.us"]

    /// A signed request: over the location's path and the endpoint's host.
    func request(_ method: String, _ location: String) throws -> HTTPClientRequest {
        guard let url = URLComponents(string: location), let host = url.host?.lowercased(), url.user == nil else {
            throw RecordingFileFault(400, "the address of the recording is none: \(location)")
        }
        let authority = host + (url.port.map { ":\($0)" } ?? "")
        let isOwn = authority == endpoint.authority.lowercased() && url.scheme == (endpoint.isSecure ? "https" : "http")
        let isOfService = url.scheme == "https" && url.port == nil && Self.hosts.contains { host.hasSuffix($0) }
        guard isOwn || isOfService else {
            throw RecordingFileFault(
                403, "the recording lies at \(authority), which is no host of the service; it is not asked")
        }
        var request = HTTPClientRequest(url: location)
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "x-ms-host", value: endpoint.host)
        switch credential {
        case .bearer(let token):
            guard let text = token() else { throw RecordingFileFault(401, "there is no bearer token at hand") }
            request.headers.add(name: "Authorization", value: "Bearer \(text)")
        case .accessKey(let key):
            let date = HTTPDate.format(Date().timeIntervalSince1970)
            let hash = AccessKey.contentHash([])
            let path = url.percentEncodedPath + (url.percentEncodedQuery.map { "?\($0)" } ?? "")
            let text = AccessKey.stringToSign(
                method: method, pathAndQuery: path, date: date, host: endpoint.authority, contentHash: hash)
            request.headers.add(name: "x-ms-date", value: date)
            request.headers.add(name: "x-ms-content-sha256", value: hash)
            request.headers.add(
                name: "Authorization",
                value: "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="
                    + key.signature(of: text))
        }
        return request
    }
}
