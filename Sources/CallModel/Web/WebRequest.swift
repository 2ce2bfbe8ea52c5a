/// A request of a flow to the web, as the journal keeps it: exact but for its secrets, which are named and never there.
public struct WebRequest: Sendable, Equatable {
    /// A header's value.
    public enum Value: Sendable, Equatable {
        case text(String)
        /// The secret of this name.
        case secret(String)
        /// `Bearer` and a token.
        case bearer(Credential)
        /// `Basic` and user and password.
        case basic(user: String, password: Credential)

        /// Whether it must not go to another server than the one that it was given for.
        public var isCredential: Bool { if case .text = self { false } else { true } }
    }

    /// A text, or the name of a secret.
    public enum Credential: Sendable, Equatable {
        case text(String)
        case secret(String)
    }

    /// A header, its name as the flow wrote it.
    public struct Header: Sendable, Equatable {
        /// The name.
        public var name: String
        /// What it says.
        public var value: Value

        /// A header with its value.
        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// Upper case.
    public var method: String
    /// Absolute.
    public var url: String
    /// In order.
    public var headers: [Header]
    /// Empty where there is none.
    public var body: String
    /// Bytes that the body of the answer may have.
    public var maxBytes: Int
    /// How many redirects are followed.
    public var redirects: Int
    /// What the flow calls the request, so that sending it twice has the effect of once; nil where it says nothing.
    public var idempotencyKey: String?

    /// A string of a flow is no longer, so neither is a body.
    public static let mostBytes = 256 << 10

    /// A request from its parts.
    public init(
        method: String, url: String, headers: [Header] = [], body: String = "", maxBytes: Int = mostBytes,
        redirects: Int = 5, idempotencyKey: String? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.maxBytes = maxBytes
        self.redirects = redirects
        self.idempotencyKey = idempotencyKey
    }

    /// How it may be repeated: what only reads or sets, or has a key of the flow's own, has the same effect twice.
    public var repeatClass: RepeatClass {
        if idempotencyKey != nil { return .sameEffect }
        return ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"].contains(method) ? .sameEffect : .outside
    }

    // MARK: - In the journal

    /// As a record has it: the address as path, all else as JSON.
    public var prepared: PreparedRequest {
        var members = JSONObject()
        members["headers"] = .array(headers.map { .object($0.json) })
        members["body"] = .string(body)
        members["max_bytes"] = .integer(Int64(maxBytes))
        members["redirects"] = .integer(Int64(redirects))
        if let idempotencyKey { members["idempotency_key"] = .string(idempotencyKey) }
        return PreparedRequest(method: method, path: url, body: JSONValue.object(members).encoded)
    }

    /// Reads what `prepared` wrote; nil when it is something else.
    public init?(_ prepared: PreparedRequest) {
        guard let json = try? JSONValue(parsing: prepared.body), let list = json["headers"]?.arrayValue else {
            return nil
        }
        let headers = list.compactMap { Header(json: $0) }
        guard headers.count == list.count else { return nil }
        self.init(
            method: prepared.method, url: prepared.path, headers: headers, body: json["body"]?.stringValue ?? "",
            maxBytes: json["max_bytes"]?.intValue ?? Self.mostBytes, redirects: json["redirects"]?.intValue ?? 0,
            idempotencyKey: json["idempotency_key"]?.stringValue)
    }

    /// Method and host, which is all that logs and timelines tell of an address: paths and queries hold keys and people.
    public static func shown(_ prepared: PreparedRequest) -> String {
        "\(prepared.method) " + ((try? WebURL(prepared.path))?.authority ?? "?")
    }
}

extension WebRequest.Credential {
    fileprivate var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .secret(let name): ["secret": .string(name)]
        }
    }

    fileprivate init?(json: JSONValue) {
        if let text = json.stringValue {
            self = .text(text)
        } else if let name = json["secret"]?.stringValue {
            self = .secret(name)
        } else {
            return nil
        }
    }
}

extension WebRequest.Header {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["name": .string(name)]
        switch value {
        case .text(let text): object["value"] = .string(text)
        case .secret(let name): object["secret"] = .string(name)
        case .bearer(let token): object["bearer"] = token.json
        case .basic(let user, let password): object["basic"] = ["user": .string(user), "password": password.json]
        }
        return object
    }

    fileprivate init?(json: JSONValue) {
        guard let name = json["name"]?.stringValue else { return nil }
        self.name = name
        if let text = json["value"]?.stringValue {
            value = .text(text)
        } else if let secret = json["secret"]?.stringValue {
            value = .secret(secret)
        } else if let token = json["bearer"].flatMap({ WebRequest.Credential(json: $0) }) {
            value = .bearer(token)
        } else if let basic = json["basic"], let user = basic["user"]?.stringValue,
            let password = basic["password"].flatMap({ WebRequest.Credential(json: $0) })
        {
            value = .basic(user: user, password: password)
        } else {
            return nil
        }
    }
}
