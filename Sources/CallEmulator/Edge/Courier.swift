import AsyncHTTPClient
import NIOCore

/// Sends the requests of deliveries by HTTP.
package struct Courier: Sendable {
    let client: HTTPClient

    static func makeClient() -> HTTPClient {
        HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// How a client is set up that brings events.
    package static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: .seconds(30)))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        // A refused connection is a try that failed, at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    func send(_ attempt: DeliveryAttempt) async -> DeliveryTry.Outcome {
        var request = HTTPClientRequest(url: attempt.address)
        request.method = .POST
        for (name, value) in attempt.headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(attempt.body)
        do {
            let response = try await client.execute(request, timeout: .nanoseconds(Int64(attempt.timeout * 1e9)))
            // Read to the end, so that the connection can be used again.
            _ = try? await response.body.collect(upTo: 1 << 20)
            return .answered(Int(response.status.code))
        } catch {
            return .fault("\(error)")
        }
    }
}
