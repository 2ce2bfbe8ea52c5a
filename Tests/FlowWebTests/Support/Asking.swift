import CallModel
import Testing

@testable import FlowWeb

/// Names that lead where the test says.
struct FixedResolver: HostResolver {
    var hosts: [String: [String]]

    func addresses(of host: String) async -> [IPAddress] { (hosts[host] ?? []).compactMap { IPAddress($0) } }
}

/// What a client answers.
enum Asking {
    /// A client to which this machine is as good as a public one, under the names of the test.
    static func local(
        _ hosts: [String: [String]] = ["a.test": ["127.0.0.1"], "b.test": ["127.0.0.1"]],
        secrets: [String: String] = [:]
    ) -> FlowWebClient {
        let policy = WebPolicy(privateBlocks: [IPBlock("127.0.0.0/8")].compactMap { $0 })
        return FlowWebClient(policy: policy, secrets: WebSecrets(secrets), resolver: FixedResolver(hosts: hosts))
    }

    static func ask(_ client: FlowWebClient, _ request: WebRequest, timeLimit: Double = 30) async -> SendResult {
        await withCheckedContinuation { continuation in
            _ = client.send(request.prepared, timeLimit: timeLimit) { continuation.resume(returning: $0) }
        }
    }

    static func response(
        _ client: FlowWebClient, _ request: WebRequest, _ location: SourceLocation = #_sourceLocation
    ) async throws -> WebResponse {
        let result = await ask(client, request)
        guard case .answered(let status, let body) = result else {
            Issue.record("no answer: \(result)", sourceLocation: location)
            throw NoAnswer()
        }
        return try #require(WebResponse(status: status, body: body), sourceLocation: location)
    }

    static func fault(
        _ client: FlowWebClient, _ request: WebRequest, timeLimit: Double = 30,
        _ location: SourceLocation = #_sourceLocation
    ) async throws -> SendFault {
        let result = await ask(client, request, timeLimit: timeLimit)
        guard case .fault(let fault) = result else {
            Issue.record("an answer: \(result)", sourceLocation: location)
            throw NoAnswer()
        }
        return fault
    }

    struct NoAnswer: Error {}
}
