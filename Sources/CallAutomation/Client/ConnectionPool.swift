import NIOCore
import NIOPosix
import NIOSSL

/// The connections of one event loop: kept alive, bounded in number, with a bounded queue before them. Confined to its
/// event loop.
final class ConnectionPool {
    /// Hears what becomes of exchanges.
    let shard: Shard
    private let loop: any EventLoop
    private let endpoint: ServiceEndpoint
    private let tls: NIOSSLContext?
    private let configuration: ClientConfiguration
    /// The one used last is at the end and is used next, so that surplus ones grow old.
    private var idle: [HTTPConnection] = []
    private var open: [ObjectIdentifier: HTTPConnection] = [:]
    private var connecting = 0
    private var waiting = CircularBuffer<Exchange>()
    private var idleTimer: Scheduled<Void>?
    private var isShutDown = false

    init(
        shard: Shard, loop: any EventLoop, endpoint: ServiceEndpoint, tls: NIOSSLContext?,
        configuration: ClientConfiguration
    ) {
        self.shard = shard
        self.loop = loop
        self.endpoint = endpoint
        self.tls = tls
        self.configuration = configuration
    }

    /// Gives the exchange a connection, at once or later. False when the queue is full.
    func acquire(_ exchange: Exchange) -> Bool {
        while let connection = idle.popLast() {
            // One that is closed is still reported as closed, and counted down there.
            guard connection.isUsable else { continue }
            shard.run(exchange, on: connection)
            return true
        }
        guard waiting.count < configuration.maxWaiting else { return false }
        waiting.append(exchange)
        connectIfNeeded()
        return true
    }

    /// Takes an exchange out of the queue.
    func forget(_ exchange: Exchange) {
        waiting.removeAll { $0 === exchange }
    }

    /// Closes everything and keeps closed.
    func shutdown() {
        isShutDown = true
        idleTimer?.cancel()
        idleTimer = nil
        waiting.removeAll()
        idle.removeAll()
        for connection in open.values { connection.abandon() }
    }

    // MARK: - What connections tell

    func connected(_ connection: HTTPConnection) {
        connecting -= 1
        open[ObjectIdentifier(connection)] = connection
        if isShutDown { connection.abandon() } else { finished(connection) }
    }

    func connectFailed(_ message: String) {
        connecting -= 1
        let unlucky = waiting.popFirst()
        connectIfNeeded()
        if let unlucky { shard.refused(unlucky, message) }
    }

    /// The connection is free again.
    func finished(_ connection: HTTPConnection) {
        if let next = waiting.popFirst() { return shard.run(next, on: connection) }
        idle.append(connection)
        startIdleTimer()
    }

    func closed(_ connection: HTTPConnection) {
        open[ObjectIdentifier(connection)] = nil
        idle.removeAll { $0 === connection }
        connectIfNeeded()
    }

    // MARK: - Connecting

    private func connectIfNeeded() {
        guard !isShutDown else { return }
        while connecting < waiting.count, open.count + connecting < configuration.maxConnections { connect() }
    }

    private func connect() {
        connecting += 1
        let timeout = TimeAmount.nanoseconds(Int64(configuration.connectTimeout * 1e9))
        let bound = NIOLoopBound(self, eventLoop: loop)
        ClientBootstrap(group: loop)
            .connectTimeout(timeout)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try bound.value.addHandlers(to: channel) }
            }
            .connect(host: endpoint.host, port: endpoint.port)
            .whenComplete { result in
                do {
                    let pipeline = try result.get().pipeline.syncOperations
                    try pipeline.handler(type: HTTPConnection.self).choose(handshakeTimeout: timeout)
                } catch {
                    bound.value.connectFailed("no connection to the service: \(error)")
                }
            }
    }

    private func addHandlers(to channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        if let tls {
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: nameForTLS))
        }
        let decoder = ResponseDecoder()
        try pipeline.addHandler(ByteToMessageHandler(decoder))
        let connection = HTTPConnection(
            pool: self, decoder: decoder, isSecure: tls != nil, maxAnswerBytes: configuration.maxAnswerBytes)
        try pipeline.addHandler(connection)
    }

    /// TLS names hosts, not addresses.
    private var nameForTLS: String? {
        (try? SocketAddress(ipAddress: endpoint.host, port: 0)) == nil ? endpoint.host : nil
    }

    // MARK: - Growing old

    private func startIdleTimer() {
        guard idleTimer == nil, !isShutDown, let oldest = idle.first else { return }
        let due = oldest.idleSince + .nanoseconds(Int64(configuration.idleTimeout * 1e9))
        idleTimer = loop.assumeIsolated().scheduleTask(deadline: due) { self.closeOld() }
    }

    private func closeOld() {
        idleTimer = nil
        let limit = NIODeadline.now() - .nanoseconds(Int64(configuration.idleTimeout * 1e9))
        for connection in idle where connection.idleSince <= limit { connection.abandon() }
        idle.removeAll { !$0.isUsable || $0.idleSince <= limit }
        startIdleTimer()
    }
}
