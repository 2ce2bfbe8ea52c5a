import CallModel
import LuaEngine

/// Makes a request to the web of what a flow gives; every mistake is told here, before anything leaves.
struct WebRequestReader {
    let instance: FlowInstance
    let arguments: HostArguments
    let options: HostOptions

    func request(_ method: String, _ address: String) throws(LuaRaise) -> WebRequest {
        let url = try url(address)
        let (body, type) = try body(method)
        var headers = try headers()
        if let type, !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            headers.append(WebRequest.Header("Content-Type", .text(type)))
        }
        try addAuthorization(to: &headers)
        let key = options.string("idempotency_key")
        if let key {
            guard (1...255).contains(key.utf8.count), Self.isHeaderText(key) else {
                throw arguments.mistake("'idempotency_key' has 1 to 255 printable characters")
            }
        }
        return WebRequest(
            method: method, url: url.text, headers: headers, body: body,
            // A text of the flow is no longer than its limit says.
            maxBytes: min(
                options.integer("max_bytes") ?? WebRequest.mostBytes, instance.environment.limits.lua.stringBytes),
            redirects: options.integer("redirects") ?? 5, idempotencyKey: key)
    }

    // MARK: - The address

    private func url(_ text: String) throws(LuaRaise) -> WebURL {
        var url: WebURL
        do throws(WebURL.Fault) {
            url = try WebURL(text)
            let query = PercentEncoding.encoded(pairs("query"))
            if !query.isEmpty {
                url = try WebURL(url.text + (url.target.contains("?") ? "&" : "?") + query)
            }
        } catch {
            throw arguments.mistake("'url': \"\(text.prefix(200))\" \(error.reason)")
        }
        guard instance.environment.web.allows(url.host) else {
            let hosts = instance.environment.web.allowedHosts.map(\.text).joined(separator: ", ")
            throw arguments.mistake("'url': the host \(url.host) may not be asked; --http-allow names \(hosts)")
        }
        return url
    }

    // MARK: - The body

    private func body(_ method: String) throws(LuaRaise) -> (text: String, type: String?) {
        let given = ["json", "form", "body"].filter { options.value($0) != .nil }
        guard given.count <= 1 else {
            throw arguments.mistake("'\(given[0])' and '\(given[1])' are both a body; give one of them")
        }
        guard let name = given.first else { return ("", nil) }
        guard method != "GET", method != "HEAD" else {
            throw arguments.mistake("a \(method) has no body; '\(name)' goes with POST, PUT or PATCH")
        }
        let found: (text: String, type: String?)
        switch name {
        case "json":
            let bytes = try arguments.encoded(options.value(name), named: name, instance)
            found = (String(decoding: bytes, as: UTF8.self), "application/json")
        case "form": found = (PercentEncoding.encoded(pairs(name)), "application/x-www-form-urlencoded")
        default: found = (options.string(name) ?? "", nil)
        }
        guard found.text.utf8.count <= WebRequest.mostBytes else {
            throw arguments.mistake(
                "'\(name)' is \(found.text.utf8.count) bytes, and \(WebRequest.mostBytes) is the limit")
        }
        return found
    }

    private func pairs(_ name: String) -> [(name: String, text: String)] {
        guard case .table(let table) = options.value(name) else { return [] }
        return table.namedFields.map { ($0.0, $0.1.shown(quoted: false)) }
    }

    // MARK: - Headers

    /// What the client writes itself; another value would make one request into two.
    private static let own: Set<String> = [
        "host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect",
        "proxy-authorization", "proxy-connection", "keep-alive", "accept-encoding",
    ]

    private func headers() throws(LuaRaise) -> [WebRequest.Header] {
        guard case .table(let table) = options.value("headers") else { return [] }
        guard table.namedFields.count <= 100 else { throw arguments.mistake("'headers' has at most 100 names") }
        var headers: [WebRequest.Header] = []
        for (name, value) in table.namedFields {
            guard !name.isEmpty, name.utf8.count <= 256, name.utf8.allSatisfy(Self.isToken) else {
                throw arguments.mistake("'headers': \"\(name.prefix(100))\" is no name of a header")
            }
            guard !Self.own.contains(name.lowercased()) else {
                throw arguments.mistake("'headers': \(name) is written by the client itself")
            }
            switch try credential(value, "headers.\(name)") {
            case .text(let text): headers.append(WebRequest.Header(name, .text(text)))
            case .secret(let secret): headers.append(WebRequest.Header(name, .secret(secret)))
            }
        }
        return headers
    }

    private func addAuthorization(to headers: inout [WebRequest.Header]) throws(LuaRaise) {
        let (bearer, basic) = (options.value("bearer"), options.options("basic"))
        guard bearer != .nil || basic != nil else { return }
        guard bearer == .nil || basic == nil, !headers.contains(where: { $0.name.lowercased() == "authorization" })
        else {
            throw arguments.mistake("give one of 'bearer', 'basic' and the header Authorization")
        }
        if let basic {
            let user = basic.string("user") ?? ""
            guard !user.contains(":"), Self.isHeaderText(user) else {
                throw arguments.mistake("'basic.user' has a colon or an unprintable character")
            }
            headers.append(
                WebRequest.Header(
                    "Authorization",
                    .basic(user: user, password: try credential(basic.value("password"), "basic.password"))))
        } else {
            headers.append(WebRequest.Header("Authorization", .bearer(try credential(bearer, "bearer"))))
        }
    }

    private func credential(_ value: LuaValue, _ name: String) throws(LuaRaise) -> WebRequest.Credential {
        if case .object(let object) = value {
            let number = Int(object.id) - 1
            guard instance.secrets.indices.contains(number) else {
                throw arguments.mistake("'\(name)': this secret is not known here")
            }
            return .secret(instance.secrets[number])
        }
        let text = value.stringValue ?? ""
        guard text.utf8.count <= 8_192, Self.isHeaderText(text) else {
            throw arguments.mistake("'\(name)' has a line break or another character that no header can have")
        }
        return .text(text)
    }

    private static func isHeaderText(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
