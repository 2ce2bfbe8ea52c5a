import CallModel
import FlowEngine
import Foundation
import LuaEngine

/// A request of a flow to the web as specs see it: `method`, `url`, `path`, `query`, `headers` (names in lower case),
/// `body`, `json`, `form`. A secret is `secret NAME`.
enum WebRequestView {
    static func json(_ request: WebRequest) -> JSONValue {
        var view: JSONObject = ["method": .string(request.method), "url": .string(request.url)]
        if let url = try? WebURL(request.url) {
            view["host"] = .string(url.authority)
            view["path"] = .string(String(url.target.prefix { $0 != "?" }))
            view["query"] = .object(pairs(String(url.target.drop { $0 != "?" }.dropFirst())))
        }
        var headers = JSONObject()
        for header in request.headers { headers[header.name.lowercased()] = .string(shown(header.value)) }
        view["headers"] = .object(headers)
        view["body"] = .string(request.body)
        let type = headers["content-type"]?.stringValue ?? ""
        if type.hasPrefix("application/x-www-form-urlencoded") { view["form"] = .object(pairs(request.body)) }
        if let json = try? JSONValue(parsing: Array(request.body.utf8)) { view["json"] = json }
        if let key = request.idempotencyKey { view["idempotency_key"] = .string(key) }
        return .object(view)
    }

    static func lua(_ request: WebRequest) -> LuaValue { Marshalling.value(json(request), field: "", isFree: true) }

    private static func shown(_ value: WebRequest.Value) -> String {
        func shown(_ credential: WebRequest.Credential) -> String {
            switch credential {
            case .text(let text): text
            case .secret(let name): "secret \(name)"
            }
        }
        switch value {
        case .text(let text): return text
        case .secret(let name): return "secret \(name)"
        case .bearer(let token): return "Bearer \(shown(token))"
        case .basic(let user, let password): return "Basic \(user):\(shown(password))"
        }
    }

    private static func pairs(_ text: String) -> JSONObject {
        var pairs = JSONObject()
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let texts = parts.map { part -> String in
                let text = part.replacing("+", with: " ")
                return text.removingPercentEncoding ?? String(text)
            }
            pairs[texts[0]] = .string(texts.count > 1 ? texts[1] : "")
        }
        return pairs
    }
}
