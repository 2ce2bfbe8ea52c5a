import CallModel
import Foundation

/// The values of secrets. They go into the headers of requests, and nowhere else: what comes back of them is taken out
/// before anybody sees it.
public struct WebSecrets: Sendable, CustomStringConvertible {
    private let values: [String: String]

    /// Secrets by name.
    public init(_ values: [String: String] = [:]) { self.values = values }

    /// Their names, sorted.
    public var names: [String] { values.keys.sorted() }

    /// How many there are; never what they are.
    public var description: String { "\(values.count) secrets" }

    /// A secret that a request names and that is not there.
    struct Missing: Error {
        let name: String
    }

    /// A header as it leaves, and the texts in it that are secret, by the name that stands in their place.
    func header(_ value: WebRequest.Value) throws -> (text: String, secrets: [(text: String, name: String)]) {
        switch value {
        case .text(let text): return (text, [])
        case .secret(let name):
            let secret = try self.value(name)
            return (secret, [(secret, name)])
        case .bearer(let token):
            let (text, secrets) = try credential(token)
            return ("Bearer \(text)", secrets)
        case .basic(let user, let password):
            var (text, secrets) = try credential(password)
            text = Data("\(user):\(text)".utf8).base64EncodedString()
            if let name = secrets.first?.name { secrets.append((text, name)) }
            return ("Basic \(text)", secrets)
        }
    }

    private func credential(
        _ credential: WebRequest.Credential
    ) throws -> (text: String, secrets: [(text: String, name: String)]) {
        switch credential {
        case .text(let text): return (text, [])
        case .secret(let name):
            let secret = try value(name)
            return (secret, [(secret, name)])
        }
    }

    private func value(_ name: String) throws -> String {
        guard let value = values[name] else { throw Missing(name: name) }
        return value
    }

    /// A text in which names stand for secrets, which a server may have sent back.
    static func hidden(_ text: String, _ secrets: [(text: String, name: String)]) -> String {
        // The longest first: one may be a part of another.
        secrets.filter { !$0.text.isEmpty }.sorted { $0.text.utf8.count > $1.text.utf8.count }
            .reduce(text) { text, secret in
                text.contains(secret.text) ? text.replacing(secret.text, with: "[secret \(secret.name)]") : text
            }
    }
}
