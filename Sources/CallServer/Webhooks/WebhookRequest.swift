import CallModel
import Foundation

/// A webhook as it came: path, query, headers and body.
struct WebhookRequest {
    /// What the path says, before anything is believed.
    enum Target: Equatable {
        /// Event Grid.
        case incoming
        /// The callback address of a call.
        case call(session: String, operation: String, token: String)
    }

    var method: String
    var target: Target
    var query: String
    var body: [UInt8]
    var header: (String) -> String?

    /// The webhook that a request target names; nil when it names something else.
    static func target(of uri: String) -> (target: Target, query: String)? {
        guard uri.hasPrefix("/events/") else { return nil }
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count > 1 ? String(parts[1]) : ""
        let words = parts[0].dropFirst("/events/".count).split(separator: "/", omittingEmptySubsequences: false)
        if words.count == 1, words[0] == "incoming" { return (.incoming, query) }
        guard words.count == 4, words[0] == "calls" else { return nil }
        return (.call(session: String(words[1]), operation: String(words[2]), token: String(words[3])), query)
    }

    /// A value of the query, percent-decoded.
    func queryValue(_ name: String) -> String? {
        for pair in query.split(separator: "&") {
            let words = pair.split(separator: "=", maxSplits: 1)
            if words.count == 2, words[0] == name { return String(words[1]).removingPercentEncoding }
        }
        return nil
    }
}

/// The answer to a webhook.
struct WebhookAnswer: Sendable, Equatable {
    var status: Int
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    static func == (left: WebhookAnswer, right: WebhookAnswer) -> Bool {
        left.status == right.status && left.body == right.body
            && left.headers.elementsEqual(right.headers) { $0.name == $1.name && $0.value == $1.value }
    }

    /// An answer without a body.
    static func empty(_ status: Int) -> WebhookAnswer { WebhookAnswer(status: status) }

    /// An answer that says in words what is wrong.
    static func problem(_ status: Int, _ message: String) -> WebhookAnswer {
        let json: JSONValue = ["error": ["message": .string(message)]]
        return WebhookAnswer(status: status, headers: [("Content-Type", "application/json")], body: json.encoded)
    }
}
