import CallAutomation
import CallJournal
import CallModel
import CallRuntime
import CallServer
import FlowEngine
import Logging
import NIOCore
import NIOPosix

/// One server: runtime, client, edge and flow watcher, wired together.
struct Node {
    var flows: String
    var environment: FlowEnvironment
    var server: CallServerConfiguration
    var endpoint: String
    var credential: ServiceCredential
    /// How the service reaches us; nil takes the edge's own address.
    var publicURL: String?
    var logger: Logger

    /// Serves until the task is cancelled. Fails at once when the flows cannot be loaded.
    func run(onRunning: @escaping @Sendable (Int) async throws -> Void) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
        let loops = group.makeIterator().map { $0 as any EventLoop }
        let client = try CallAutomationClient(endpoint: endpoint, credential: credential, eventLoops: loops)
        let reserved = try publicURL == nil ? PortReservation(host: server.host, port: server.port) : nil
        var edge = server
        if let reserved { edge.port = reserved.port }
        let random = SystemRandom()
        let secret = (0..<4).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
        let runtime = CallRuntime(
            loops: loops, journal: MemoryJournal(), sender: client,
            addresses: CallbackAddresses(
                publicURL: publicURL ?? "http://\(server.host):\(edge.port)", secret: secret),
            environment: environment, logger: logger)
        let reloader = FlowReloader(root: flows, keeper: runtime.generations, logger: logger)
        defer { reloader.stop() }
        let result: Result<Void, any Error>
        do {
            try reloader.loadFirst()
            reloader.start()
            reserved?.release()
            logger.debug("starting", metadata: ["lua": "\(FlowLua.release)", "cores": "\(loops.count)"])
            let server = CallServer(runtime: runtime, configuration: edge, logger: logger) { reloader.scanNow() }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    try await server.run(on: group) { port in
                        do { try await onRunning(port) } catch { logger.error("start-up failed: \(error)") }
                    }
                }
                try await tasks.next()
                tasks.cancelAll()
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await client.shutdown()
        try? await group.shutdownGracefully()
        try result.get()
    }
}
