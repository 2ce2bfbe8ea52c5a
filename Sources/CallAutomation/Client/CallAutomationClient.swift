import CallModel
import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOSSL

/// The REST client of the service: signs requests, keeps connections, repeats what may be repeated.
///
/// Nothing in it is `async`, by measurement: each event loop has its own connections, and a request stays on the loop of
/// its shard from `send` to its completion. Call `shutdown` before the event loops end.
public final class CallAutomationClient: CallActionSender {
    private let shards: [NIOLoopBoundBox<Shard>]
    private let apiVersion: String
    private let endpoint: ServiceEndpoint

    /// A client for one resource.
    /// - Parameters:
    ///   - endpoint: `https://name.communication.azure.com`, or the emulator's `http://127.0.0.1:port`.
    ///   - eventLoops: the loop of shard `n` stands at index `n`.
    ///   - now: seconds since 1970; for dates and signatures, not for time limits.
    ///   - random: from 0 to 1; spreads repeats.
    /// - Throws: `ServiceEndpoint.Fault`, or a fault of TLS when trust roots cannot be read.
    public init(
        endpoint: String, credential: ServiceCredential, eventLoops: [any EventLoop],
        configuration: ClientConfiguration = ClientConfiguration(),
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 },
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) throws {
        let endpoint = try ServiceEndpoint(endpoint)
        apiVersion = configuration.apiVersion
        self.endpoint = endpoint
        var tls: NIOSSLContext?
        if endpoint.isSecure {
            var settings = configuration.tls
            settings.applicationProtocols = ["http/1.1"]
            tls = try NIOSSLContext(configuration: settings)
        }
        var shards: [NIOLoopBoundBox<Shard>] = []
        for loop in eventLoops {
            let shard = Shard(
                loop: loop, endpoint: endpoint, credential: credential, tls: tls, configuration: configuration,
                now: now,
                random: random)
            shards.append(.makeBoxSendingValue(shard, eventLoop: loop))
        }
        self.shards = shards
    }

    /// Makes the exact request of an action in the configured version; see `ActionRequest.prepare`.
    public func prepare(_ action: CallAction, callConnectionID: String?) throws -> PreparedRequest {
        try prepare(action, callConnectionID: callConnectionID, apiVersion: apiVersion)
    }

    /// Makes the exact request of an action in any version.
    public func prepare(
        _ action: CallAction, callConnectionID: String?, apiVersion: String
    ) throws -> PreparedRequest {
        try ActionRequest.prepare(
            action, callConnectionID: callConnectionID, apiVersion: apiVersion, endpoint: endpoint)
    }

    /// Sends a request. Must be called on the event loop of `shard`; `completion` is called there once, after `send` has
    /// returned and within the time limit of `attempt`.
    public func send(
        _ request: PreparedRequest, attempt: SendAttempt, on shard: ShardIndex,
        completion: @escaping @Sendable (SendResult) -> Void
    ) {
        guard shards.indices.contains(shard) else {
            return completion(.fault(SendFault(.notSent, "there is no shard \(shard)")))
        }
        shards[shard].value.send(request, attempt) { completion($1) }
    }

    /// Sends a request once, whatever that brings: for those who repeat by a clock of their own. The rest is as with
    /// `send`.
    /// - Parameter completion: is given what the try brought as well; nil when there was none.
    package func sendOnce(
        _ request: PreparedRequest, attempt: SendAttempt, on shard: ShardIndex,
        completion: @escaping @Sendable (RetryPolicy.Outcome?, SendResult) -> Void
    ) {
        guard shards.indices.contains(shard) else {
            return completion(nil, .fault(SendFault(.notSent, "there is no shard \(shard)")))
        }
        shards[shard].value.send(request, attempt, isSingle: true, completion)
    }

    /// Ends what is under way (as unknown, or as not sent) and closes all connections. Later requests are refused.
    public func shutdown() async {
        for shard in shards {
            try? await shard.eventLoop.submit { shard.value.shutdown() }.get()
        }
    }
}
