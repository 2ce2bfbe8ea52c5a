import CallModel
import Foundation

/// A request to the pretend service, as it came over the wire.
public struct ServiceRequest: Sendable {
    /// Upper case.
    public var method: String
    /// Path and query exactly as sent, percent-escapes kept.
    public var target: String
    /// Values by lower-case name; `host` is among them.
    public var headers: [String: String]
    /// The body, empty when there is none.
    public var body: [UInt8]

    /// A request of its parts; header names may be in any case.
    public init(method: String, target: String, headers: [String: String] = [:], body: [UInt8] = []) {
        self.method = method
        self.target = target
        self.headers = Dictionary(headers.map { ($0.key.lowercased(), $0.value) }) { _, last in last }
        self.body = body
    }

    /// The largest body that is read.
    public static let bodyLimit = 1 << 20

    /// The path without the query.
    var path: Substring { target.prefix { $0 != "?" } }

    /// The first value of a query parameter, unescaped.
    func query(_ name: String) -> String? {
        guard let mark = target.firstIndex(of: "?") else { return nil }
        for pair in target[target.index(after: mark)...].split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts[0] == name { return parts.count == 2 ? String(parts[1]).removingPercentEncoding : "" }
        }
        return nil
    }
}

/// The answer to a request.
public struct ServiceResponse: Sendable, Equatable {
    /// The HTTP status.
    public var status: Int
    /// Beside Content-Type, which follows from the body.
    public var headers: [String: String] = [:]
    /// The JSON body, if any.
    public var body: JSONValue?

    /// An answer with a JSON body or none.
    public init(status: Int, body: JSONValue? = nil) {
        self.status = status
        self.body = body
    }
}

/// A refusal: the status, and `{"error": {"code", "message"}}` as the service writes it.
struct ServiceError: Error, Sendable, Equatable {
    let status: Int
    /// The sub-code as text.
    let code: String
    let message: String
    /// Seconds after which another try makes sense.
    var retryAfter: Int?
    /// Whether the refusal is about the repetition itself.
    var isRejectedRepeat = false

    var response: ServiceResponse {
        let error: JSONValue = ["code": .string(code), "message": .string(message)]
        var response = ServiceResponse(status: status, body: ["error": error])
        response.headers["Retry-After"] = retryAfter.map(String.init)
        if isRejectedRepeat { response.headers["Repeatability-Result"] = "rejected" }
        return response
    }

    /// Something in the body or the query is wrong; `field` is its path.
    static func invalid(_ field: String, _ why: String) -> ServiceError {
        ServiceError(status: 400, code: "8523", message: "Invalid request: \(field) \(why).")
    }

    static func notFound(_ what: String) -> ServiceError {
        ServiceError(status: 404, code: "8522", message: "\(what) not found.")
    }

    static func unauthorized(_ why: String) -> ServiceError {
        ServiceError(status: 401, code: "7509", message: "Authentication failed: \(why).")
    }

    static let tooLarge = ServiceError(
        status: 413, code: "8523", message: "The request body is larger than \(ServiceRequest.bodyLimit) bytes.")
}
