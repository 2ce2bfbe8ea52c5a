import CallAutomation
import Foundation

/// Decides whether a request comes from somebody who knows the access key (protocol reference, 2.1 and its traps).
struct RequestVerifier: Sendable {
    private let key: AccessKey
    private let isOn: Bool
    private let skew: Double
    private let tokens: [String]

    init(_ configuration: EmulatorConfiguration) throws(AccessKey.Fault) {
        key = try AccessKey(base64: configuration.accessKey)
        isOn = configuration.verifySignatures
        skew = configuration.dateSkew
        tokens = configuration.bearerTokens
    }

    func check(_ request: ServiceRequest, at now: Double) throws(ServiceError) {
        guard isOn else { return }
        guard let authorization = request.headers["authorization"] else {
            throw .unauthorized("the Authorization header is missing")
        }
        if authorization.lowercased().hasPrefix("bearer ") {
            guard tokens.contains(String(authorization.dropFirst(7))) else {
                throw ServiceError(status: 401, code: "7501", message: "The bearer token is not accepted.")
            }
            return
        }
        guard let date = request.headers["x-ms-date"] else { throw .unauthorized("the x-ms-date header is missing") }
        guard let seconds = HTTPDate.parse(date) else { throw .unauthorized("x-ms-date is no RFC 1123 date") }
        guard abs(seconds - now) <= skew else {
            throw .unauthorized("x-ms-date differs from the server's clock by more than \(Int(skew / 60)) minutes")
        }
        guard let hash = request.headers["x-ms-content-sha256"] else {
            throw .unauthorized("the x-ms-content-sha256 header is missing")
        }
        guard hash == AccessKey.contentHash(request.body) else {
            throw .unauthorized("x-ms-content-sha256 is not the hash of the body")
        }
        let signature = try Self.signature(authorization)
        guard let host = request.headers["host"] else { throw .unauthorized("the Host header is missing") }
        // .NET sends to one address and signs for another that it names here.
        let hosts = [host, host + "/"] + (request.headers["x-forwarded-host"].map { [$0] } ?? [])
        for target in Self.spellings(of: request.target) {
            for host in hosts {
                let text = AccessKey.stringToSign(
                    method: request.method, pathAndQuery: target, date: date, host: host, contentHash: hash)
                if key.isValid(signature, of: text) { return }
            }
        }
        throw .unauthorized("the signature is wrong")
    }

    private static func signature(_ authorization: String) throws(ServiceError) -> String {
        let prefix = "hmac-sha256 "
        guard authorization.lowercased().hasPrefix(prefix) else {
            throw .unauthorized("the Authorization header is neither HMAC-SHA256 nor Bearer")
        }
        for part in authorization.dropFirst(prefix.count).split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1)
            let name = pair.first?.trimmingCharacters(in: .whitespaces).lowercased()
            if name == "signature", pair.count == 2 { return String(pair[1]) }
            if name == "signedheaders", pair.count == 2, pair[1].lowercased() != "x-ms-date;host;x-ms-content-sha256" {
                throw .unauthorized("SignedHeaders must be x-ms-date;host;x-ms-content-sha256")
            }
        }
        throw .unauthorized("the Authorization header holds no Signature")
    }

    /// The target as sent, and as clients may have signed it before their transport quoted it anew: each segment
    /// encoded strictly (an action such as `:play` at its end kept, or encoded too), and nothing encoded at all.
    static func spellings(of target: String) -> [String] {
        let path = String(target.prefix { $0 != "?" })
        let query = String(target.dropFirst(path.count))
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
            .map { String($0).removingPercentEncoding ?? String($0) }
        let strict = segments.map(encode).joined(separator: "/")
        var keepingAction = segments.map(encode)
        if let last = segments.last, let colon = last.lastIndex(of: ":"), colon != last.startIndex,
            last[last.index(after: colon)...].allSatisfy(\.isLetter)
        {
            keepingAction[keepingAction.count - 1] = encode(String(last[..<colon])) + String(last[colon...])
        }
        var seen: [String] = []
        let unquoted = segments.joined(separator: "/")
        for text in [target, keepingAction.joined(separator: "/") + query, strict + query, unquoted + query]
        where !seen.contains(text) {
            seen.append(text)
        }
        return seen
    }

    private static func encode(_ segment: String) -> String {
        segment.addingPercentEncoding(withAllowedCharacters: unreserved) ?? segment
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
