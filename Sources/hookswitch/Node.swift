import ArgumentParser
import CallAutomation
import CallJournal
import CallModel
import CallRuntime
import CallServer
import FlowEngine
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

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

    /// Serves until the process is asked to end. Fails at once when the flows cannot be loaded.
    func run(onRunning: @escaping @Sendable (Int) async throws -> Void) async throws {
        let group = ServiceGroup(
            services: [NodeService(node: self, onRunning: onRunning)], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "lifecycle", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await group.run()
    }

    fileprivate func serve(onRunning: @escaping @Sendable (Int) async throws -> Void) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
        let loops = group.makeIterator().map { $0 as any EventLoop }
        var requests = ClientConfiguration()
        requests.apiVersion = environment.apiVersion
        let client = try CallAutomationClient(
            endpoint: endpoint, credential: credential, eventLoops: loops, configuration: requests)
        let random = SystemRandom()
        let secret = (0..<4).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
        let addresses = CallbackAddresses(publicURL: publicURL ?? "", secret: secret)
        let runtime = CallRuntime(
            loops: loops, journal: MemoryJournal(), sender: client, addresses: addresses, environment: environment,
            logger: logger)
        let reloader = FlowReloader(root: flows, keeper: runtime.generations, logger: logger)
        defer { reloader.stop() }
        let result: Result<Void, any Error>
        do {
            try reloader.loadFirst()
            reloader.start()
            logger.debug("starting", metadata: ["lua": "\(FlowLua.release)", "cores": "\(loops.count)"])
            let edge = CallServer(runtime: runtime, configuration: server, logger: logger) { reloader.scanNow() }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    try await edge.run(on: group) { port in
                        if publicURL == nil { addresses.publicURL = "http://\(server.host):\(port)" }
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

/// A node under the life cycle of the process: signals end it in order.
private struct NodeService: Service {
    let node: Node
    let onRunning: @Sendable (Int) async throws -> Void

    func run() async throws { try await node.serve(onRunning: onRunning) }
}

extension Node {
    /// Runs `body` and turns what can go wrong at the start into a sentence and an exit code.
    func mapped(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let exit as ExitCode {
            throw exit
        } catch let error as FlowLoadFailure {
            for problem in error.problems { Console.note("\(problem)") }
            Console.noteOneFlow(in: flows)
            throw Console.fail(.badFlows, "the flows cannot be loaded; correct them and start again")
        } catch let error as IOError {
            throw Console.fail(.unavailable, "cannot listen: \(error); is the port taken? try --port 0")
        } catch {
            throw Console.fail(.failure, "\(error)")
        }
    }
}
