import CallAutomation
import CallModel
import Foundation
import NIOCore

/// The way of the tester's phones to the service: signed requests out, and addresses that only the service knows for
/// what comes back. It belongs to one loop.
struct ServiceWay: Sendable {
    let client: CallAutomationClient
    let aiResource: String?
    let publicURL: String
    /// What nobody can guess of the addresses.
    let token: String

    init(_ settings: ServiceSettings, publicURL: String, on loop: any EventLoop) throws {
        var requests = ClientConfiguration()
        requests.apiVersion = settings.apiVersion
        client = try CallAutomationClient(
            endpoint: settings.endpoint, credential: settings.credential, eventLoops: [loop], configuration: requests)
        aiResource = settings.aiResource
        self.publicURL = String(publicURL.reversed().drop { $0 == "/" }.reversed())
        var random = SystemRandomNumberGenerator()
        token = (0..<2).map { _ in String(random.next(), radix: 16) }.joined(separator: "-")
    }

    // MARK: - Addresses

    static let path = "/events/phones/"

    /// Where the events of one leg go.
    func address(_ story: Int, _ leg: Int) -> String { "\(publicURL)\(Self.path)\(token)/\(story)/\(leg)" }

    /// The leg that a path of ours names; nil when it was not made here.
    func leg(of uri: String) -> (story: Int, leg: Int)? {
        let parts = uri.prefix { $0 != "?" }.dropFirst(Self.path.count)
            .split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, isOwn(parts[0]), let story = Int(parts[1]), let leg = Int(parts[2]) else { return nil }
        return (story, leg)
    }

    /// Compared in constant time.
    private func isOwn(_ given: Substring) -> Bool {
        let (given, expected) = (Array(given.utf8), Array(token.utf8))
        return given.count == expected.count && zip(given, expected).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    // MARK: - Requests

    /// Sends an action; on the loop.
    func send(
        _ action: CallAction, on connection: String? = nil, told: @escaping @Sendable (SendResult) -> Void
    ) throws {
        send(try client.prepare(action, callConnectionID: connection), told: told)
    }

    private func send(_ request: PreparedRequest, told: @escaping @Sendable (SendResult) -> Void) {
        let attempt = SendAttempt(
            repeatabilityID: request.takesRepeatability ? UUID().uuidString.lowercased() : nil,
            firstSent: Date().timeIntervalSince1970)
        client.send(request, attempt: attempt, on: 0, completion: told)
    }
}
