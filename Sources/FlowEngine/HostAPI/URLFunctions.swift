import CallModel
import LuaEngine

/// `url.encode`, `url.decode`, `url.query`, `url.parse`: texts in addresses.
enum URLFunctions {
    static let all: [HostFunction] = [encode, decode, query, parse]

    private static let text = HostParameter("text", .string, "The text.", required: true)
    private static let value = HostType.oneOf([.string, .number(-1e300...1e300), .boolean])

    private static let encode = HostFunction(
        "url.encode", "A text as it stands in an address: all but letters, digits and -._~ as %XX.",
        parameters: [text], result: "the text", phases: [.load, .call]
    ) { instance, arguments throws(LuaRaise) in
        let text = arguments[0].stringValue ?? ""
        instance.charge(text.utf8.count / 4)
        return try give(PercentEncoding.encoded(text), instance, arguments)
    }

    private static let decode = HostFunction(
        "url.decode", "The text behind %XX; a + stays one.", parameters: [text], result: "the text, or nil and err",
        phases: [.load, .call]
    ) { instance, arguments throws(LuaRaise) in
        let text = arguments[0].stringValue ?? ""
        instance.charge(text.utf8.count / 4)
        guard let decoded = PercentEncoding.decoded(text) else {
            return refuse("a % has no two hexadecimal digits behind it, or this is no UTF-8", arguments)
        }
        return try give(decoded, instance, arguments)
    }

    private static let query = HostFunction(
        "url.query", "Names and values as a query has them, the names sorted: a=1&b=2.",
        parameters: [HostParameter("values", .map(value), "A table from names to values.", required: true)],
        result: "the text", phases: [.load, .call]
    ) { instance, arguments throws(LuaRaise) in
        guard case .table(let table) = arguments[0] else { return .values(0) }
        let pairs = table.namedFields.map { (name: $0.0, text: $0.1.shown(quoted: false)) }
        instance.charge(pairs.reduce(0) { $0 + $1.name.utf8.count + $1.text.utf8.count } / 4)
        return try give(PercentEncoding.encoded(pairs.sorted { $0.name < $1.name }), instance, arguments)
    }

    private static let parse = HostFunction(
        "url.parse", "Takes an https or http address apart. Of a name that stands twice in the query the last counts.",
        parameters: [text], result: "{ scheme, host, port, path, query = { name = … } }, or nil and err",
        phases: [.load, .call]
    ) { instance, arguments throws(LuaRaise) in
        let text = arguments[0].stringValue ?? ""
        instance.charge(text.utf8.count / 4)
        let url: WebURL
        do throws(WebURL.Fault) {
            url = try WebURL(text)
        } catch {
            return refuse("\"\(text.prefix(200))\" \(error.reason)", arguments)
        }
        let parts = url.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = PercentEncoding.decoded(parts[0]), let query = fields(parts.count > 1 ? parts[1] : "") else {
            return refuse("a % has no two hexadecimal digits behind it, or this is no UTF-8", arguments)
        }
        arguments.call.push(
            .record([
                ("scheme", .string(url.scheme)), ("host", .string(url.host)),
                ("port", .integer(Int64(url.port ?? (url.scheme == "https" ? 443 : 80)))), ("path", .string(path)),
                ("query", .record(query)),
            ]))
        return .values(1)
    }

    /// Names and values of a query, sorted; nil where it cannot be decoded.
    private static func fields(_ query: Substring) -> [(String, LuaValue)]? {
        var found: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decoded(sides[0], plusIsBlank: true),
                let value = PercentEncoding.decoded(sides.count > 1 ? sides[1] : "", plusIsBlank: true)
            else { return nil }
            found[name] = value
        }
        return found.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }
    }

    private static func give(
        _ text: String, _ instance: FlowInstance, _ arguments: HostArguments
    ) throws(LuaRaise) -> LuaReturn {
        let most = instance.environment.limits.lua.stringBytes
        guard text.utf8.count <= most else {
            throw arguments.mistake("this would be \(text.utf8.count) bytes, and a text has at most \(most)")
        }
        arguments.call.push(.string(text))
        return .values(1)
    }

    private static func refuse(_ words: String, _ arguments: HostArguments) -> LuaReturn {
        arguments.call.push(.nil)
        arguments.call.push(Marshalling.failure(ActionFailure(reason: .malformed, message: words)))
        return .values(2)
    }
}
