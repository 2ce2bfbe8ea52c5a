/// An answer from the web. The journal keeps it as the body of a response record.
public struct WebResponse: Sendable, Equatable {
    /// 100 to 599.
    public var status: Int
    /// Names in lower case, sorted; of several headers of one name the values stand behind one another, with commas.
    public var headers: [(name: String, value: String)]
    /// As text; bytes that are none were replaced.
    public var body: String
    /// The address that answered, after redirects; nil when it is the one that was asked.
    public var url: String?

    /// An answer from its parts, headers in any order.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: String = "", url: String? = nil) {
        self.status = status
        var merged: [String: String] = [:]
        for (name, value) in headers {
            let name = name.lowercased()
            merged[name] = merged[name].map { $0 + ", " + value } ?? value
        }
        self.headers = merged.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        self.body = body
        self.url = url
    }

    /// A header by its name in lower case.
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// Whether it says that it is JSON.
    public var isJSON: Bool {
        guard let type = header("content-type")?.lowercased().prefix(while: { $0 != ";" }) else { return false }
        let name = type.split(separator: " ").first ?? ""
        return name == "application/json" || name.hasSuffix("+json") || name == "text/json"
    }

    /// As a response record has it.
    public var result: SendResult {
        var members: JSONObject = [
            "headers": .object(JSONObject(headers.map { (name: $0.name, value: JSONValue.string($0.value)) })),
            "body": .string(body),
        ]
        if let url { members["url"] = .string(url) }
        return .answered(status: status, body: JSONValue.object(members).encoded)
    }

    /// Reads what `result` wrote; nil when it is something else.
    public init?(status: Int, body bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), let headers = json["headers"]?.objectValue,
            let body = json["body"]?.stringValue
        else { return nil }
        self.init(
            status: status, headers: headers.members.map { ($0.name, $0.value.stringValue ?? "") }, body: body,
            url: json["url"]?.stringValue)
    }

    /// Equal when all parts are.
    public static func == (left: WebResponse, right: WebResponse) -> Bool {
        left.status == right.status && left.body == right.body && left.url == right.url
            && left.headers.elementsEqual(right.headers) { $0.name == $1.name && $0.value == $1.value }
    }
}
