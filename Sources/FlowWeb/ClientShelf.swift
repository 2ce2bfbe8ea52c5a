import AsyncHTTPClient
import CallModel
import NIOConcurrencyHelpers
import NIOCore
import NIOSSL

/// A client for each pair of host and address, so that a connection can lead nowhere but to the address that was checked,
/// and its certificate is still that of the host. The ones that were used last are kept, with their connections.
final class ClientShelf: Sendable {
    private struct Place {
        var client: HTTPClient
        var users = 0
        var used = 0
    }

    private struct State {
        var places: [String: Place] = [:]
        var uses = 0
        var isClosed = false
    }

    /// How many are kept when nobody uses them.
    private static let kept = 64

    private let state = NIOLockedValueBox(State())
    private let group: any EventLoopGroup

    private let trustRoots: NIOSSLTrustRoots

    init(group: any EventLoopGroup, trustRoots: NIOSSLTrustRoots) {
        self.group = group
        self.trustRoots = trustRoots
    }

    /// Lends a client for as long as `body` runs.
    func with<Value>(
        _ host: String, at address: IPAddress, _ body: (HTTPClient) async throws -> Value
    ) async throws -> Value {
        let name = "\(host) \(address)"
        let client = take(name) { self.make(host, address) }
        defer { give(name) }
        return try await body(client)
    }

    private func make(_ host: String, _ address: IPAddress) -> HTTPClient {
        var settings = HTTPClient.Configuration(redirectConfiguration: .disallow)
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = trustRoots
        settings.tlsConfiguration = tls
        settings.timeout = .init(connect: .seconds(5))
        settings.dnsOverride = [host: address.description]
        settings.httpVersion = .http1Only
        settings.decompression = .disabled
        settings.connectionPool.retryConnectionEstablishment = false
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        settings.connectionPool.idleTimeout = .seconds(30)
        return HTTPClient(eventLoopGroupProvider: .shared(group), configuration: settings)
    }

    private func take(_ name: String, make: () -> HTTPClient) -> HTTPClient {
        state.withLockedValue { state in
            state.uses += 1
            var place = state.places[name] ?? Place(client: make())
            place.users += 1
            place.used = state.uses
            state.places[name] = place
            return place.client
        }
    }

    private func give(_ name: String) {
        let old = state.withLockedValue { state -> HTTPClient? in
            state.places[name]?.users -= 1
            guard state.isClosed || state.places.count > Self.kept else { return nil }
            let idle = state.places.filter { $0.value.users == 0 }.min { $0.value.used < $1.value.used }
            guard let idle else { return nil }
            state.places[idle.key] = nil
            return idle.value.client
        }
        if let old { Task { try? await old.shutdown() } }
    }

    /// Ends all clients.
    func close() async {
        let clients = state.withLockedValue { state in
            state.isClosed = true
            defer { state.places = [:] }
            return state.places.values.map(\.client)
        }
        for client in clients { try? await client.shutdown() }
    }
}
